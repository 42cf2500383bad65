import { componentCases } from './cases/component.ts';
import { converterCases } from './cases/converter.ts';
import { manifestCases } from './cases/manifest.ts';
import { sinkCases } from './cases/sink.ts';
import { sourceCases } from './cases/source.ts';
import { transformCases } from './cases/transform.ts';
import { ACCEPTANCE_ERRORS } from './errors.ts';
import type { AcceptanceCase, AcceptanceOptions } from './types.ts';

/**
 * The entry exam of a plugin: checks that it keeps what the contract says. Knows no test framework.
 *
 * @example
 * for (const c of acceptance({ plugin, dir, sources: { ticks: driver } })) it(c.name, c.run);
 */
export function acceptance(options: AcceptanceOptions): readonly AcceptanceCase[] {
  const { plugin } = options;
  const cases: AcceptanceCase[] = [...manifestCases(options), ...componentCases(options)];
  for (const source of plugin.sources ?? []) {
    cases.push(
      ...driven(`source ${source.type}`, options.sources?.[source.type], (driver) =>
        sourceCases(source, driver, options),
      ),
    );
  }
  for (const sink of plugin.sinks ?? []) {
    cases.push(
      ...driven(`sink ${sink.type}`, options.sinks?.[sink.type], (driver) => sinkCases(sink, driver, options)),
    );
  }
  for (const transform of plugin.transforms ?? []) {
    cases.push(
      ...driven(`transform ${transform.type}`, options.transforms?.[transform.type], (driver) =>
        transformCases(transform, driver, options),
      ),
    );
  }
  for (const converter of plugin.converters ?? []) {
    cases.push(
      ...driven(`converter ${converter.type}`, options.converters?.[converter.type], (driver) =>
        converterCases(converter, driver, options),
      ),
    );
  }
  return cases;
}

/** A component without a driver is a failed case, not a forgotten one. */
function driven<Driver>(
  name: string,
  driver: Driver | undefined,
  cases: (driver: Driver) => readonly AcceptanceCase[],
): readonly AcceptanceCase[] {
  if (driver !== undefined) return cases(driver).map((c) => ({ ...c, name: `${name}: ${c.name}` }));
  const run = async (): Promise<void> => {
    throw ACCEPTANCE_ERRORS.error('driver_missing', {
      message: `the ${name} has no driver, so nothing is known of it`,
      hint: 'Give acceptance() a driver for it; the README of the suite shows how.',
    });
  };
  return [{ name: `${name}: has a driver`, run }];
}
