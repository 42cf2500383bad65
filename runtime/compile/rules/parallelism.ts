import type { GraphNode } from '../graph.ts';
import { nodesBefore } from '../planning/planPipeline.ts';
import type { Rule } from '../ruleContext.ts';
import { tasksOf } from '../ruleContext.ts';

/** Sinks with several tasks: whether they may, and whether there is work for all. */
export const parallelism: Rule = ({ uses, report }) => {
  for (const { role, descriptor, graphNode, type } of uses) {
    if (role !== 'sink' || graphNode === undefined || tasksOf(graphNode) <= 1) continue;
    const path = `nodes.${graphNode.id}.tasks`;
    const tasks = tasksOf(graphNode);
    if (descriptor?.parallel === false) {
      report.say('sink_not_parallel', {
        message: `The sink "${graphNode.id}" asks for ${tasks} tasks, but ${type} takes only one writer.`,
        hint: 'Remove "tasks".',
        path,
      });
      continue;
    }
    const queues = mostQueues(graphNode);
    if (queues === undefined || queues >= tasks) continue;
    report.say('tasks_idle', {
      severity: 'warning',
      message: `The sink "${graphNode.id}" has ${tasks} tasks, but no topic it reads has more than ${queues} queues: ${tasks - queues} of them will have nothing to do.`,
      hint: `Raise "queues" of the topic to ${tasks}, or lower "tasks".`,
      path,
    });
  }
};

/** The most queues of any topic the sink reads; undefined where one of them takes as many as it needs. */
function mostQueues(sink: GraphNode): number | undefined {
  const feeding = [sink, ...nodesBefore(sink)]
    .flatMap((node) => node.in.map((edge) => edge.from))
    .filter((node) => node.kind === 'topic' || node.kind === 'source');
  const queues = feeding.map((node) =>
    node.kind === 'topic' ? (node.node as { readonly queues?: number }).queues : undefined,
  );
  if (queues.length === 0 || queues.some((count) => count === undefined)) return undefined;
  return Math.max(...(queues as number[]));
}
