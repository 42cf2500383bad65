import { Type, defineErrors, definePlugin } from '@gantry/sdk';
import type {
  GantryRecord,
  Json,
  Plugin,
  Position,
  SinkDefinition,
  SourceBatch,
  SourceDefinition,
  TransformDefinition,
} from '@gantry/sdk';
import { afterAll, describe, expect, it } from 'vitest';
import { acceptance } from './acceptance.ts';
import type { AcceptanceOptions, PreparedSink, SinkDriver, SourceDriver } from './types.ts';

const timers: NodeJS.Timeout[] = [];
afterAll(() => timers.forEach((timer) => clearInterval(timer)));

const TEST_ERRORS = defineErrors('test', { bad: { summary: 'Bad.' } });
const info = { title: 'T', description: 'D', config: Type.Object({}) };

/** What each broken part does wrong, beside one that does all right. */
interface SourceFaults {
  readonly skipsOnResume?: boolean;
  readonly repeatsOnResume?: boolean;
  readonly ignoresAbort?: boolean;
  readonly leaksTimer?: boolean;
  readonly throwsOnSecondClose?: boolean;
  readonly positionWithBigint?: boolean;
}

function numbers(faults: SourceFaults = {}): SourceDefinition {
  return {
    ...info,
    type: 'numbers',
    ends: () => true,
    isAtOrAfter: (next, current) => Number(next['next']) >= Number(current['next']),
    createTask: () => {
      let next = 0;
      let closed = false;
      return {
        open: async (position: Position | null) => {
          const stored = Number(position?.['next'] ?? 0);
          next = stored + (position && faults.skipsOnResume ? 1 : 0) - (position && faults.repeatsOnResume ? 1 : 0);
          if (faults.leaksTimer) timers.push(setInterval(() => undefined, 60_000));
        },
        read: async (signal: AbortSignal): Promise<SourceBatch | null> => {
          if (signal.aborted && !faults.ignoresAbort) throw new Error('not a CancelledError');
          if (next >= 9) return null;
          const records: GantryRecord[] = [0, 1, 2].map((i) => ({
            op: 'read',
            key: null,
            before: null,
            after: { n: next + i },
            source: { connector: 'numbers' },
            timestampMs: 0,
          }));
          next += 3;
          return {
            records,
            position: { next: faults.positionWithBigint ? (BigInt(next) as unknown as number) : next },
          };
        },
        close: async () => {
          if (closed && faults.throwsOnSecondClose) throw new Error('closed');
          closed = true;
        },
      };
    },
  };
}

const numbersDriver: SourceDriver = {
  prepare: async () => ({ config: {}, expected: Array.from({ length: 9 }, (_, n) => ({ n })) }),
};

function list(
  faults: {
    readonly ignoresState?: boolean;
    readonly mutates?: boolean;
    readonly forgets?: boolean;
    /** Goes back only when it is closed: nobody closes what is killed. */
    readonly tidiesOnlyOnClose?: boolean;
    readonly claims?: boolean;
  } = {},
): {
  readonly sink: SinkDefinition;
  readonly driver: SinkDriver;
} {
  let stored: Json[] = [];
  let flushed = 0;
  const sink: SinkDefinition = {
    ...info,
    type: 'list',
    ...(faults.claims === undefined ? {} : { exactlyOnce: faults.claims }),
    createTask: () => ({
      open: async (state: Json) => {
        if (!faults.ignoresState && !faults.tidiesOnlyOnClose)
          stored = stored.slice(0, Number((state as { length?: number } | null)?.length ?? 0));
      },
      write: async (records: readonly GantryRecord[]) => {
        for (const record of records) {
          if (faults.mutates) (record as { op: string }).op = 'create';
          stored.push(record.after as Json);
        }
      },
      flush: async () => ({ length: (flushed = stored.length) }),
      close: async (reason) => {
        if (faults.tidiesOnlyOnClose && reason === 'failed') stored.length = Math.min(stored.length, flushed);
        if (faults.forgets && reason === 'stopped') stored.pop();
      },
    }),
  };
  const prepare = async (): Promise<PreparedSink> => {
    stored = [];
    flushed = 0;
    return {
      config: {},
      exactlyOnce: faults.claims === undefined,
      stored: async () => stored,
      expected: (record) => record.after as Json,
    };
  };
  return { sink, driver: { prepare } };
}

/** Names of the cases that fail. */
async function failing(options: AcceptanceOptions): Promise<readonly string[]> {
  const names: string[] = [];
  for (const c of acceptance({ locales: [], ...options })) {
    try {
      await c.run();
    } catch {
      names.push(c.name);
    }
  }
  return names;
}

function sourceFaults(faults: SourceFaults): Promise<readonly string[]> {
  return failing({ plugin: definePlugin({ sources: [numbers(faults)] }), sources: { numbers: numbersDriver } });
}

function transform(apply: TransformDefinition['createTransform']): Plugin {
  return definePlugin({ transforms: [{ ...info, type: 'change', createTransform: apply }] });
}

describe('acceptance', () => {
  it('passes a sink that keeps the contract', async () => {
    const { sink, driver } = list();
    expect(await failing({ plugin: definePlugin({ sinks: [sink] }), sinks: { list: driver } })).toEqual([]);
  });

  it('fails a component without a driver', async () => {
    expect(await failing({ plugin: definePlugin({ sources: [numbers()] }) })).toEqual(['source numbers: has a driver']);
  });

  it('finds sources that lose or repeat records', async () => {
    for (const faults of [{ skipsOnResume: true }, { repeatsOnResume: true }]) {
      expect(await sourceFaults(faults)).toContain('source numbers: resumes exactly from every position');
    }
  });

  it('finds sources that throw the wrong error when cancelled, leak, or cannot be closed twice', async () => {
    expect(await sourceFaults({})).toEqual(['source numbers: ends promptly when cancelled']);
    expect(await sourceFaults({ ignoresAbort: true })).toEqual([]);
    expect(await sourceFaults({ ignoresAbort: true, leaksTimer: true })).toEqual([
      'source numbers: closes twice, also unopened, and leaves nothing open',
    ]);
    expect(await sourceFaults({ ignoresAbort: true, throwsOnSecondClose: true })).toEqual([
      'source numbers: closes twice, also unopened, and leaves nothing open',
    ]);
  });

  it('finds positions that do not survive JSON', async () => {
    expect(await sourceFaults({ ignoresAbort: true, positionWithBigint: true })).toContain(
      'source numbers: reads everything, in order, and ends if it can',
    );
  });

  it('finds sinks that repeat, lose, or change records', async () => {
    const faultsOf = async (faults: Parameters<typeof list>[0]) => {
      const { sink, driver } = list(faults);
      return failing({ plugin: definePlugin({ sinks: [sink] }), sinks: { list: driver } });
    };
    expect(await faultsOf({ ignoresState: true })).toContain(
      'sink list: goes on from its state after a crash: loses nothing, repeats nothing it promised not to',
    );
    expect(await faultsOf({ forgets: true })).toEqual(['sink list: goes on after every kind of stop']);
    expect(await faultsOf({ mutates: true })).toContain('sink list: stores what it is given');
  });

  it('tries the claim of a sink that it repeats nothing, by killing it', async () => {
    const faultsOf = async (faults: Parameters<typeof list>[0]) => {
      const { sink, driver } = list(faults);
      return failing({ plugin: definePlugin({ sinks: [sink] }), sinks: { list: driver } });
    };
    expect(await faultsOf({ tidiesOnlyOnClose: true, claims: true })).toContain(
      'sink list: goes on from its state when killed, also between a flush and the storing of its state',
    );
    expect(await faultsOf({ tidiesOnlyOnClose: true, claims: false })).toEqual([]);
    expect(await faultsOf({ claims: true })).toEqual([]);
  });

  it('finds transforms that change their input, depend on the batch, or mix up the order', async () => {
    const transforms = { change: { variants: [{ config: {} }] } };
    const same = transform(() => ({ apply: (records, out) => records.forEach((record) => out.emit(record)) }));
    const mutating = transform(() => ({
      apply: (records, out) => records.forEach((record) => out.emit(Object.assign(record, { op: 'create' }))),
    }));
    const counting = transform(() => ({
      apply: (records, out) => records.forEach((record, i) => out.emit({ ...record, headers: { i: String(i) } })),
    }));
    const reversing = transform(() => ({
      apply: (records, out) => [...records].reverse().forEach((record) => out.emit(record)),
    }));
    expect(await failing({ plugin: same, transforms })).toEqual([]);
    expect(await failing({ plugin: mutating, transforms })).toContain(
      'transform change: changes no record it is given',
    );
    expect(await failing({ plugin: counting, transforms })).toEqual([
      'transform change: gives the same whatever the size of batches',
    ]);
    expect(await failing({ plugin: reversing, transforms })).toContain('transform change: keeps the order of records');
  });

  it('finds errors whose code is not registered', async () => {
    const plugin = transform(() => ({
      apply: (records, out) =>
        records.forEach((record) => out.fail(record, TEST_ERRORS.error('bad', { message: 'bad' }))),
    }));
    const transforms = { change: { variants: [{ config: {} }] } };
    expect(await failing({ plugin, transforms, errors: [TEST_ERRORS] })).toEqual([]);
    expect(await failing({ plugin, transforms, errors: [defineErrors('other', {})] })).not.toEqual([]);
  });

  it('finds converters that lose what they do not admit to lose', async () => {
    const plugin = definePlugin({
      converters: [
        {
          ...info,
          type: 'plain',
          createConverter: () => ({
            encode: (records) => ({
              messages: records.map((record) => ({
                key: null,
                body: Buffer.from(JSON.stringify(record, (_, v: unknown) => (typeof v === 'bigint' ? Number(v) : v))),
                timestampMs: 0,
              })),
            }),
            decode: (messages) => ({
              records: messages.map(
                (message) => JSON.parse(Buffer.from(message.body ?? []).toString()) as GantryRecord,
              ),
            }),
          }),
        },
      ],
    });
    expect(await failing({ plugin, converters: { plain: { variants: [{}] } } })).toEqual([
      'converter plain: brings back what it was given, one by one and together',
      'converter plain: names malformed messages by their index and takes the others',
      'converter plain: takes a message without a body',
    ]);
  });

  it('finds options that are not described, translated, valid or marked', async () => {
    const config = Type.Object({
      apiToken: Type.String({ title: 'Token' }),
      size: Type.Integer({ title: 'Size', description: 'S.', default: 'x' }),
    });
    const plugin = definePlugin({
      sources: [{ ...numbers({ ignoresAbort: true }), config }],
      locales: { 'zh-CN': { T: '甲' } },
    });
    const names = await failing({ plugin, locales: ['zh-CN'], sources: { numbers: numbersDriver } });
    expect(names.slice(0, 4)).toEqual([
      'source numbers: describes itself and every option',
      'source numbers: has defaults that are valid',
      'source numbers: marks its secrets',
      'source numbers: is translated to zh-CN',
    ]);
  });
});
