import type { CloseReason, GantryRecord, Json, SinkDefinition, SinkTask } from '@gantry/sdk';
import { canonical } from '../support/canonical.ts';
import { check, checkError, checkJson, checkSame, checkSameList } from '../support/check.ts';
import { deepFreeze } from '../support/deepFreeze.ts';
import { rowRecords } from '../support/hardRecords.ts';
import { watchResources } from '../support/openResources.ts';
import { testContext, withDefaults } from '../support/testContext.ts';
import type { AcceptanceCase, AcceptanceOptions, PreparedSink, SinkDriver } from '../types.ts';
import { inTime } from './sourceRun.ts';

const signal = new AbortController().signal;

/** What a sink must keep. Records are frozen: one that changes them fails. */
export function sinkCases(
  sink: SinkDefinition,
  driver: SinkDriver,
  options: AcceptanceOptions,
): readonly AcceptanceCase[] {
  const prepared =
    (run: (data: PreparedSink, records: readonly GantryRecord[]) => Promise<void>) => async (): Promise<void> => {
      const made = await driver.prepare();
      const data = sink.exactlyOnce === true ? { ...made, exactlyOnce: true } : made;
      try {
        await run(data, deepFreeze([...(data.records ?? rowRecords(30))]));
      } finally {
        await data.dispose?.();
      }
    };
  return [
    {
      name: 'stores what it is given',
      run: prepared(async (data, records) => {
        const task = await opened(sink, data, null);
        await writeAll(task, records.slice(0, 1));
        await writeAll(task, []);
        await writeAll(task, records.slice(1));
        checkJson(await flush(task), 'the state');
        await close(task, 'ended');
        await checkStored(data, records);
      }),
    },
    {
      name: 'goes on from its state after a crash: loses nothing, repeats nothing it promised not to',
      run: prepared(async (data, records) => {
        const [a, b, c] = thirds(records);
        const first = await opened(sink, data, null);
        await writeAll(first, a);
        const state = await flush(first);
        await writeAll(first, b);
        await close(first, 'failed');
        const second = await opened(sink, data, state);
        await writeAll(second, b);
        await writeAll(second, c);
        await flush(second);
        await close(second, 'ended');
        await checkStored(data, records);
      }),
    },
    {
      name: 'goes on from its state when killed, also between a flush and the storing of its state',
      run: prepared(async (data, records) => {
        const [a, b, c] = thirds(records);
        const killed = await opened(sink, data, null);
        try {
          await writeAll(killed, a);
          const state = await flush(killed);
          await writeAll(killed, b);
          await flush(killed);
          await writeAll(killed, c.slice(0, 3));
          const next = await opened(sink, data, state);
          await writeAll(next, b);
          await writeAll(next, c);
          await flush(next);
          await close(next, 'ended');
          await checkStored(data, records);
        } finally {
          // A killed process leaves nothing open; this one lives on, so what it left is let go after all has been looked at.
          await close(killed, 'failed');
        }
      }),
    },
    {
      name: 'begins anew after a crash before the first state',
      run: prepared(async (data, records) => {
        const first = await opened(sink, data, null);
        await writeAll(first, records.slice(0, 5));
        await close(first, 'failed');
        const second = await opened(sink, data, null);
        await writeAll(second, records);
        await flush(second);
        await close(second, 'ended');
        await checkStored(data, records);
      }),
    },
    {
      name: 'goes on after every kind of stop',
      run: prepared(async (data, records) => {
        const [a, b, c] = thirds(records);
        let state: Json = null;
        for (const [part, reason] of [
          [a, 'stopped'],
          [[], 'stopped'],
          [b, 'ended'],
          [c, 'ended'],
        ] as const) {
          const task = await opened(sink, data, state);
          await writeAll(task, part);
          state = await flush(task);
          const last = await close(task, reason);
          if (last !== undefined) state = last;
        }
        await checkStored(data, records);
      }),
    },
    {
      name: 'names the records it refuses, and takes the others',
      run: prepared(async (data, records) => {
        if (!data.refused) return;
        const task = await opened(sink, data, null);
        const failures =
          (await inTime(task.write([records[0], data.refused, records[1]] as GantryRecord[], signal), 'a write')) ?? [];
        checkSame(
          failures.map((failure) => failure.index),
          [1],
          'the indices of failures',
        );
        checkError(failures[0]?.error, options.errors, 'the error of a refused record');
        await flush(task);
        await close(task, 'ended');
        await checkStored(data, records.slice(0, 2));
      }),
    },
    {
      name: 'leaves nothing open, however it is closed',
      run: prepared(async (data, records) => {
        const watch = await watchResources();
        for (const reason of ['failed', 'stopped', 'ended'] as const) {
          const task = await opened(sink, data, null);
          await writeAll(task, records.slice(0, 3));
          if (reason !== 'failed') await flush(task);
          await close(task, reason);
        }
        await close(create(sink, data), 'failed');
        await watch.checkNothingLeftOpen(`the sink ${sink.type}`);
      }),
    },
  ];
}

async function checkStored(data: PreparedSink, records: readonly GantryRecord[]): Promise<void> {
  if (data.keepsNothing) return;
  const found = await data.stored();
  const wanted = records.map((record) => data.expected(record));
  const inOrder = data.ordered !== false;
  if (data.exactlyOnce) {
    checkSameList(inOrder ? found : sorted(found), inOrder ? wanted : sorted(wanted), 'what is stored');
    return;
  }
  const have = new Set(found.map(canonical));
  for (const [i, item] of wanted.entries())
    check(have.has(canonical(item)), `record ${i} was lost: ${canonical(item)}`);
}

function create(sink: SinkDefinition, data: PreparedSink): SinkTask {
  return sink.createTask(
    testContext({ config: withDefaults<unknown>(sink.config, data.config), connection: data.connection }),
  );
}

async function opened(sink: SinkDefinition, data: PreparedSink, state: Json): Promise<SinkTask> {
  const task = create(sink, data);
  await inTime(task.open(JSON.parse(JSON.stringify(state)) as Json, signal), 'opening');
  return task;
}

async function writeAll(task: SinkTask, records: readonly GantryRecord[]): Promise<void> {
  const failures = (await inTime(task.write(records, signal), 'a write')) ?? [];
  check(failures.length === 0, `record ${failures[0]?.index} was refused: ${failures[0]?.error.message}`);
}

async function flush(task: SinkTask): Promise<Json> {
  return inTime(task.flush(signal), 'a flush');
}

async function close(task: SinkTask, reason: CloseReason): Promise<Json | undefined> {
  const state = await inTime(Promise.resolve(task.close(reason)), 'closing');
  return state === undefined ? undefined : (state as Json);
}

function thirds(
  records: readonly GantryRecord[],
): readonly [readonly GantryRecord[], readonly GantryRecord[], readonly GantryRecord[]] {
  const [a, b] = [Math.ceil(records.length / 3), Math.ceil((2 * records.length) / 3)];
  return [records.slice(0, a), records.slice(a, b), records.slice(b)];
}

function sorted(items: readonly Json[]): readonly Json[] {
  return [...items].sort((a, b) => canonical(a).localeCompare(canonical(b)));
}
