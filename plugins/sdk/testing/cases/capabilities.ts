import type { SourceDefinition } from '@gantry/sdk';
import { check, checkJson } from '../support/check.ts';
import { testContext, withDefaults } from '../support/testContext.ts';
import type { AcceptanceCase, AcceptanceOptions, SourceDriver } from '../types.ts';
import { checkRecord } from './record.ts';
import { inTime } from './sourceRun.ts';

const STATUSES = ['passed', 'failed', 'warning', 'skipped'];
const PREVIEWED = 3;

/** The optional abilities of a source, where it has them, on data that is there. */
export function capabilityCases(
  source: SourceDefinition,
  driver: SourceDriver,
  _options: AcceptanceOptions,
): readonly AcceptanceCase[] {
  const ready = async (
    run: (context: ReturnType<typeof testContext<unknown>>, signal: AbortSignal) => Promise<void>,
  ): Promise<void> => {
    const data = await driver.prepare();
    try {
      const config = withDefaults<unknown>(source.config, data.config);
      await inTime(
        run(testContext({ config, connection: data.connection }), new AbortController().signal),
        'an ability',
      );
    } finally {
      await data.dispose?.();
    }
  };
  const cases: AcceptanceCase[] = [];
  if (source.check) {
    cases.push({
      name: 'finds nothing wrong where nothing is',
      run: () =>
        ready(async (context, signal) => {
          const steps = await source.check?.(context, signal);
          for (const step of steps ?? []) {
            check(STATUSES.includes(step.status), `the step '${step.name}' has the status '${step.status}'`);
            check(step.status !== 'failed', `the step '${step.name}' failed: ${step.detail}`);
          }
        }),
    });
  }
  if (source.preview) {
    cases.push({
      name: 'previews no more than asked for',
      run: () =>
        ready(async (context, signal) => {
          const preview = await source.preview?.(context, PREVIEWED, signal);
          check(
            (preview?.records.length ?? 0) <= PREVIEWED,
            `asked for ${PREVIEWED} records, got ${preview?.records.length}`,
          );
          for (const record of preview?.records ?? []) checkRecord(record, source.type);
          checkJson(preview?.failures, 'the failures of a preview');
        }),
    });
  }
  if (source.discoverSchema) {
    cases.push({
      name: 'discovers schemas with named fields',
      run: () =>
        ready(async (context, signal) => {
          for (const schema of (await source.discoverSchema?.(context, signal)) ?? []) {
            check(schema.name.length > 0, 'a schema has no name');
            const names = schema.fields.map((field) => field.name);
            check(new Set(names).size === names.length, `the schema ${schema.name} has a field twice`);
            for (const key of schema.key ?? [])
              check(names.includes(key), `the key '${key}' of ${schema.name} is none of its fields`);
          }
        }),
    });
  }
  return cases;
}
