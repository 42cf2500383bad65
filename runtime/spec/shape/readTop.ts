import { NAME_RULE, isName, nameFrom } from '../names.ts';
import type { Problem } from '../problem.ts';
import { describeValue, readChoice, readMap, readText, wrongType } from './fields.ts';
import type { Fields, ReadValue } from './fields.ts';
import { readErrors } from './readNode.ts';

/** The only version of the document there is. */
export const API_VERSION = 'gantry/v1';

/** Every top-level key, in the order a document has them. */
export const TOP_KEYS = [
  'apiVersion',
  'kind',
  'name',
  'description',
  'bus',
  'delivery',
  'errors',
  'nodes',
  'edges',
  'connections',
  'layout',
] as const;

/**
 * An older version would be read by turning it into today's shape right here, its text left alone until the next save; there is
 * none yet. A newer one is refused whole: half understood, a document would run as something its author did not write.
 */
const readApiVersion: ReadValue<string> = (value, path, problems) => {
  if (value === API_VERSION) return API_VERSION;
  const version = typeof value === 'string' ? /^gantry\/v(\d+)$/.exec(value)?.[1] : undefined;
  problems.push({
    name: 'api_version',
    message:
      version === undefined
        ? `"apiVersion" must be ${API_VERSION}, not ${describeValue(value)}.`
        : `The document is of version ${String(value)}, this Gantry reads ${API_VERSION}.`,
    hint: version !== undefined && Number(version) > 1 ? 'Use a newer Gantry.' : `Write "apiVersion: ${API_VERSION}".`,
    path,
  });
  return undefined;
};

const readName: ReadValue<string> = (value, path, problems) => {
  const name = readText(value, path, problems);
  if (name === undefined || isName(name)) return name;
  const near = nameFrom(name);
  problems.push({
    name: 'name_invalid',
    message: `"${name}" is no name for a pipeline: a name is ${NAME_RULE}.`,
    ...(near === undefined ? {} : { hint: `"${near}" would do.` }),
    path,
  });
  return name;
};

/** Where a node stands on the canvas. */
export const readPlace: ReadValue<readonly [number, number]> = (value, path, problems) => {
  if (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((item) => typeof item === 'number' && Number.isFinite(item))
  ) {
    return value as unknown as readonly [number, number];
  }
  return wrongType(value, 'two numbers, [x, y]', path, problems, undefined);
};

/** An edge as text. One that is no text is kept as an empty text, so that the places of the others in the list stay true. */
export function readEdge(value: unknown, index: number, problems: Problem[]): string {
  const hint = 'Write it as "from -> to".';
  if (typeof value === 'string') return value;
  wrongType(value, 'an edge', ['edges', String(index)], problems, hint);
  return '';
}

/** A top-level key that is small: everything but nodes, edges, connections and layout, which are read entry by entry. */
export const TOP_FIELDS: Fields = {
  apiVersion: readApiVersion,
  kind: readChoice('Pipeline'),
  name: readName,
  description: readText,
  bus: readText,
  delivery: readChoice('at-least-once', 'exactly-once'),
  errors: readErrors,
  nodes: readMap,
  edges: (value, path, problems) =>
    Array.isArray(value) ? value : wrongType(value, 'a list of "from -> to"', path, problems, undefined),
  connections: readMap,
  layout: readMap,
};

/** What a document cannot do without. */
export function missingKeys(has: (key: string) => boolean): readonly Problem[] {
  return (['apiVersion', 'kind', 'name'] as const)
    .filter((key) => !has(key))
    .map((key) => ({
      name: 'key_missing',
      message: `The document has no "${key}".`,
      hint:
        key === 'apiVersion'
          ? `Add "apiVersion: ${API_VERSION}".`
          : key === 'kind'
            ? 'Add "kind: Pipeline".'
            : 'Add "name: my-pipeline".',
      path: [],
    }));
}
