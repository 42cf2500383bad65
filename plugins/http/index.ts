/**
 * HTTP: a source that receives webhooks, a sink that posts records, and the connection both know servers by. Not a client of
 * any one API; those are plugins of their own.
 */
import { definePlugin } from '@gantry/sdk';
import { httpConnection } from './connection.ts';
import { zhCN } from './locales.ts';
import { httpSink } from './sink/sink.ts';
import { httpSource } from './source/source.ts';

export default definePlugin({
  connections: [httpConnection],
  sources: [httpSource],
  sinks: [httpSink],
  locales: { 'zh-CN': zhCN },
});
