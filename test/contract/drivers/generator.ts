import type { Row } from '@gantry/sdk';
import { testContext, withDefaults } from '@gantry/sdk/testing';
import type { SourceDriver } from '@gantry/sdk/testing';
import generator from '@gantry/plugin-generator';
import type { PluginDrivers } from './types.ts';

const COUNT = 3_500;

/** The generator's rows are whatever its preview says: that both agree is the point. */
function driver(kind: string): SourceDriver {
  return {
    prepare: async () => {
      const config = { kind, count: COUNT, start: '2026-01-01T00:00:00Z' };
      const source = generator.sources?.[0];
      const context = testContext({ config: withDefaults<unknown>(source?.config as never, config) });
      const preview = await source?.preview?.(context, COUNT, new AbortController().signal);
      return { config, expected: (preview?.records ?? []).map((record) => record.after as Row) };
    },
  };
}

export const generatorDrivers: PluginDrivers = { sources: { generator: driver('orders') } };

export const generatorVariants: { readonly [name: string]: PluginDrivers } = {
  users: { sources: { generator: driver('users') } },
  sensors: { sources: { generator: driver('sensors') } },
};
