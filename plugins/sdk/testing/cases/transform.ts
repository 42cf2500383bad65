import type { GantryRecord, TransformDefinition } from '@gantry/sdk';
import { check, checkError, checkSameList } from '../support/check.ts';
import { deepFreeze } from '../support/deepFreeze.ts';
import { hardRecords, rowRecords } from '../support/hardRecords.ts';
import { testContext, withDefaults } from '../support/testContext.ts';
import type { AcceptanceCase, AcceptanceOptions, TransformDriver } from '../types.ts';

/** What a record became: passed on or given to the error policy. */
interface Outcome {
  readonly emitted: readonly GantryRecord[];
  readonly failed: readonly { readonly record: GantryRecord; readonly code: string }[];
}

/** What a transform must keep. */
export function transformCases(
  transform: TransformDefinition,
  driver: TransformDriver,
  options: AcceptanceOptions,
): readonly AcceptanceCase[] {
  return driver.variants.flatMap(({ config, records }, i) => {
    const input = numbered(records ?? [...Object.values(hardRecords()), ...rowRecords(50)]);
    const suffix = driver.variants.length > 1 ? ` (variant ${i + 1})` : '';
    const apply = (batchSize: number, from = input): Outcome => run(transform, config, from, batchSize, options);
    return [
      {
        name: `changes no record it is given${suffix}`,
        run: async () => {
          const before = structuredClone(input);
          apply(input.length);
          checkSameList(input, before, 'input');
        },
      },
      {
        name: `gives the same whatever the size of batches${suffix}`,
        run: async () => {
          const whole = apply(input.length);
          for (const size of [1, 7]) {
            const parts = apply(size);
            checkSameList(parts.emitted, whole.emitted, `emitted in batches of ${size}`);
            checkSameList(parts.failed, whole.failed, `failed in batches of ${size}`);
          }
          const none = apply(1, []);
          check(none.emitted.length === 0 && none.failed.length === 0, 'something came out of an empty batch');
        },
      },
      {
        name: `keeps the order of records${suffix}`,
        run: async () => {
          let last = -1;
          for (const record of apply(input.length).emitted) {
            const number = Number(record.source['number'] ?? last);
            check(number >= last, `record ${number} came after record ${last}`);
            last = number;
          }
        },
      },
    ];
  });
}

function run(
  definition: TransformDefinition,
  config: object,
  input: readonly GantryRecord[],
  batchSize: number,
  options: AcceptanceOptions,
): Outcome {
  const transform = definition.createTransform(
    testContext({ config: withDefaults<unknown>(definition.config, config) }),
  );
  const emitted: GantryRecord[] = [];
  const failed: { readonly record: GantryRecord; readonly code: string }[] = [];
  for (let at = 0; at < input.length || at === 0; at += Math.max(1, batchSize)) {
    transform.apply(input.slice(at, at + batchSize), {
      emit: (record) => void emitted.push(record),
      fail: (record, error) => {
        checkError(error, options.errors, 'the error of a failed record');
        check(
          input.includes(record),
          'fail() must be given the record that came in, so that the error policy can keep it',
        );
        failed.push({ record, code: error.code });
      },
    });
  }
  transform.close?.();
  return { emitted, failed };
}

/** Each record with its number among its source's facts, frozen. */
function numbered(records: readonly GantryRecord[]): readonly GantryRecord[] {
  return deepFreeze(records.map((record, number) => ({ ...record, source: { ...record.source, number } })));
}
