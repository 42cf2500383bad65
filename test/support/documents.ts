/** Pipelines that show the designer in every mood, for tests that look at all of it. */

const part = (title: string, content: readonly string[], none: string): string =>
  content.length === 0 ? `${title}: ${none}\n` : `${title}:\n${content.join('\n')}\n`;

const HEAD = (name: string): string => `apiVersion: gantry/v1\nkind: Pipeline\nname: ${name}\nbus: embedded\n`;

/** A plausible large document: rows of source, filter, topic and two sinks. */
export function largeDocument(name: string, nodes: number): string {
  const lines: string[] = [];
  const edges: string[] = [];
  const layout: string[] = [];
  for (let row = 0; row * 5 < nodes; row += 1) {
    const y = (row % 50) * 260;
    const x = Math.floor(row / 50) * 1400;
    lines.push(
      `  in-${row}: { source: generator, config: { kind: orders, count: 100 } }`,
      `  keep-${row}: { transform: filter, config: { where: "op == 'create'" } }`,
      `  topic-${row}: { topic: ${name}-${row}, queues: 2 }`,
      `  file-${row}: { sink: files, config: { path: out/${name}-${row}.jsonl } }`,
      `  look-${row}: { sink: inspect }`,
    );
    edges.push(
      `  - in-${row} -> keep-${row}`,
      `  - keep-${row} -> topic-${row}`,
      `  - topic-${row} -> file-${row}`,
      `  - topic-${row} -> look-${row}`,
    );
    layout.push(
      `  in-${row}: [${x}, ${y}]`,
      `  keep-${row}: [${x + 264}, ${y}]`,
      `  topic-${row}: [${x + 528}, ${y}]`,
      `  file-${row}: [${x + 792}, ${y - 56}]`,
      `  look-${row}: [${x + 792}, ${y + 56}]`,
    );
  }
  return `${HEAD(name)}${part('nodes', lines, '{}')}${part('edges', edges, '[]')}${part('layout', layout, '{}')}`;
}

/** Nothing but a name. */
export const emptyDocument = (name: string): string => largeDocument(name, 0);

/** One node of every component there is, in one long chain, with a connection and a secret. */
export const everyComponent = (name: string): string => `${HEAD(name)}description: One of each
nodes:
  made: { source: generator, config: { kind: orders, rate: 20 } }
  read: { source: files, config: { path: data/*.csv, format: csv } }
  hook: { source: http, config: { port: 8099, path: /events } }
  filter: { transform: filter, config: { where: "op == 'create'" } }
  compute: { transform: compute, config: { set: { total: "after.amount", note: "'x'" } } }
  select: { transform: select, config: { fields: [id, total] } }
  rename: { transform: rename, config: { fields: { total: sum } } }
  drop: { transform: drop, config: { fields: [note] } }
  cast: { transform: cast, config: { fields: { id: string } } }
  mask: { transform: mask, config: { fields: [customer] } }
  hash: { transform: hash, config: { fields: [customer] } }
  flatten: { transform: flatten }
  route: { transform: route, config: { cases: [{ when: "after.id > 5", topic: ${name}-big }] } }
  dedupe: { transform: dedupe }
  orders: { topic: ${name}-orders, queues: 4 }
  as-json: { converter: json }
  big: { topic: ${name}-big, converter: json }
  file: { sink: files, config: { path: out/${name}.jsonl, format: jsonl } }
  post: { sink: http, connection: api, config: { url: "http://127.0.0.1:9/orders" } }
  look: { sink: inspect }
edges:
  - made -> filter
  - filter -> compute
  - compute -> select
  - select -> rename
  - rename -> drop
  - drop -> cast
  - cast -> mask
  - mask -> hash
  - hash -> flatten
  - flatten -> dedupe
  - dedupe -> route
  - route -> as-json
  - as-json -> orders
  - orders -> look
  - orders -> post
  - big -> file
connections:
  api: { type: http, url: "http://127.0.0.1:9/", token: "\${env:API_TOKEN}" }
`;

/** Errors, warnings and a node whose plugin nobody has. */
export const troubledDocument = (name: string): string => `${HEAD(name)}nodes:
  orders: { source: generator, config: { kind: ordres, rate: -1 } }
  paid: { transform: filter, config: { where: "after.status ==" } }
  shop: { source: oracle, config: { tables: [orders] } }
  lonely: { transform: compute, config: { set: { a: "1" } } }
  archive: { sink: files, config: { path: "", colour: red } }
edges:
  - orders -> paid
  - paid -> archive
  - shop -> paid
layout:
  orders: [80, 80]
  shop: [80, 240]
  paid: [340, 80]
  archive: [600, 80]
  lonely: [340, 240]
`;

/** Reads a folder that is not there: fails for good, with a cause and a way out. */
export const failingDocument = (name: string): string => `${HEAD(name)}nodes:
  reports:
    source: files
    config: { path: data/a-folder-that-nobody-ever-made/with-quite-a-long-name/reports-of-the-year-2026.csv, format: csv }
  archive: { sink: files, config: { path: out/${name}.jsonl } }
edges:
  - reports -> archive
layout:
  reports: [80, 120]
  archive: [340, 120]
`;

/** Posts to a port where nobody listens: tries again and again. */
export const retryingDocument = (name: string): string => `${HEAD(name)}nodes:
  orders: { source: generator, config: { kind: orders, rate: 5 } }
  shop: { sink: http, config: { url: "http://127.0.0.1:49151/orders" } }
edges:
  - orders -> shop
layout:
  orders: [80, 120]
  shop: [340, 120]
`;

/** Runs on, masks what is private, and shows the rest. */
export const maskedDocument = (name: string): string => `${HEAD(name)}nodes:
  orders: { source: generator, config: { kind: orders, rate: 50 } }
  masked: { transform: mask, config: { fields: [note] } }
  look: { sink: inspect }
edges:
  - orders -> masked
  - masked -> look
layout:
  orders: [80, 120]
  masked: [340, 120]
  look: [600, 120]
`;

/** Ends by itself at once. */
export const endingDocument = (name: string, count = 50): string => `${HEAD(name)}nodes:
  orders: { source: generator, config: { kind: orders, count: ${count} } }
  look: { sink: inspect }
edges:
  - orders -> look
layout:
  orders: [80, 120]
  look: [340, 120]
`;
