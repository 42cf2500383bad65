/**
 * What the editor waits for: compiling 1,000 nodes from their text and from the document at hand, and one edit of a document of
 * 2,000. The limit is what the issue allows, in milliseconds; a ratio below 1 is within it.
 */
import { createCompiler } from '../../dist/runtime/compile/index.js';
import { parseText, pipelineEdits } from '../../dist/runtime/spec/index.js';
import type { BenchResult } from './types.ts';

const RUNS = 31;

export const benches = {
  'compile.1000': compile1000,
  'compile.text1000': compileText1000,
  'compile.keystroke2000': keystroke2000,
  'document.edit2000': edit2000,
};

async function compile1000(): Promise<BenchResult> {
  const compiler = createCompiler(CATALOG);
  const document = parseText(documentOf(1000));
  return measure('compile.1000', 50, () => sound(compiler.compile(document)));
}

async function compileText1000(): Promise<BenchResult> {
  const compiler = createCompiler(CATALOG);
  const text = documentOf(1000);
  return measure('compile.text1000', 50, () => sound(compiler.compile(text)));
}

async function keystroke2000(): Promise<BenchResult> {
  const compiler = createCompiler(CATALOG);
  let document = parseText(documentOf(2000));
  return measure('compile.keystroke2000', 100, (run) => {
    document = parseText(document.text.replace(/total > \d+/, `total > ${run}`), document);
    sound(compiler.compile(document));
  });
}

async function edit2000(): Promise<BenchResult> {
  let document = parseText(documentOf(2000));
  return measure('document.edit2000', 30, (run) => {
    document = pipelineEdits.setNodeValue(document, 'filter-9', ['config', 'where'], `after.total > ${run}`);
  });
}

function measure(bench: string, limit: number, work: (run: number) => void): BenchResult {
  const times: number[] = [];
  for (let run = -5; run < RUNS; run++) {
    const start = performance.now();
    work(run + 5);
    if (run >= 0) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  return {
    bench,
    value: at(0.5),
    unit: 'ms',
    limit,
    ratio: at(0.5) / limit,
    runs: RUNS,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}

/** A bench of a compile that stops at an error would measure nothing. */
function sound(compiled: {
  readonly spec?: unknown;
  readonly diagnostics: readonly { readonly message: string }[];
}): void {
  if (compiled.spec === undefined)
    throw new Error(`the bench's document is not sound: ${compiled.diagnostics[0]?.message}`);
}

/** As many nodes, in groups of five: source, filter, mask, topic, sink. */
function documentOf(nodes: number): string {
  const groups = Array.from({ length: nodes / 5 }, (_, group) => group);
  const lines = groups.map((group) =>
    [
      `  source-${group}: { source: files, config: { path: in/${group}.csv, format: csv } }`,
      `  filter-${group}: { transform: filter, config: { where: "after.status == 'paid' && after.total > ${group}" } }`,
      `  mask-${group}: { transform: mask, config: { fields: [email, card] } }`,
      `  topic-${group}: { topic: orders-${group}, queues: 4, converter: json }`,
      `  sink-${group}: { sink: files, config: { path: out/${group}.jsonl } }`,
    ].join('\n'),
  );
  const edges = groups.map((group) =>
    [
      `source-${group} -> filter-${group}`,
      `filter-${group} -> mask-${group}`,
      `mask-${group} -> topic-${group}`,
      `topic-${group} -> sink-${group}`,
    ]
      .map((edge) => `  - ${edge}`)
      .join('\n'),
  );
  const layout = groups.flatMap((group) =>
    ['source', 'filter', 'mask', 'topic', 'sink'].map(
      (kind, column) => `  ${kind}-${group}: [${column * 260}, ${group * 120}]`,
    ),
  );
  return [
    'apiVersion: gantry/v1',
    'kind: Pipeline',
    'name: bench',
    'nodes:',
    ...lines,
    'edges:',
    ...edges,
    'layout:',
    ...layout,
    '',
  ].join('\n');
}

const TEXT = { type: 'string', minLength: 1 };

/** Components with schemas of the size real ones have. */
const CATALOG = {
  components: [
    component(
      'source',
      'files',
      { path: TEXT, format: { enum: ['csv', 'jsonl'] }, follow: { type: 'boolean', default: false } },
      ['path'],
    ),
    component(
      'sink',
      'files',
      {
        path: { ...TEXT, 'x-gantry': { meaning: 'exclusive-target' } },
        compression: { enum: ['none', 'gzip'], default: 'none' },
      },
      ['path'],
    ),
    component('transform', 'filter', { where: { type: 'string', 'x-gantry': { expression: true } } }, ['where']),
    component(
      'transform',
      'mask',
      { fields: { type: 'array', items: { type: 'string', 'x-gantry': { meaning: 'masked-field' } } } },
      ['fields'],
    ),
    component('converter', 'json', { pretty: { type: 'boolean', default: false } }, []),
    component('converter', 'batch', { maxRecords: { type: 'integer', default: 1000 } }, []),
  ],
} as const;

function component<R extends 'source' | 'sink' | 'transform' | 'converter'>(
  role: R,
  type: string,
  properties: object,
  required: readonly string[],
) {
  return {
    role,
    type,
    title: type,
    description: type,
    configSchema: { type: 'object', properties, required, additionalProperties: false } as never,
    plugin: { name: '@gantry/bench', version: '0.0.0' },
    capabilities: [],
  };
}
