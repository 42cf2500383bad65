import type { SinkDriver } from '@gantry/sdk/testing';
import type { PluginDrivers } from './types.ts';

/** Inspect shows records and keeps none, so there is nothing stored to compare; all else counts. */
const inspect: SinkDriver = {
  prepare: async () => ({
    config: {},
    stored: async () => [],
    expected: () => null,
    keepsNothing: true,
  }),
};

export const inspectDrivers: PluginDrivers = { sinks: { inspect } };
