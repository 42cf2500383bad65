import { describe, expect, it } from 'vitest';
import { newPipelineText } from '../newPipelineText.ts';
import { parseText } from '../parseText.ts';
import { STYLED_DOCUMENTS } from '../testing/documents.ts';
import { pipelineEdits as edits } from './pipelineEdits.ts';

const flow = parseText(STYLED_DOCUMENTS['flow']!);
const block = parseText(STYLED_DOCUMENTS['block']!);

/** The lines of `after` that are not in `before`, and the other way round. */
function changed(
  before: string,
  after: string,
): { readonly gone: readonly string[]; readonly come: readonly string[] } {
  const old = before.split('\n');
  const now = after.split('\n');
  return { gone: old.filter((line) => !now.includes(line)), come: now.filter((line) => !old.includes(line)) };
}

describe('pipelineEdits', () => {
  it('builds a document from nothing in the order and style people write', () => {
    let document = newPipelineText('orders');
    document = edits.addNode(document, 'in', { source: 'files', config: { path: 'a.csv' } }, [80, 120.4]);
    document = edits.addNode(document, 'out', { sink: 'files', config: { path: 'b.csv' } }, [300, 120]);
    document = edits.addEdge(document, 'in', 'out');
    document = edits.setConnection(document, 'shop', { type: 'mysql', port: 3306 });
    document = edits.setValue(document, ['errors', 'policy'], 'skip');
    document = edits.setValue(document, ['description'], 'From a to b: all of it');
    expect(document.text).toBe(`apiVersion: gantry/v1
kind: Pipeline
name: orders
description: "From a to b: all of it"
bus: embedded
errors: { policy: skip }
nodes:
  in: { source: files, config: { path: a.csv } }
  out: { sink: files, config: { path: b.csv } }
edges:
  - in -> out
connections:
  shop: { type: mysql, port: 3306 }
layout:
  in: [80, 120]
  out: [300, 120]
`);
    expect(document.diagnostics).toEqual([]);
  });

  it('keeps the quotes a value had, and the comment behind it', () => {
    const after = edits.setNodeValue(flow, 'paid', ['config', 'where'], "a == 'b'");
    expect(changed(flow.text, after.text).come).toEqual([
      "  paid: { transform: filter, config: { where: 'a == ''b''' } }",
    ]);
    expect(edits.setNodeValue(flow, 'in', ['config', 'path'], 'new.csv').text).toContain(
      '{ path: "new.csv", format: csv } }   # the input',
    );
  });

  it('writes a text of several lines as a block where it can', () => {
    const after = edits.setNodeValue(block, 'paid', ['config', 'where'], 'a ||\nb\n');
    expect(changed(block.text, after.text)).toEqual({
      gone: ['        status == "paid" &&', '        total > 1'],
      come: ['        a ||', '        b'],
    });
  });

  it('takes a removed node, its edges, its place and the comment above it, and no other comment', () => {
    const after = edits.removeNodes(flow, ['paid']);
    expect(changed(flow.text, after.text)).toEqual({
      come: ['edges: []'],
      gone: [
        '  # keep the paid ones',
        `  paid: { transform: filter, config: { where: 'status == "paid"' } }`,
        'edges:',
        '  - in -> paid   # first',
        '  - paid -> out',
      ],
    });
    expect(edits.removeNodes(flow, ['in']).text).toContain('  # read them\n');
  });

  it('keeps comments in the list when an edge goes', () => {
    const after = edits.removeEdges(flow, [{ from: 'in', to: 'paid' }]);
    expect(changed(flow.text, after.text)).toEqual({ gone: ['  - in -> paid   # first'], come: [] });
    expect(after.text).toContain('  # the main way\n  - paid -> out');
  });

  it('renames a node in edges and layout too', () => {
    const after = edits.renameNode(flow, 'in', 'orders');
    expect(changed(flow.text, after.text).come).toEqual([
      '  orders:   { source: files, config: { path: "in.csv", format: csv } }   # the input',
      '  - orders -> paid   # first',
      '  orders: [80, 120]',
    ]);
  });

  it('touches only the options that differ', () => {
    const after = edits.setNodeConfig(block, 'in', { path: 'in.csv', format: 'jsonl', follow: true });
    expect(changed(block.text, after.text)).toEqual({
      gone: ['      format: csv   # or jsonl'],
      come: ['      format: jsonl   # or jsonl', '      follow: true'],
    });
  });

  it('gives back the same document when nothing changes', () => {
    expect(edits.setNodeValue(flow, 'in', ['config', 'path'], 'in.csv')).toBe(flow);
    expect(edits.addEdge(flow, 'in', 'paid')).toBe(flow);
    expect(edits.removeNodes(flow, ['nobody'])).toBe(flow);
    expect(edits.moveNodes(flow, { in: [80, 120] })).toBe(flow);
  });

  it('keeps the identity of nodes it did not touch', () => {
    const after = edits.setNodeValue(flow, 'in', ['tasks'], 2);
    expect(after.pipeline!.nodes['paid']).toBe(flow.pipeline!.nodes['paid']);
    expect(after.pipeline!.edges).toBe(flow.pipeline!.edges);
    expect(edits.moveNodes(flow, { in: [1, 2] }).pipeline!.nodes).toBe(flow.pipeline!.nodes);
  });

  it('keeps the layout last when other parts are added', () => {
    const after = edits.setConnection(parseText(STYLED_DOCUMENTS['block']!), 'shop', { type: 'mysql' });
    expect(Object.keys(after.pipeline!).indexOf('layout')).toBeGreaterThan(
      Object.keys(after.pipeline!).indexOf('connections'),
    );
    expect(after.text.indexOf('\nlayout:')).toBeGreaterThan(after.text.indexOf('\nconnections:'));
  });

  it('changes one node only where two share text through an alias', () => {
    const shared = parseText(STYLED_DOCUMENTS['anchors']!);
    const moved = edits.setNodeValue(shared, 'out', ['config', 'path'], 'out.csv');
    expect(moved.pipeline!.nodes['out']).toEqual({ sink: 'files', config: { path: 'out.csv', format: 'csv' } });
    expect(moved.pipeline!.nodes['in']).toEqual(shared.pipeline!.nodes['in']);
    const other = edits.setNodeValue(shared, 'in', ['config', 'path'], 'new.csv');
    expect(other.pipeline!.nodes['out']).toEqual(shared.pipeline!.nodes['out']);
    const removed = edits.removeNodes(shared, ['in']);
    expect(removed.pipeline!.nodes['out']).toEqual(shared.pipeline!.nodes['out']);
    expect(edits.addEdge(shared, 'in', 'out').text).toContain('config: *files');
  });

  it('refuses to edit a text that is not a pipeline just now', () => {
    const broken = parseText('nodes:\n  a: { source: files\n');
    expect(() => edits.addEdge(broken, 'a', 'b')).toThrow(expect.objectContaining({ code: 'spec.text_broken' }));
  });
});
