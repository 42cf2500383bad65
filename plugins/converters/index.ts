/**
 * The converters everybody needs: between records and the bodies of bus messages. Each folder or file holds one format. Not a
 * place for what only one system speaks; that belongs to its plugin.
 */
import { definePlugin } from '@gantry/sdk';
import { batch } from './batch/batch.ts';
import { bytes } from './bytes.ts';
import { json } from './json/json.ts';
import { jsonSchema } from './json/jsonSchema.ts';
import { string } from './string.ts';
import { zhCN } from './locales.ts';

export default definePlugin({
  converters: [json, jsonSchema, string, bytes, batch],
  locales: { 'zh-CN': zhCN },
});
