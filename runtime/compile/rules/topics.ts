import type { TopicNode } from '../../spec/index.ts';
import { impliedTopics } from '../planning/impliedTopics.ts';
import { errorPlan, parseAge, parseSize } from '../planning/settings.ts';
import { errorsOf } from '../ruleContext.ts';
import type { Rule, RuleContext } from '../ruleContext.ts';

/** What every bus takes as a name. */
const TOPIC_NAME = /^[%|a-zA-Z0-9._-]+$/;
const MAX_LENGTH = 255;

/** Topics: names, no two boxes for one, retention, and dead letters apart from records. */
export const topics: Rule = (context) => {
  const { pipeline, graph, report } = context;
  const nodeOf = new Map<string, string>();
  for (const node of graph.nodes.values()) {
    if (node.kind !== 'topic') continue;
    checkName(node.type, `nodes.${node.id}.topic`, `The topic "${node.id}"`, context);
    const other = nodeOf.get(node.type);
    if (other !== undefined) {
      report.say('topic_duplicate', {
        message: `"${other}" and "${node.id}" both stand for the topic ${node.type}.`,
        hint: 'Use one box for it and connect all edges there, or give one of them another name.',
        path: `nodes.${node.id}.topic`,
      });
    }
    nodeOf.set(node.type, other ?? node.id);
    checkRetention(node.node as TopicNode, `nodes.${node.id}.retention`, context);
  }
  for (const { name, source, sink, last } of impliedTopics(pipeline.name, graph)) {
    const other = nodeOf.get(name);
    if (other === undefined) continue;
    report.say('topic_duplicate', {
      message: `"${other}" has the name ${name}, which the way from "${source.id}" to "${sink.id}" uses for its own topic.`,
      hint: `Give "${other}" another name.`,
      path: `nodes.${other}.topic`,
      node: last.to.id,
    });
  }
  checkDeadLetters(nodeOf, context);
};

function checkName(name: string, path: string, title: string, { report }: RuleContext): void {
  if (TOPIC_NAME.test(name) && name.length <= MAX_LENGTH && !/^\.{1,2}$/.test(name)) return;
  report.say('topic_name_invalid', {
    message: `${title} has the name "${name.slice(0, 80)}", which no bus takes.`,
    hint: `Names of topics have letters, digits, ".", "-", "_", "%" and "|", and at most ${MAX_LENGTH} of them.`,
    path,
  });
}

function checkRetention({ retention }: TopicNode, path: string, { report }: RuleContext): void {
  if (retention?.age !== undefined && parseAge(retention.age) === undefined) {
    report.say('retention_invalid', {
      message: `"${retention.age}" is no age.`,
      hint: 'Write a number with ms, s, m, h, d or w: "7d", "12h".',
      path: `${path}.age`,
    });
  }
  if (retention?.size !== undefined && parseSize(retention.size) === undefined) {
    report.say('retention_invalid', {
      message: `"${retention.size}" is no size.`,
      hint: 'Write a number with B, KB, MB, GB or TB: "10GB".',
      path: `${path}.size`,
    });
  }
}

/** Where dead letters go must not be read as records again. */
function checkDeadLetters(nodeOf: ReadonlyMap<string, string>, context: RuleContext): void {
  const { pipeline, graph, report } = context;
  const implied = new Set(impliedTopics(pipeline.name, graph).map(({ name }) => name));
  const said = new Set<string>();
  for (const node of graph.nodes.values()) {
    const own = errorsOf(node);
    const plan = errorPlan(pipeline, own);
    if (plan.policy !== 'dead-letter') continue;
    const path =
      own?.topic === undefined
        ? pipeline.errors?.topic === undefined
          ? `nodes.${node.id}.errors`
          : 'errors.topic'
        : `nodes.${node.id}.errors.topic`;
    if (said.has(`${path} ${plan.topic}`)) continue;
    said.add(`${path} ${plan.topic}`);
    checkName(plan.topic, path, "The dead letters' topic", context);
    if (!nodeOf.has(plan.topic) && !implied.has(plan.topic)) continue;
    report.say('topic_is_dead_letter', {
      message: `Dead letters would go to ${plan.topic}, which this pipeline uses for records.`,
      hint: 'Name another topic under "errors".',
      path,
    });
  }
}
