import type { BusDefinition } from './bus.ts';
import type { Capabilities } from './capabilities.ts';
import type { ComponentInfo } from './component.ts';
import type { ConverterDefinition } from './converter.ts';
import type { SinkDefinition } from './sink.ts';
import type { SourceDefinition } from './source.ts';
import type { TransformDefinition } from './transform.ts';

/** A kind of connection: where a system is and how to get in. `check` gets the connection's settings as its config. @public */
export interface ConnectionDefinition<Config = unknown> extends ComponentInfo, Pick<Capabilities<Config>, 'check'> {}

/** What a plugin contributes. @public */
export interface Plugin {
  readonly sources?: readonly SourceDefinition[];
  readonly sinks?: readonly SinkDefinition[];
  readonly transforms?: readonly TransformDefinition[];
  readonly converters?: readonly ConverterDefinition[];
  readonly buses?: readonly BusDefinition[];
  readonly connections?: readonly ConnectionDefinition[];
  /** Translations of titles, descriptions and enum labels: locale, then English text, then text in that language. */
  readonly locales?: { readonly [locale: string]: { readonly [english: string]: string } };
}

/** The contract's version; a manifest's `api` names the one the plugin was built for. @public */
export const SDK_API = 1;

/**
 * Marks a module's default export as a plugin.
 *
 * @example
 * export default definePlugin({ sources: [ticks], locales: { 'zh-CN': { Ticks: '节拍' } } });
 * @public
 */
export function definePlugin(plugin: Plugin): Plugin {
  return Object.freeze({ ...plugin });
}

/** The `gantry` section of a plugin's package.json: known before any of its code is loaded. @public */
export interface PluginManifest {
  /** The {@link SDK_API} it was built for. */
  readonly api: number;
  readonly contributes: {
    readonly sources?: readonly string[];
    readonly sinks?: readonly string[];
    readonly transforms?: readonly string[];
    readonly converters?: readonly string[];
    readonly buses?: readonly string[];
    readonly connections?: readonly string[];
  };
  /** What it may reach. `*` asks for all, `config` for what its configuration names. */
  readonly permissions: {
    readonly hosts?: readonly string[];
    readonly paths?: readonly string[];
    readonly env?: readonly string[];
  };
}
