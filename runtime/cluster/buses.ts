import type { Bus, Clock, JsonObject, Log } from '@gantry/sdk';
import { canonicalJson } from '../foundation/index.ts';
import { resolveReferences } from '../tasks/index.ts';
import type { ReferenceLookups } from '../tasks/index.ts';
import { CLUSTER_ERRORS } from './errors.ts';
import type { Buses, PluginsPort } from './ports.ts';

export interface BusesOptions {
  readonly openEmbedded: () => Promise<Bus>;
  readonly plugins: PluginsPort;
  readonly lookups: ReferenceLookups;
  readonly clock: Clock;
  readonly log: Log;
}

/** The buses the member itself looks at, to make topics and to see how long they are. Each is opened once. */
export function createBuses(options: BusesOptions): Buses {
  const opened = new Map<string, Promise<Bus>>();

  return {
    open(spec) {
      const connection = spec.bus.connection === undefined ? undefined : spec.connections[spec.bus.connection]?.config;
      const key = canonicalJson({ type: spec.bus.type, connection });
      const known = opened.get(key);
      if (known !== undefined) return known;
      const opening =
        spec.bus.type === 'embedded' ? options.openEmbedded() : openPlugged(options, spec, connection ?? {});
      opened.set(key, opening);
      // One that could not be opened is tried anew by the next who asks; who asked now hears why.
      opening.catch(() => opened.delete(key));
      return opening;
    },
    async close() {
      const buses = await Promise.allSettled(opened.values());
      opened.clear();
      await Promise.all(buses.flatMap((bus) => (bus.status === 'fulfilled' ? [bus.value.close()] : [])));
    },
  };
}

async function openPlugged(
  options: BusesOptions,
  spec: Parameters<Buses['open']>[0],
  settings: JsonObject,
): Promise<Bus> {
  const { plugins, lookups, clock, log } = options;
  const definition = plugins.definition('bus', spec.bus.type);
  if (definition === undefined) {
    throw CLUSTER_ERRORS.error('component_unknown', {
      message: `no plugin of this member has the bus ${spec.bus.type}`,
      hint: 'Install the plugin that contributes it.',
    });
  }
  const config = await resolveReferences(settings, lookups);
  return definition.openBus({
    pipeline: spec.pipeline,
    node: spec.bus.connection ?? spec.bus.type,
    config,
    connection: config,
    log,
    clock,
  });
}
