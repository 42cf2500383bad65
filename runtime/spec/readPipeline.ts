import { isObject } from '../foundation/index.ts';
import type { Problem } from './problem.ts';
import { readFields } from './shape/fields.ts';
import { readConnection, readNode } from './shape/readNode.ts';
import { API_VERSION, TOP_FIELDS, missingKeys, readEdge, readPlace } from './shape/readTop.ts';
import type { ReadPart } from './readPart.ts';
import type { TextTree, TreePart, TreeSection } from './textTree.ts';
import type { Connection, Pipeline, PipelineNode } from './types.ts';

/** A problem and where the piece it was found in stands. */
export interface PlacedProblem {
  readonly problem: Problem;
  readonly prefix: readonly string[];
  readonly offset: number;
}

type Say = (found: readonly Problem[], prefix: readonly string[]) => void;

/** What became of one entry; kept as long as the piece of text it came from. */
interface Reading {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

const READINGS = {
  nodes: new WeakMap<ReadPart, Reading>(),
  connections: new WeakMap<ReadPart, Reading>(),
  layout: new WeakMap<ReadPart, Reading>(),
};
type EntryMap = keyof typeof READINGS;

const READERS: { readonly [map in EntryMap]: (key: string, value: unknown) => Reading } = {
  nodes: (key, value) => {
    const { node, problems } = readNode(key, value);
    return { value: node, problems };
  },
  connections: (key, value) => {
    const { connection, problems } = readConnection(key, value);
    return { value: connection, problems };
  },
  layout: (key, value) => {
    const problems: Problem[] = [];
    return { value: value === null ? undefined : readPlace(value, [key], problems), problems };
  },
};

/** Makes the pipeline a text describes. Whatever has the wrong shape is left out of it and said. */
export function readPipeline(
  tree: TextTree,
  previous: Pipeline | undefined,
): { readonly pipeline: Pipeline | undefined; readonly problems: readonly PlacedProblem[] } {
  const problems: PlacedProblem[] = tree.stray.map((problem) => ({ problem, prefix: [], offset: 0 }));
  if (!collectSyntax(tree, problems)) return { pipeline: undefined, problems };
  const tops = topEntries(tree);
  if (tops === undefined || tops.length === 0)
    return { pipeline: undefined, problems: [...problems, { problem: notAPipeline(tops), prefix: [], offset: 0 }] };
  const say: Say = (found, prefix) => {
    for (const problem of found) problems.push({ problem, prefix, offset: 0 });
  };
  sayDuplicates(tree.text, tops, problems, []);

  const top: { [key: string]: unknown } = {};
  for (const { key, value, section } of tops) {
    const parts = section?.parts;
    if (key === 'edges' && parts !== undefined) {
      top[key] = readEdges(
        parts.map((part) => (part.read.value as readonly unknown[])[0]),
        say,
      );
    } else if (isEntryMap(key) && parts !== undefined) {
      sayDuplicates(tree.text, parts, problems, [key]);
      top[key] = readEntries(key, parts, say);
    } else {
      const found: Problem[] = [];
      const read = readFields({ [key]: value }, TOP_FIELDS, 'A pipeline', [], found)[key];
      say(found, []);
      if (read === undefined) continue;
      if (key === 'edges') top[key] = readEdges(read as readonly unknown[], say);
      else top[key] = isEntryMap(key) ? readValues(key, read as object, say) : read;
    }
  }
  say(
    missingKeys((key) => tops.some((entry) => entry.key === key)),
    [],
  );
  return { pipeline: assemble(top, previous), problems };
}

interface TopEntry {
  readonly key: string;
  readonly from: number;
  readonly value: unknown;
  readonly section?: TreeSection;
}

function topEntries(tree: TextTree): readonly TopEntry[] | undefined {
  if (tree.whole === undefined) {
    return tree.sections.map((section) => ({
      key: section.key,
      from: section.from,
      section,
      value:
        section.parts === undefined
          ? (section.read.value as { readonly [key: string]: unknown })[section.key]
          : undefined,
    }));
  }
  const { value } = tree.whole;
  return isObject(value) ? Object.entries(value).map(([key, item]) => ({ key, from: 0, value: item })) : undefined;
}

/** Adds what the YAML reader said of each piece; false where the text cannot be understood at all. */
function collectSyntax(tree: TextTree, problems: PlacedProblem[]): boolean {
  const parts: readonly TreePart[] =
    tree.whole === undefined
      ? tree.sections.flatMap((section) => section.parts ?? [section])
      : [{ from: 0, to: 0, key: '', read: tree.whole }];
  let whole = tree.stray.length === 0;
  for (const part of parts) {
    whole &&= !part.read.broken;
    for (const problem of part.read.problems) problems.push({ problem, prefix: [], offset: part.from });
  }
  return whole;
}

function sayDuplicates(
  text: string,
  parts: readonly { readonly key: string; readonly from: number }[],
  problems: PlacedProblem[],
  prefix: readonly string[],
): void {
  const seen = new Set<string>();
  for (const { key, from } of parts) {
    if (seen.has(key)) {
      const problem: Problem = {
        name: 'key_duplicate',
        message: prefix.length === 0 ? `The key "${key}" stands twice.` : `"${key}" stands twice in "${prefix[0]}".`,
        hint: 'Remove one of the two: only the last one counts.',
        path: [key],
        span: { from: 0, to: key.length },
      };
      problems.push({ problem, prefix, offset: from + text.slice(from).search(/\S/) });
    }
    seen.add(key);
  }
}

function readEntries(map: EntryMap, parts: readonly TreePart[], say: Say): object {
  const result: [string, unknown][] = [];
  for (const part of parts) {
    let reading = READINGS[map].get(part.read);
    if (reading === undefined) {
      reading = READERS[map](part.key, (part.read.value as { readonly [key: string]: unknown })[part.key]);
      READINGS[map].set(part.read, reading);
    }
    if (reading.problems.length > 0) say(reading.problems, [map]);
    if (reading.value !== undefined) result.push([part.key, reading.value]);
  }
  return Object.fromEntries(result);
}

function readValues(map: EntryMap, values: object, say: Say): object {
  const result: [string, unknown][] = [];
  for (const [key, value] of Object.entries(values)) {
    const reading = READERS[map](key, value);
    say(reading.problems, [map]);
    if (reading.value !== undefined) result.push([key, reading.value]);
  }
  return Object.fromEntries(result);
}

function readEdges(items: readonly unknown[], say: Say): readonly string[] {
  const problems: Problem[] = [];
  const edges = items.map((item, index) => readEdge(item, index, problems));
  say(problems, []);
  return edges;
}

function isEntryMap(key: string): key is EntryMap {
  return Object.hasOwn(READERS, key);
}

function assemble(top: { readonly [key: string]: unknown }, previous: Pipeline | undefined): Pipeline {
  const pipeline = {
    ...top,
    apiVersion: API_VERSION,
    kind: 'Pipeline',
    name: (top['name'] as string | undefined) ?? '',
    bus: (top['bus'] as string | undefined) ?? 'embedded',
    nodes: keep(top['nodes'] as { readonly [id: string]: PipelineNode } | undefined, previous?.nodes) ?? {},
    edges: keep(top['edges'] as readonly string[] | undefined, previous?.edges) ?? [],
  } as const;
  const connections = keep(
    top['connections'] as { readonly [name: string]: Connection } | undefined,
    previous?.connections,
  );
  const layout = keep(top['layout'] as Pipeline['layout'], previous?.layout);
  return {
    ...pipeline,
    ...(connections === undefined ? {} : { connections }),
    ...(layout === undefined ? {} : { layout }),
  };
}

/** The object as it was before, where all in it is: so that who compares with `===` sees that nothing changed. */
function keep<T extends object>(now: T | undefined, before: T | undefined): T | undefined {
  if (now === undefined || before === undefined) return now;
  const keys = Object.keys(now) as (keyof T)[];
  const previousKeys = Object.keys(before);
  const same =
    keys.length === previousKeys.length &&
    keys.every((key, index) => key === previousKeys[index] && Object.is(now[key], before[key]));
  return same ? before : now;
}

function notAPipeline(tops: readonly unknown[] | undefined): Problem {
  return {
    name: 'not_a_pipeline',
    message: tops === undefined ? 'The document is not a map of keys and values.' : 'The document is empty.',
    hint: `A pipeline starts with "apiVersion: ${API_VERSION}", "kind: Pipeline" and "name: …".`,
    path: [],
  };
}
