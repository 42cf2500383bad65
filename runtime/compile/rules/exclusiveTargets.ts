import { valuesMeaning } from '../planning/meantValues.ts';
import { connectionNameOf } from '../ruleContext.ts';
import type { Rule } from '../ruleContext.ts';

/** Outside things that take one writer, such as files, given to two sinks. */
export const exclusiveTargets: Rule = ({ uses, report }) => {
  const writers = new Map<string, string>();
  for (const use of uses) {
    if (use.role !== 'sink' || use.graphNode === undefined) continue;
    for (const { value, path } of valuesMeaning(use, 'exclusive-target')) {
      const target = [use.type, connectionNameOf(use.graphNode) ?? '', normalPath(value)].join(' ');
      const other = writers.get(target);
      if (other !== undefined && other !== use.graphNode.id) {
        report.say('target_shared', {
          message: `The sinks "${other}" and "${use.graphNode.id}" both write to ${value}; each would destroy what the other wrote.`,
          hint: `Give one of them another place, or connect both ways to "${other}".`,
          path,
        });
      }
      writers.set(target, other ?? use.graphNode.id);
    }
  }
};

/** `./out//a.csv` and `out/x/../a.csv` are the same file. */
function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split(/[\\/]+/)) {
    if (part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..' && parts.at(-1) !== '') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}
