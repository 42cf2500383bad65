import { describe, expect, it } from 'vitest';
import { codes, documentOf, said } from '../testing/document.ts';
import { IN, OUT } from '../testing/nodes.ts';

const SHOP = 'connections: { shop: { type: mysql, host: h, user: u, password: "${env:P}" } }';
const mysql = (more: string): string => `in: { source: mysql, ${more} config: { tables: [a] } }`;

describe('connections', () => {
  it('is silent when all fits', () => {
    expect(codes(documentOf([mysql('connection: shop,'), OUT], ['in -> out'], SHOP))).toEqual([]);
  });

  it('asks for one where the component needs one, and names those that fit', () => {
    expect(said(documentOf([mysql(''), OUT], ['in -> out'], SHOP))).toMatchObject([
      { code: 'compile.connection_missing', path: 'nodes.in.connection', hint: 'Of that type: shop.' },
      { code: 'compile.connection_unused', severity: 'warning', path: 'connections.shop' },
    ]);
  });

  it('refuses one that is not there, or is of another type', () => {
    expect(said(documentOf([mysql('connection: shpo,'), OUT], ['in -> out'], SHOP))[0]).toMatchObject({
      code: 'compile.connection_unknown',
      hint: 'Did you mean "shop"?',
    });
    const mq = 'connections: { shop: { type: rocketmq, servers: "a:1" } }';
    expect(said(documentOf([mysql('connection: shop,'), OUT], ['in -> out'], mq))[0]).toMatchObject({
      code: 'compile.connection_type',
      message: 'The source "in" needs a connection of type mysql; "shop" is of type rocketmq.',
    });
  });

  it('warns of one that nobody asked for', () => {
    expect(codes(documentOf([IN.replace('files,', 'files, connection: shop,'), OUT], ['in -> out'], SHOP))).toEqual([
      'connection_unwanted nodes.in.connection',
    ]);
  });
});
