import { describe, expect, it } from 'vitest';
import { Type } from '@gantry/sdk';
import { checkConfig } from './checkConfig.ts';
import { holdsReferences, resolveReferences } from './references.ts';
import type { ReferenceLookups } from './references.ts';
import { rejection } from './test-support/testTask.ts';

const lookups: ReferenceLookups = {
  env: (name) => ({ HOST: 'db', PORT: '3306', TRICK: '${secret:dw}' })[name],
  file: async (path) => {
    if (path === '/run/pass') return 'line\n';
    throw new Error(`ENOENT: no such file or directory, open '${path}'`);
  },
  secret: async (name) => (name === 'dw' ? 's3cret' : undefined),
};

describe('resolveReferences', () => {
  it('replaces references wherever they stand, and nothing else', async () => {
    const config = {
      url: 'mysql://${env:HOST}:${env:PORT}/',
      pass: '${secret:dw}',
      nested: [{ file: '${file:/run/pass}' }],
      n: 1,
      no: '${x}',
      off: null,
    };
    expect(await resolveReferences(config, lookups)).toEqual({
      url: 'mysql://db:3306/',
      pass: 's3cret',
      nested: [{ file: 'line' }],
      n: 1,
      no: '${x}',
      off: null,
    });
    expect([holdsReferences(config), holdsReferences({ a: ['${x}', 1] })]).toEqual([true, false]);
  });

  it('does not look at what a reference gave again', async () => {
    expect(await resolveReferences('${env:TRICK}', lookups)).toBe('${secret:dw}');
  });

  it('names the reference and the field it cannot resolve, and no value', async () => {
    const unknown = await rejection(resolveReferences({ a: { b: 'x${secret:other}', c: '${secret:dw}' } }, lookups));
    expect(unknown).toMatchObject({
      code: 'task.reference_unknown',
      path: 'a.b',
      message: '${secret:other} in a.b is not known on this member',
    });
    expect(await rejection(resolveReferences({ a: '${file:/none}' }, lookups))).toMatchObject({
      code: 'task.reference_unreadable',
      path: 'a',
    });
  });
});

describe('checkConfig', () => {
  const schema = Type.Object({ port: Type.Integer({ maximum: 65_535 }), tls: Type.Optional(Type.Boolean()) });

  it('turns the text of a reference into what the schema asks for', () => {
    expect(checkConfig(schema, { port: '3306', tls: 'true' }, 'connections.dw')).toEqual({ port: 3306, tls: true });
  });

  it('names the field that does not fit and keeps its value to itself', async () => {
    const error = await rejection((async () => checkConfig(schema, { port: 'hunter2' }, 'connections.dw'))());
    expect(error).toMatchObject({ code: 'task.config_invalid', path: 'connections.dw.port' });
    expect(JSON.stringify([error.message, error.hint])).not.toContain('hunter2');
  });
});
