/** The inspect sink: shows what reaches it in the designer. Not a store; nothing is kept beyond what the host keeps to show. */
import { definePlugin } from '@gantry/sdk';
import { inspect } from './sink.ts';
import { zhCN } from './locales.ts';

export default definePlugin({ sinks: [inspect], locales: { 'zh-CN': zhCN } });
