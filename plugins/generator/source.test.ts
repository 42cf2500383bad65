import type { Clock, GantryRecord, Position, Row, SourceTask, TaskContext } from '@gantry/sdk';
import { describe, expect, it } from 'vitest';
import type { GeneratorConfig } from './config.ts';
import { Lifecycle } from './lifecycle.ts';
import { generator } from './source.ts';

const start = '2026-01-01T00:00:00Z';
const base: GeneratorConfig = { kind: 'orders', seed: 7, start, count: 1_500 };
const { signal } = new AbortController();

/** A clock that shows what it was told and jumps over waits. */
function fakeClock(): Clock & { nowMs: number } {
  const clock = {
    nowMs: 0,
    now: () => clock.nowMs,
    sleep: (ms: number) => {
      clock.nowMs += ms;
      return Promise.resolve();
    },
  };
  return clock;
}

async function openTask(
  config: GeneratorConfig,
  position: Position | null = null,
  clock: Clock = fakeClock(),
): Promise<SourceTask> {
  const task = generator.createTask({ config, clock } as unknown as TaskContext<GeneratorConfig>);
  await task.open(position, signal);
  return task;
}

async function readAll(task: SourceTask): Promise<GantryRecord[]> {
  const records: GantryRecord[] = [];
  for (let batch = await task.read(signal); batch !== null; batch = await task.read(signal))
    records.push(...batch.records);
  return records;
}

describe.each(['orders', 'users', 'sensors'] as const)('generator of %s', (kind) => {
  const config: GeneratorConfig = { ...base, kind };

  it('makes the same records again from any position', async () => {
    const all = await readAll(await openTask(config));
    expect(all).toHaveLength(1_500);
    for (const next of [0, 1, 63, 64, 777, 1_499]) {
      expect(await readAll(await openTask(config, { next }))).toEqual(all.slice(next));
    }
    const other = await readAll(await openTask({ ...config, seed: 8 }));
    expect(other.map(({ after }) => after)).not.toEqual(all.map(({ after }) => after));
  });

  it('gives every record a key and values of the types its schema says', async () => {
    for (const { key, after, before, schema } of await readAll(await openTask(config))) {
      const row = after ?? before;
      expect(Object.keys(row ?? {})).toEqual(schema?.fields.map(({ name }) => name));
      expect(Object.keys(key as Row)).toEqual(schema?.key);
      for (const name of schema?.key ?? []) expect((key as Row)[name]).toBe(row?.[name]);
      for (const { name, type, nullable } of schema?.fields ?? []) {
        const value = row?.[name];
        if (nullable === false) expect(value).not.toBeNull();
        if (type === 'decimal') expect(value).toMatch(/^\d+\.\d\d$/);
        if (type === 'datetime' || type === 'timestamp') expect(value).toMatch(/^2026-01-01 00:0\d:\d\d\.\d{3}$/);
      }
    }
  });
});

describe('generator', () => {
  it('tells the life of each order in order, with the state before each change', async () => {
    const rows = new Map<unknown, Row>();
    const ops = new Set<string>();
    for (const { op, key, before, after } of await readAll(await openTask(base))) {
      const { id } = key as Row;
      expect(before).toEqual(rows.get(id) ?? null);
      ops.add(op);
      if (after === null) rows.delete(id);
      else rows.set(id, after);
    }
    expect([...ops].sort()).toEqual(['create', 'delete', 'update']);
    expect(new Set([...rows.values()].map((row) => row['status'])).size).toBeGreaterThan(4);
  });

  it('goes on at the time it was first started when no start is given', async () => {
    const { start: _start, ...config } = base;
    const clock = fakeClock();
    clock.nowMs = Date.UTC(2026, 5, 1);
    const first = await (await openTask(config, null, clock)).read(signal);
    clock.nowMs += 86_400_000;
    const second = await (await openTask(config, first?.position ?? null, clock)).read(signal);
    expect(second?.records[0]?.timestampMs).toBe(Date.UTC(2026, 5, 1) + 1_000);
  });

  it('keeps to its rate, and to the count', async () => {
    const clock = fakeClock();
    const task = await openTask({ ...base, rate: 200, count: 1_000 }, null, clock);
    expect(await readAll(task)).toHaveLength(1_000);
    expect(clock.nowMs).toBeGreaterThanOrEqual(4_990);
    expect(clock.nowMs).toBeLessThanOrEqual(5_050);
  });

  it('gives one record at a time when the rate is below one', async () => {
    const clock = fakeClock();
    const task = await openTask({ ...base, rate: 0.5 }, null, clock);
    expect((await task.read(signal))?.records).toHaveLength(1);
    expect(clock.nowMs).toBe(2_000);
  });

  it('does not make up for a long pause at once', async () => {
    const clock = fakeClock();
    const task = await openTask({ ...base, rate: 100 }, null, clock);
    clock.nowMs += 3_600_000;
    expect((await task.read(signal))?.records.length).toBeLessThanOrEqual(100);
    await task.read(signal);
    const atMs = clock.nowMs;
    await task.read(signal);
    expect(clock.nowMs).toBeGreaterThan(atMs);
  });

  it('refuses a start that is no time and a position that says nothing', async () => {
    await expect(openTask({ ...base, start: 'yesterday' })).rejects.toMatchObject({ code: 'generator.bad_start' });
    await expect(openTask(base, { next: -1 })).rejects.toMatchObject({ code: 'generator.bad_position' });
  });

  it('orders positions', () => {
    expect(generator.isAtOrAfter?.({ next: 2 }, { next: 1 })).toBe(true);
    expect(generator.isAtOrAfter?.({ next: 1 }, { next: 2 })).toBe(false);
  });
});

describe('Lifecycle', () => {
  it('finds the index of every event it gives', () => {
    const life = new Lifecycle(5, 16);
    for (let index = 0; index < 2_000; index += 1) expect(life.indexOf(life.eventAt(index))).toBe(index);
  });
});
