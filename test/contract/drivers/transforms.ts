import { rowRecords } from '@gantry/sdk/testing';
import type { PluginDrivers } from './types.ts';

const repeated = [...rowRecords(20), ...rowRecords(20, 10), ...rowRecords(20)];

export const transformsDrivers: PluginDrivers = {
  transforms: {
    filter: { variants: [{ config: { where: 'after.id > 3' } }, { config: { where: "op == 'read'", mode: 'drop' } }] },
    compute: { variants: [{ config: { set: { twice: 'after.id * 2', 'deep.er': "'x'" } } }] },
    select: { variants: [{ config: { fields: ['name', 'id', 'list'] } }] },
    rename: { variants: [{ config: { fields: { id: 'number', name: 'deep.name' } } }] },
    drop: { variants: [{ config: { fields: ['id', 'n*'] } }] },
    cast: {
      variants: [
        { config: { fields: { id: 'string', amount: 'decimal' } } },
        { config: { fields: { name: 'int64' }, invalid: 'null' } },
      ],
    },
    mask: {
      variants: [{ config: { fields: ['name'] } }, { config: { fields: ['name'], style: 'keep-last', keep: 2 } }],
    },
    hash: {
      variants: [
        { config: { fields: ['name'], salt: 'a salt of a good length' } },
        { config: { fields: ['id'], algorithm: 'sha256' } },
      ],
    },
    flatten: { variants: [{ config: {} }, { config: { arrays: 'index', delimiter: '.' } }] },
    route: {
      variants: [{ config: { cases: [{ when: 'after.id > 3', table: 'many' }], otherwise: { topic: 'few' } } }],
    },
    dedupe: {
      variants: [
        { config: {}, records: repeated },
        { config: { by: 'fields', fields: ['active'] }, records: repeated },
      ],
    },
  },
};
