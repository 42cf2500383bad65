/**
 * Files: reads and writes CSV and JSON Lines, plain or compressed, one or many, growing or complete. Not for other forms of
 * files, and not for files behind a network protocol.
 */
import { definePlugin } from '@gantry/sdk';
import { zhCN } from './locales.ts';
import { filesSink } from './sink.ts';
import { filesSource } from './source.ts';

export default definePlugin({ sources: [filesSource], sinks: [filesSink], locales: { 'zh-CN': zhCN } });
