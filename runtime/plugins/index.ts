/**
 * Finds, checks and loads plugins: our own and any npm package that is one come the same way. Gives the catalog for compile and
 * the designer, and the modules for worker threads. Does not run components.
 */
export { PLUGINS_ERRORS } from './errors.ts';
export { findPlugins } from './findPlugins.ts';
export type { FoundPlugins } from './findPlugins.ts';
export { loadPlugins } from './loadPlugins.ts';
export type { LoadPluginsOptions } from './loadPlugins.ts';
export { toModules } from './toModules.ts';
export type { ModuleRef } from './toModules.ts';
export type { BrokenPlugin, DefinitionByRole, FoundPlugin, PluginRegistry } from './types.ts';
