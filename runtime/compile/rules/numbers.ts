import type { ErrorSettings } from '../../spec/index.ts';
import type { Rule, RuleContext } from '../ruleContext.ts';

const MAX_TASKS = 1000;
const MAX_QUEUES = 1024;

/** Numbers of the document's own keys that make no sense. */
export const numbers: Rule = (context) => {
  checkErrors(context.pipeline.errors, 'errors', context);
  for (const { id, node } of context.graph.nodes.values()) {
    const { tasks, queues, rate } = node as {
      readonly tasks?: number;
      readonly queues?: number;
      readonly rate?: number;
    };
    const path = `nodes.${id}`;
    check(
      tasks,
      isWhole(tasks, 1, MAX_TASKS),
      `"tasks" must be a whole number from 1 to ${MAX_TASKS}`,
      `${path}.tasks`,
      context,
    );
    check(
      queues,
      isWhole(queues, 1, MAX_QUEUES),
      `"queues" must be a whole number from 1 to ${MAX_QUEUES}`,
      `${path}.queues`,
      context,
    );
    check(rate, rate !== undefined && rate > 0, '"rate" must be more than 0 records a second', `${path}.rate`, context);
    checkErrors(node.errors, `${path}.errors`, context);
  }
};

function checkErrors(errors: ErrorSettings | undefined, path: string, context: RuleContext): void {
  if (errors === undefined) return;
  const { retries, backoffMs, maxBackoffMs } = errors;
  check(
    retries,
    isWhole(retries, -1, Number.MAX_SAFE_INTEGER),
    '"retries" must be a whole number, 0 for none or -1 for ever',
    `${path}.retries`,
    context,
  );
  check(
    backoffMs,
    isWhole(backoffMs, 1, Number.MAX_SAFE_INTEGER),
    '"backoffMs" must be a whole number of milliseconds, at least 1',
    `${path}.backoffMs`,
    context,
  );
  check(
    maxBackoffMs,
    isWhole(maxBackoffMs, backoffMs ?? 1, Number.MAX_SAFE_INTEGER),
    '"maxBackoffMs" must be a whole number of milliseconds, at least "backoffMs"',
    `${path}.maxBackoffMs`,
    context,
  );
}

function check(value: number | undefined, isSound: boolean, rule: string, path: string, { report }: RuleContext): void {
  if (value !== undefined && !isSound) report.say('number_invalid', { message: `${rule}, not ${value}.`, path });
}

function isWhole(value: number | undefined, min: number, max: number): boolean {
  return value !== undefined && Number.isSafeInteger(value) && value >= min && value <= max;
}
