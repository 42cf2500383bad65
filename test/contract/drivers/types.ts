import type { AcceptanceOptions } from '@gantry/sdk/testing';

/** What the acceptance suite needs to try one of our plugins. */
export type PluginDrivers = Pick<AcceptanceOptions, 'sources' | 'sinks' | 'transforms' | 'converters'>;
