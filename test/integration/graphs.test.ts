import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runGantry } from '../support/runGantry.ts';
import type { GantryResult } from '../support/runGantry.ts';
import { tempDir } from '../support/tempDir.ts';
import type { TempDir } from '../support/tempDir.ts';

interface Row {
  readonly id: number;
  readonly kind: string;
}

/** Every third one is red. Keys repeat, so that queues and duplicates have something to do. */
const ROWS: readonly Row[] = Array.from({ length: 3_000 }, (_, id) => ({ id, kind: id % 3 === 0 ? 'red' : 'blue' }));
const RED = ROWS.filter(({ kind }) => kind === 'red');
const BLUE = ROWS.filter(({ kind }) => kind === 'blue');
const OTHERS: readonly Row[] = Array.from({ length: 500 }, (_, at) => ({ id: 10_000 + at, kind: 'other' }));

let dir: TempDir;

beforeEach(async () => {
  dir = await tempDir('gantry-graphs-');
  await writeFile(dir.join('in.jsonl'), lines(ROWS));
  await writeFile(dir.join('others.jsonl'), lines(OTHERS));
});
afterEach(() => dir[Symbol.asyncDispose]());

function lines(rows: readonly Row[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

const READ = '{ source: files, config: { path: in.jsonl, key: [id] } }';
const READ_OTHERS = '{ source: files, config: { path: others.jsonl, key: [id] } }';
const ONLY_RED = "{ transform: filter, config: { where: after.kind == 'red' } }";
const write = (file: string, more = ''): string => `{ sink: files, config: { path: ${file}.jsonl }${more} }`;

async function run(nodes: Readonly<Record<string, string>>, edges: readonly string[]): Promise<GantryResult> {
  const document = [
    'apiVersion: gantry/v1',
    'kind: Pipeline',
    'name: graph',
    'bus: embedded',
    'nodes:',
    ...Object.entries(nodes).map(([id, node]) => `  ${id}: ${node}`),
    'edges:',
    ...edges.map((edge) => `  - ${edge}`),
    '',
  ].join('\n');
  await writeFile(dir.join('graph.yaml'), document);
  const result = await runGantry(['run', 'graph.yaml', '--until-idle', '1s'], { cwd: dir.path });
  expect([result.code, result.stdout], `${result.stderr}${result.stdout}`).toEqual([
    0,
    expect.stringMatching(/^graph: ended/),
  ]);
  return result;
}

/** What a file holds, sorted by id: several queues have no order between them. */
async function written(file: string): Promise<readonly Row[]> {
  const text = await readFile(dir.join(`${file}.jsonl`), 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
  return rows.sort((a, b) => a.id - b.id);
}

it('fans out: each of two topics gets every record', async () => {
  await run(
    {
      read: READ,
      left: '{ topic: left, queues: 2 }',
      right: '{ topic: right }',
      l: write('l'),
      r: write('r'),
    },
    ['read -> left', 'read -> right', 'left -> l', 'right -> r'],
  );
  expect([await written('l'), await written('r')]).toEqual([ROWS, ROWS]);
});

it('fans in: one topic has the records of two sources', async () => {
  await run({ read: READ, more: READ_OTHERS, all: '{ topic: all, queues: 3 }', out: write('out') }, [
    'read -> all',
    'more -> all',
    'all -> out',
  ]);
  expect(await written('out')).toEqual([...ROWS, ...OTHERS]);
});

it('shares a transform between two sources', async () => {
  await run({ read: READ, more: READ_OTHERS, red: ONLY_RED, all: '{ topic: all }', out: write('out') }, [
    'read -> red',
    'more -> red',
    'red -> all',
    'all -> out',
  ]);
  expect(await written('out')).toEqual(RED);
});

it('goes from a topic through a filter to another topic', async () => {
  await run(
    {
      read: READ,
      all: '{ topic: all, queues: 2 }',
      red: ONLY_RED,
      some: '{ topic: some, queues: 3 }',
      every: write('every'),
      out: write('out'),
    },
    ['read -> all', 'all -> red', 'red -> some', 'some -> out', 'all -> every'],
  );
  expect([await written('out'), await written('every')]).toEqual([RED, ROWS]);
});

it('takes a converter as a box of its own', async () => {
  await run({ read: READ, plain: '{ converter: json }', all: '{ topic: all }', out: write('out') }, [
    'read -> plain',
    'plain -> all',
    'all -> out',
  ]);
  expect(await written('out')).toEqual(ROWS);
});

it('goes straight from a source to sinks, with a transform on one of the ways', async () => {
  await run({ read: READ, red: ONLY_RED, out: write('out'), every: write('every') }, [
    'read -> red',
    'red -> out',
    'read -> every',
  ]);
  expect([await written('out'), await written('every')]).toEqual([RED, ROWS]);
});

it('routes to two topics', async () => {
  await run(
    {
      read: READ,
      split: "{ transform: route, config: { cases: [{ when: after.kind == 'red', topic: reds }] } }",
      blues: '{ topic: blues, queues: 2 }',
      reds: '{ topic: reds, queues: 2 }',
      blue: write('blue'),
      red: write('red'),
    },
    ['read -> split', 'split -> blues', 'blues -> blue', 'reds -> red'],
  );
  expect([await written('blue'), await written('red')]).toEqual([BLUE, RED]);
});

it('leaves out repeated keys', async () => {
  await appendFile(dir.join('in.jsonl'), lines(ROWS));
  await run({ read: READ, once: '{ transform: dedupe }', all: '{ topic: all }', out: write('out') }, [
    'read -> once',
    'once -> all',
    'all -> out',
  ]);
  expect(await written('out')).toEqual(ROWS);
});

it('gives a sink that joins later what comes from then on, or all there is, as it asks', async () => {
  const nodes = { read: READ, all: '{ topic: all, queues: 2 }', first: write('first') };
  const edges = ['read -> all', 'all -> first'];
  await run(nodes, edges);
  // Whoever joins at the end has to have joined before there is more.
  const joined = { ...nodes, late: write('late', ', start: latest'), whole: write('whole') };
  const allEdges = [...edges, 'all -> late', 'all -> whole'];
  await run(joined, allEdges);
  await appendFile(dir.join('in.jsonl'), lines(OTHERS));
  await run(joined, allEdges);
  expect([await written('first'), await written('late'), await written('whole')]).toEqual([
    [...ROWS, ...OTHERS],
    OTHERS,
    [...ROWS, ...OTHERS],
  ]);
});

it('keeps its positions when a filter is changed, and begins anew only when told to', async () => {
  const nodes = { read: READ, red: ONLY_RED, all: '{ topic: all }', out: write('out') };
  const edges = ['read -> red', 'red -> all', 'all -> out'];
  await run(nodes, edges);
  await appendFile(dir.join('in.jsonl'), lines(OTHERS));
  await run({ ...nodes, red: '{ transform: filter, config: { where: after.id >= 10250 } }' }, edges);
  expect(await written('out')).toEqual([...RED, ...OTHERS.slice(250)]);
  const anew = await runGantry(['run', 'graph.yaml', '--until-idle', '1s', '--fresh', '--json'], { cwd: dir.path });
  expect(anew.json()).toMatchObject({ outcome: 'ended', recordsIn: ROWS.length + OTHERS.length });
  expect(await written('out')).toEqual(OTHERS.slice(250));
});
