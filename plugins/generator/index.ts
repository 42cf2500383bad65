/** The generator source: made-up but realistic records, any of which can be made alone from its number. Not a load tester. */
import { definePlugin } from '@gantry/sdk';
import { generator } from './source.ts';
import { zhCN } from './locales.ts';

export default definePlugin({ sources: [generator], locales: { 'zh-CN': zhCN } });
