/**
 * The everyday transforms: each file holds one. They change the after row and, where that keeps a record whole, the before
 * row, key and schema. Not connectors: nothing here reads or writes outside.
 */
import { definePlugin } from '@gantry/sdk';
import { cast } from './cast/cast.ts';
import { compute } from './compute.ts';
import { dedupe } from './dedupe.ts';
import { drop } from './drop.ts';
import { filter } from './filter.ts';
import { flatten } from './flatten.ts';
import { hash } from './hash.ts';
import { zhCN } from './locales.ts';
import { mask } from './mask.ts';
import { rename } from './rename.ts';
import { route } from './route.ts';
import { select } from './select.ts';

export default definePlugin({
  transforms: [filter, compute, select, rename, drop, cast, mask, hash, flatten, route, dedupe],
  locales: { 'zh-CN': zhCN },
});
