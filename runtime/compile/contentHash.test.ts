import { describe, expect, it } from 'vitest';
import { documentOf, specOf } from './testing/document.ts';
import { IN, OUT, filter } from './testing/nodes.ts';

const base = documentOf([IN, filter('f'), OUT, 'see: { sink: inspect }'], ['in -> f', 'f -> out', 'f -> see']);
const hash = specOf(base).hash;

describe('contentHash', () => {
  it('is a SHA-256 that does not change from run to run', () => {
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(specOf(base).hash).toBe(hash);
  });

  it('does not care about order, layout, descriptions, comments or spelling', () => {
    const same = [
      documentOf(['see: { sink: inspect }', OUT, filter('f'), IN], ['f -> see', 'f -> out', 'in -> f']),
      base.replace('path: a.csv', 'path: "a.csv"').replace('nodes:', '# all of them\nnodes:'),
      `${base}layout:\n  in: [1, 2]\n`,
      base.replace('name: p', 'name: p\ndescription: the same'),
      base.replace(
        '{ source: files, config: { path: a.csv } }',
        '{ config: { follow: false, path: a.csv }, description: x, source: files }',
      ),
      `${base}connections: { unused: { type: mysql, host: h, user: u, password: "\${env:P}" } }\n`,
    ];
    for (const text of same) expect(specOf(text).hash, text).toBe(hash);
  });

  it('changes with whatever changes what runs', () => {
    const others = [
      base.replace('a.csv', 'b2.csv'),
      base.replace('name: p', 'name: q'),
      base.replace('"true"', '"false"'),
      base.replace('sink: inspect', 'sink: inspect, tasks: 2'),
      base.replace('  - f -> see\n', '  - in -> see\n'),
      base.replace('name: p', 'name: p\nerrors: { retries: 1 }'),
      base.replace('name: p', 'name: p\ndelivery: exactly-once'),
      base.replace('sink: inspect', 'sink: inspect, start: latest'),
      base.replace('source: files', 'source: files, rate: 5'),
    ];
    expect(new Set([hash, ...others.map((text) => specOf(text).hash)]).size).toBe(others.length + 1);
  });
});
