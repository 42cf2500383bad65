import type { Plugin } from '@gantry/sdk';

declare const plugin: Plugin;
export default plugin;
