import type {
  BusDefinition,
  ConnectionDefinition,
  ConverterDefinition,
  ErrorDto,
  PluginManifest,
  SinkDefinition,
  SourceDefinition,
  TransformDefinition,
} from '@gantry/sdk';
import type { Catalog, ComponentDescriptor } from '../compile/plan.ts';

/** The definition type of each role. */
export interface DefinitionByRole {
  readonly source: SourceDefinition;
  readonly sink: SinkDefinition;
  readonly transform: TransformDefinition;
  readonly converter: ConverterDefinition;
  readonly bus: BusDefinition;
  readonly connection: ConnectionDefinition;
}

/** A plugin that was found and whose manifest is sound. */
export interface FoundPlugin {
  readonly name: string;
  readonly version: string;
  readonly dir: string;
  /** file: URL of its module. */
  readonly entry: string;
  readonly manifest: PluginManifest;
}

/** A plugin that could not be used: start-up goes on without it, and whoever needs it is told why. */
export interface BrokenPlugin {
  readonly name: string;
  readonly dir: string;
  readonly error: ErrorDto;
}

/** The plugins of a member, loaded. */
export interface PluginRegistry {
  readonly plugins: readonly FoundPlugin[];
  readonly broken: readonly BrokenPlugin[];
  readonly catalog: Catalog;
  definition<R extends keyof DefinitionByRole>(role: R, type: string): DefinitionByRole[R] | undefined;
  descriptor(role: keyof DefinitionByRole, type: string): ComponentDescriptor | undefined;
}
