/** The same small pipeline in the styles people write YAML in: what edits must cope with. */
export const STYLED_DOCUMENTS: { readonly [style: string]: string } = {
  flow: `# Orders into the warehouse
apiVersion: gantry/v1
kind: Pipeline
name: orders   # the name
bus: embedded
nodes:
  # read them
  in:   { source: files, config: { path: "in.csv", format: csv } }   # the input

  # keep the paid ones
  paid: { transform: filter, config: { where: 'status == "paid"' } }
  out:  { sink: files, config: { path: out.jsonl } }
edges:
  # the main way
  - in -> paid   # first
  - paid -> out
connections:
  shop: { type: mysql, password: "\${env:P}" }
layout:
  in: [80, 120]
  out: [300, 120]
`,
  block: `apiVersion: gantry/v1
kind: Pipeline
name: orders
description: |
  Several
  lines
nodes:
  in:
    source: files
    config:
      # where it is
      path: in.csv
      format: csv   # or jsonl
    tasks: 2

  paid:
    transform: filter
    config:
      where: |
        status == "paid" &&
        total > 1
  out:
    sink: files
    config: { path: out.jsonl }
edges:
- in -> paid
- paid -> out
layout:
  in:
    - 80
    - 120
  out: [300, 120]
`,
  lines: `apiVersion: gantry/v1
kind: Pipeline
name: orders
nodes: {
  in: { source: files, config: {path: in.csv, format: csv} },
  paid: {
    transform: filter,   # keep
    config: {
      where: "status == 'paid'",
    },
  },
  out: { sink: files, config: { path: out.jsonl } }
}
edges: [in -> paid, paid -> out]
layout: { in: [80, 120] }
`,
  json: `{
  "apiVersion": "gantry/v1",
  "kind": "Pipeline",
  "name": "orders",
  "nodes": {
    "in": { "source": "files", "config": { "path": "in.csv", "format": "csv" } },
    "paid": { "transform": "filter", "config": { "where": "status == 'paid'" } },
    "out": { "sink": "files", "config": { "path": "out.jsonl" } }
  },
  "edges": ["in -> paid", "paid -> out"]
}
`,
  windows:
    'apiVersion: gantry/v1\r\nkind: Pipeline\r\nname: orders\r\nnodes:\r\n  in: { source: files, config: { path: in.csv } }\r\n  paid:\r\n    transform: filter\r\n    config:\r\n      where: a == b\r\n  out: { sink: files }\r\nedges:\r\n  - in -> paid\r\n  - paid -> out\r\n',
  bare: 'apiVersion: gantry/v1\nkind: Pipeline\nname: orders\nnodes:\n  in: { source: files }\n  paid: { transform: filter }\n  out: { sink: files }\nedges:\n  - in -> paid\n  - paid -> out',
  anchors: `apiVersion: gantry/v1
kind: Pipeline
name: orders
nodes:
  in: { source: files, config: &files { path: in.csv, format: csv } }
  paid: { transform: filter, config: { where: a } }
  out: { sink: files, config: *files }
edges:
  - in -> paid
  - paid -> out
`,
};
