import type { Bus, BusDefinition, Log, SinkDefinition, SourceDefinition } from '@gantry/sdk';
import type { Catalog, Compiled } from '../compile/plan.ts';
import type { PluginModule, ProgressPort, TaskHost } from '../tasks/index.ts';
import type { RuntimeSpec } from '../compile/plan.ts';

/** The plugins of this member, as the cluster needs them; the composition root hands them in. */
export interface PluginsPort {
  readonly catalog: Catalog;
  readonly modules: readonly PluginModule[];
  definition(role: 'source', type: string): SourceDefinition | undefined;
  definition(role: 'sink', type: string): SinkDefinition | undefined;
  definition(role: 'bus', type: string): BusDefinition | undefined;
}

/** Text to spec, with the member's own catalog and the names of its secrets. */
export type Compile = (text: string, catalog: Catalog) => Compiled;

/** Opens buses; one that is open already is given again. */
export interface Buses {
  open(spec: Pick<RuntimeSpec, 'bus' | 'connections' | 'pipeline'>): Promise<Bus>;
  close(): Promise<void>;
}

/** Makes the host of this member's tasks once the store is open. */
export type OpenTaskHost = (needs: {
  readonly progress: ProgressPort;
  readonly secrets: { get(name: string): Promise<string | undefined> };
  readonly log: Log;
}) => TaskHost;
