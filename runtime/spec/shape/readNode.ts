import { isObject, nameHint } from '../../foundation/index.ts';
import { NODE_KINDS } from '../nodeKind.ts';
import type { Problem } from '../problem.ts';
import { NAME_RULE, isName, nameFrom } from '../names.ts';
import type { Connection, NodeKind, PipelineNode } from '../types.ts';
import { readChoice, readFields, readMap, readNumber, readRecord, readText, wrongType } from './fields.ts';
import type { Fields, ReadValue } from './fields.ts';

/** Error settings, of a node or of the whole pipeline. */
export const readErrors: ReadValue<object> = readRecord(
  {
    policy: readChoice('stop', 'skip', 'dead-letter'),
    retries: readNumber,
    backoffMs: readNumber,
    maxBackoffMs: readNumber,
    topic: readText,
  },
  'The error settings',
);

const COMMON: Fields = { description: readText, config: readMap, errors: readErrors };
const RUNS: Fields = { connection: readText, tasks: readNumber, rate: readNumber };

const FIELDS: { readonly [kind in NodeKind]: Fields } = {
  source: { source: readText, ...RUNS, ...COMMON },
  transform: { transform: readText, ...COMMON },
  converter: { converter: readText, ...COMMON },
  topic: {
    topic: readText,
    queues: readNumber,
    converter: readText,
    retention: readRecord({ age: readText, size: readText }, 'The retention'),
    ...COMMON,
  },
  sink: { sink: readText, ...RUNS, start: readChoice('earliest', 'latest'), ...COMMON },
};

/** Reads a node. One whose kind is not to be told is left out of the pipeline. */
export function readNode(
  id: string,
  value: unknown,
): { readonly node: PipelineNode | undefined; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  if (!isName(id)) problems.push(badName(id));
  if (!isObject(value)) {
    return {
      node: wrongType(value, 'a map such as { source: files, config: { … } }', [id], problems, undefined),
      problems,
    };
  }
  const kind = kindOf(id, value, problems);
  if (kind === undefined) return { node: undefined, problems };
  const node = readFields(value, FIELDS[kind], `A ${kind}`, [id], problems);
  return { node: typeof node[kind] === 'string' ? (node as unknown as PipelineNode) : undefined, problems };
}

/** Reads a connection: its type, and settings that belong to that type. */
export function readConnection(
  name: string,
  value: unknown,
): { readonly connection: Connection | undefined; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  if (!isObject(value))
    return { connection: wrongType(value, 'a map with a "type"', [name], problems, undefined), problems };
  if (value['type'] === undefined || value['type'] === null) {
    problems.push({
      name: 'key_missing',
      message: `The connection "${name}" does not say its type.`,
      hint: 'Add "type: …".',
      path: [name],
    });
    return { connection: undefined, problems };
  }
  const type = readText(value['type'], [name, 'type'], problems);
  return { connection: type === undefined ? undefined : (value as Connection), problems };
}

function kindOf(id: string, value: { readonly [key: string]: unknown }, problems: Problem[]): NodeKind | undefined {
  const kinds = NODE_KINDS.filter((kind) => Object.hasOwn(value, kind));
  if (kinds.length === 1) return kinds[0];
  // A topic may name its converter.
  if (kinds.length === 2 && kinds.includes('topic') && kinds.includes('converter')) return 'topic';
  if (kinds.length > 1) {
    problems.push({
      name: 'node_kind',
      message: `The node "${id}" is ${kinds.join(' and ')} at once.`,
      hint: 'Make a node of its own for each.',
      path: [id],
    });
    return undefined;
  }
  const first = Object.keys(value)[0];
  problems.push({
    name: 'node_kind',
    message: `The node "${id}" does not say what it is.`,
    hint:
      first === undefined
        ? `One of ${NODE_KINDS.join(', ')} belongs in it.`
        : `One of ${NODE_KINDS.join(', ')} belongs in it. ${nameHint(first, NODE_KINDS)}`,
    path: [id],
  });
  return undefined;
}

function badName(id: string): Problem {
  const near = nameFrom(id);
  return {
    name: 'name_invalid',
    message: `"${id}" is no name for a node: a name is ${NAME_RULE}.`,
    ...(near === undefined ? {} : { hint: `"${near}" would do.` }),
    path: [id],
  };
}
