/**
 * The everyday transforms: each file holds one. They change the after row and, where that keeps a record whole, the before
 * row, key and schema. Not connectors: nothing here reads or writes outside.
 */
import { definePlugin } from '@gantry/sdk';
import { compute } from './compute.ts';
import { filter } from './filter.ts';
import { zhCN } from './locales.ts';

export default definePlugin({
  transforms: [filter, compute],
  locales: { 'zh-CN': zhCN },
});
