import { describe, expect, it } from 'vitest';
import type { Pipeline } from '../../../runtime/spec/types.ts';
import { connectionUsers, freeConnectionName } from './connectionUsers.ts';

describe('connections', () => {
  it('know who uses them, the bus included', () => {
    const pipeline = {
      bus: 'mq',
      nodes: { a: { source: 'x', connection: 'mq' }, b: { sink: 'y' } },
    } as unknown as Pipeline;
    expect([connectionUsers(pipeline, 'mq'), connectionUsers(pipeline, 'other')]).toEqual([['bus', 'a'], []]);
  });

  it('get a name that is free', () => {
    expect([freeConnectionName('mysql', []), freeConnectionName('mysql', ['mysql', 'mysql-2'])]).toEqual([
      'mysql',
      'mysql-3',
    ]);
  });
});
