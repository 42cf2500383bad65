import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError } from '@gantry/sdk';
import type { GantryRecord, Json, Position, SourceBatch, SourceDefinition, SourceTask } from '@gantry/sdk';
import { check, checkJson } from '../support/check.ts';
import { testContext, withDefaults } from '../support/testContext.ts';
import type { Prepared } from '../types.ts';

/** How long a source may take for one read, or to stop. */
export const PATIENCE_MS = 10_000;

/** Makes a task of a source, as the runtime would. */
export function makeTask(
  source: SourceDefinition,
  prepared: Prepared,
  share: { readonly input: Json; index?: number; count?: number },
): SourceTask {
  return source.createTask(sourceContext(source, prepared, share));
}

/** The context of a task. */
export function sourceContext(
  source: SourceDefinition,
  prepared: Prepared,
  share: { readonly input: Json; index?: number; count?: number },
) {
  return testContext({
    config: withDefaults<unknown>(source.config, prepared.config),
    connection: prepared.connection,
    ...share,
  });
}

/** The only share of a source that is not split. */
export async function soleShare(source: SourceDefinition, prepared: Prepared): Promise<{ readonly input: Json }> {
  const shares = await source.tasks?.(
    sourceContext(source, prepared, { input: null }),
    1,
    new AbortController().signal,
  );
  check(shares === undefined || shares.length === 1, `asked for one task, the source made ${shares?.length}`);
  return { input: shares?.[0]?.input ?? null };
}

/** Reads batches until the source ends, or `enough` records and failures have come. Acknowledges what it reads. */
export async function readBatches(task: SourceTask, enough: number): Promise<readonly SourceBatch[]> {
  const batches: SourceBatch[] = [];
  const signal = new AbortController().signal;
  for (let got = 0; got < enough;) {
    const batch = await inTime(task.read(signal), 'a read');
    if (batch === null) break;
    checkJson(batch.position, 'a position');
    batches.push(batch);
    got += batch.records.length + (batch.failures?.length ?? 0);
    task.acknowledged?.(batch.position);
    task.committed?.(batch.position);
  }
  return batches;
}

/** The records of batches. */
export function recordsOf(batches: readonly SourceBatch[]): readonly GantryRecord[] {
  return batches.flatMap((batch) => batch.records);
}

/** A position as it comes back from where it was stored. */
export function stored(position: Position): Position {
  return JSON.parse(JSON.stringify(position)) as Position;
}

/** Fails when something takes too long, saying what. */
export async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      work,
      sleep(PATIENCE_MS, undefined, { signal: timer.signal }).then((): never => {
        throw new Error(`${what} took more than ${PATIENCE_MS} ms`);
      }),
    ]);
  } finally {
    timer.abort();
  }
}

/** When a read is cancelled: before it starts, in the same moment, or once it may be waiting. */
export type CancelMoment = 'before' | 'at once' | 'waiting';

/** Time for a read to come to where it waits. */
const SETTLE_MS = 20;

/** What a read that was cancelled gave: a batch, the end, or nothing. */
export async function readCancelled(task: SourceTask, moment: CancelMoment): Promise<SourceBatch | null | undefined> {
  const abort = new AbortController();
  if (moment === 'before') abort.abort();
  const reading = task.read(abort.signal);
  // It may be over before it is waited for.
  reading.catch(() => undefined);
  if (moment === 'waiting') await sleep(SETTLE_MS);
  abort.abort();
  try {
    return await inTime(reading, `a read that was cancelled (${moment})`);
  } catch (caught) {
    check(caught instanceof CancelledError, `a cancelled read threw ${String(caught)} instead of CancelledError`);
    return undefined;
  }
}
