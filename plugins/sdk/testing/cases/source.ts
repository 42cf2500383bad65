import type { SourceBatch, SourceDefinition } from '@gantry/sdk';
import { check, checkError, checkJson, checkSame, checkSameList } from '../support/check.ts';
import { watchResources } from '../support/openResources.ts';
import type { AcceptanceCase, AcceptanceOptions, PreparedSource, SourceDriver } from '../types.ts';
import { capabilityCases } from './capabilities.ts';
import { checkRecord } from './record.ts';
import {
  inTime,
  makeTask,
  readBatches,
  readCancelled,
  recordsOf,
  soleShare,
  sourceContext,
  stored,
} from './sourceRun.ts';

/** How many positions are resumed from; of more, these are spread evenly. */
const MAX_RESUMES = 12;

/** What a source must keep. */
export function sourceCases(
  source: SourceDefinition,
  driver: SourceDriver,
  options: AcceptanceOptions,
): readonly AcceptanceCase[] {
  const prepared = (run: (data: PreparedSource) => Promise<void>) => async (): Promise<void> => {
    const data = await driver.prepare();
    try {
      await run(data);
    } finally {
      await data.dispose?.();
    }
  };
  const cases: AcceptanceCase[] = [
    {
      name: 'reads everything, in order, and ends if it can',
      run: prepared(async (data) => {
        const { batches, ended } = await readAll(source, data);
        const records = recordsOf(batches);
        for (const record of records) checkRecord(record, source.type);
        checkSameList(
          records.map((record) => record.after),
          data.expected,
          'rows',
        );
        checkSame(batches.flatMap((batch) => batch.failures ?? []).length, 0, 'the number of failures');
        checkSame(ended, data.endless !== true, 'whether it ended');
        const config = sourceContext(source, data, { input: null }).config;
        if (source.ends) checkSame(source.ends(config), data.endless !== true, 'what ends() says');
        checkPositionsGrow(source, batches);
      }),
    },
    {
      name: 'splits into tasks that share the work',
      run: prepared(async (data) => {
        if (!source.tasks) return;
        const context = sourceContext(source, data, { input: null });
        const signal = new AbortController().signal;
        for (const max of [1, 3]) {
          const shares = await source.tasks(context, max, signal);
          check(shares.length >= 1 && shares.length <= max, `asked for at most ${max} tasks, got ${shares.length}`);
          checkJson(
            shares.map((share) => share.input),
            'the inputs of tasks',
          );
          check(new Set(shares.map((share) => share.key)).size === shares.length, 'two tasks have the same key');
          checkSame(await source.tasks(context, max, signal), shares, 'the tasks when asked again');
        }
      }),
    },
    {
      name: 'ends promptly when cancelled',
      run: prepared(async (data) => {
        const share = await soleShare(source, data);
        for (const moment of ['before', 'at once'] as const) {
          const task = makeTask(source, data, share);
          await task.open(null, new AbortController().signal);
          await readCancelled(task, moment);
          await inTime(task.close(), 'closing');
        }
        if (!data.endless) return;
        const task = makeTask(source, data, share);
        await task.open(null, new AbortController().signal);
        const fed = data.feed?.();
        await readBatches(task, data.expected.length);
        await fed;
        await readCancelled(task, 'waiting');
        await inTime(task.close(), 'closing');
      }),
    },
    {
      name: 'closes twice, also unopened, and leaves nothing open',
      run: prepared(async (data) => {
        const share = await soleShare(source, data);
        const watch = await watchResources();
        await makeTask(source, data, share).close();
        const task = makeTask(source, data, share);
        await task.open(null, new AbortController().signal);
        const fed = data.feed?.();
        await readBatches(task, 1);
        await task.close();
        await task.close();
        // Whoever feeds is cut off here, and may say so.
        await fed?.catch(() => undefined);
        await watch.checkNothingLeftOpen(`the source ${source.type}`);
      }),
    },
    ...capabilityCases(source, driver, options),
  ];
  if (driver.replays !== false) cases.push(...replayCases(source, prepared));
  if (driver.prepareMalformed) cases.push(malformedCase(source, driver.prepareMalformed.bind(driver), options));
  return cases;
}

function replayCases(
  source: SourceDefinition,
  prepared: (run: (data: PreparedSource) => Promise<void>) => () => Promise<void>,
): readonly AcceptanceCase[] {
  return [
    {
      name: 'reads the same again from the beginning',
      run: prepared(async (data) => {
        const first = recordsOf((await readAll(source, data)).batches);
        checkSameList(recordsOf((await readAll(source, data)).batches), first, 'records');
      }),
    },
    {
      name: 'resumes exactly from every position',
      run: prepared(async (data) => {
        const { batches } = await readAll(source, data);
        const all = recordsOf(batches);
        const every = Math.max(1, Math.ceil(batches.length / MAX_RESUMES));
        let read = 0;
        for (const [i, batch] of batches.entries()) {
          read += batch.records.length;
          if (i % every !== 0 && i !== batches.length - 1) continue;
          const rest = await readAll(source, data, batch, all.length - read);
          checkSameList(
            recordsOf(rest.batches),
            all.slice(read),
            `records after position ${i} (${JSON.stringify(batch.position)})`,
          );
        }
      }),
    },
    {
      name: 'loses nothing when cancelled in the middle',
      run: prepared(async (data) => {
        const share = await soleShare(source, data);
        const task = makeTask(source, data, share);
        await task.open(null, new AbortController().signal);
        const fed = data.feed?.();
        const [first] = await readBatches(task, 1);
        const cancelled = await readCancelled(task, 'at once');
        await task.close();
        await fed?.catch(() => undefined);
        if (!first) return;
        const before = [first, ...(cancelled ? [cancelled] : [])];
        const missing = data.expected.length - recordsOf(before).length;
        const { batches } = await readAll(source, data, before.at(-1), missing);
        checkSameList(
          recordsOf([...before, ...batches]).map((record) => record.after),
          data.expected,
          'rows',
        );
      }),
    },
  ];
}

function malformedCase(
  source: SourceDefinition,
  prepare: NonNullable<SourceDriver['prepareMalformed']>,
  options: AcceptanceOptions,
): AcceptanceCase {
  const run = async (): Promise<void> => {
    const data = await prepare();
    try {
      const { batches } = await readAll(source, data, undefined, data.expected.length + data.originals.length);
      const failures = batches.flatMap((batch) => batch.failures ?? []);
      checkSameList(
        failures.map((failure) => failure.original),
        data.originals,
        'the originals of failures',
      );
      checkSameList(
        recordsOf(batches).map((record) => record.after),
        data.expected,
        'the rows around them',
      );
      for (const batch of batches) {
        let last = 0;
        for (const failure of batch.failures ?? []) {
          checkError(failure.error, options.errors, 'the error of a failure');
          checkJson(failure.positionBefore, 'the position before a failure');
          check(
            failure.at >= last && failure.at <= batch.records.length,
            `a failure stands at ${failure.at} of ${batch.records.length} records`,
          );
          last = failure.at;
        }
      }
      const failure = failures[0];
      if (!failure) return;
      const again = await readAll(source, data, { position: failure.positionBefore }, 1);
      checkSame(
        again.batches[0]?.failures?.[0]?.original,
        failure.original,
        'what comes first after the position before a failure',
      );
    } finally {
      await data.dispose?.();
    }
  };
  return { name: 'gives what it cannot read as failures, with its bytes and the position before', run };
}

/** Reads all with a task of its own, from a position where one is given. */
async function readAll(
  source: SourceDefinition,
  data: Pick<PreparedSource, 'config' | 'connection' | 'expected' | 'endless' | 'feed'>,
  from?: Pick<SourceBatch, 'position'>,
  enough = data.expected.length,
): Promise<{ readonly batches: readonly SourceBatch[]; readonly ended: boolean }> {
  const task = makeTask(source, data, await soleShare(source, data));
  try {
    await task.open(from ? stored(from.position) : null, new AbortController().signal);
    const fed = from ? undefined : data.feed?.();
    const batches = await readBatches(task, data.endless ? enough : Number.POSITIVE_INFINITY);
    await fed;
    return { batches, ended: data.endless !== true };
  } finally {
    await task.close();
  }
}

function checkPositionsGrow(source: SourceDefinition, batches: readonly SourceBatch[]): void {
  if (!source.isAtOrAfter) return;
  for (let i = 1; i < batches.length; i++) {
    const [earlier, later] = [(batches[i - 1] as SourceBatch).position, (batches[i] as SourceBatch).position];
    check(
      source.isAtOrAfter(later, earlier) !== false,
      `isAtOrAfter says that position ${i} lies before position ${i - 1}`,
    );
    check(source.isAtOrAfter(later, later) !== false, `isAtOrAfter says that position ${i} lies before itself`);
    const isSame = JSON.stringify(earlier) === JSON.stringify(later);
    check(
      isSame || source.isAtOrAfter(earlier, later) !== true,
      `isAtOrAfter says that position ${i - 1} lies at or after position ${i}`,
    );
  }
}
