import {
  appendFileSync,
  existsSync,
  openSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  closeSync,
  fsyncSync,
  writeSync,
} from 'node:fs';
import { definePlugin, GantryError, Type } from '@gantry/sdk';
import type { Converter, GantryRecord, Json, SinkDefinition, SourceDefinition, TransformDefinition } from '@gantry/sdk';

/**
 * A plugin for tests of real threads: a source that counts to `total` in batches and misbehaves on request, a sink that writes the numbers to
 * a file, a filter, and a converter of many records per message.
 */
interface CountConfig {
  readonly total: number;
  readonly batch: number;
  readonly pauseMs: number;
  readonly keys: number;
  /** What it does at the number `at`: throws, exits, fills its heap … each only while the file `once` is not there. */
  readonly trouble: string;
  readonly at: number;
  readonly once: string;
  readonly stays: boolean;
  readonly secret: string;
}

const count: SourceDefinition = {
  type: 'count',
  title: 'Count',
  description: 'Counts',
  config: Type.Object({ total: Type.Optional(Type.Integer()), secret: Type.Optional(Type.String()) }),
  isAtOrAfter: (next, current) => Number(next['n']) >= Number(current['n']),
  createTask(context) {
    const config = {
      total: 100,
      batch: 10,
      pauseMs: 0,
      keys: 5,
      trouble: '',
      at: -1,
      once: '',
      stays: false,
      secret: '',
      ...(context.config as object),
    } as CountConfig;
    let n = 0;
    return {
      async open(position) {
        n = Number(position?.['n'] ?? 0);
        if (config.secret !== '') context.log.info('the secret has its length', { length: config.secret.length });
      },
      async read(signal) {
        if (n >= config.total) {
          if (!config.stays) return null;
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        }
        if (config.pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, config.pauseMs));
        const records: GantryRecord[] = [];
        while (records.length < config.batch && n < config.total) {
          if (n === config.at) makeTrouble(config);
          records.push(counted(n, config.keys));
          n += 1;
        }
        return { records, position: { n }, lag: { records: config.total - n } };
      },
      async close() {},
    };
  },
};

function counted(n: number, keys: number): GantryRecord {
  return {
    op: 'create',
    key: `k${n % keys}`,
    before: null,
    after: { n, password: 'hidden' },
    source: { connector: 'count' },
    timestampMs: Date.now(),
  };
}

function makeTrouble(config: CountConfig): void {
  if (config.once !== '') {
    if (existsSync(config.once)) return;
    writeFileSync(config.once, '');
  }
  if (config.trouble === 'throw')
    throw new GantryError({ code: 'count.tired', message: 'no further', retryable: true });
  if (config.trouble === 'final') throw new GantryError({ code: 'count.broken', message: 'never again' });
  if (config.trouble === 'exit') process.exit(7);
  while (config.trouble === 'hang');
  if (config.trouble === 'heap') {
    const hoard: object[] = [];
    for (;;) hoard.push(Array.from({ length: 1000 }, (_, index) => ({ index })));
  }
  if (config.trouble === 'crash')
    setTimeout(() => {
      throw new Error('nobody catches this');
    }, 0);
}

/** Appends a line per record; its state is the length to go back to. */
const lines: SinkDefinition = {
  type: 'lines',
  title: 'Lines',
  description: 'Writes a file',
  config: Type.Object({ path: Type.String() }),
  createTask(context) {
    const { path, slowMs } = context.config as { path: string; slowMs?: number };
    let file = 0;
    let length = 0;
    return {
      async open(state: Json) {
        length = Number((state as { length?: number } | null)?.length ?? 0);
        if (existsSync(path)) truncateSync(path, length);
        file = openSync(path, 'a');
      },
      async write(records) {
        if (slowMs !== undefined) await new Promise((resolve) => setTimeout(resolve, slowMs));
        context.show(records);
        const bytes = Buffer.from(
          records.map((each) => `${each.key as string} ${each.after?.['n'] as number}\n`).join(''),
        );
        length += writeSync(file, bytes);
      },
      async flush() {
        fsyncSync(file);
        return { length };
      },
      async close(reason) {
        closeSync(file);
        if (reason === 'ended') appendFileSync(`${path}.ended`, '.');
      },
    };
  },
};

const even: TransformDefinition = {
  type: 'even',
  title: 'Even',
  description: 'Lets even numbers pass',
  config: Type.Object({}),
  createTransform: () => ({
    apply: (records, out) => {
      for (const each of records) if (Number(each.after?.['n']) % 2 === 0) out.emit(each);
    },
  }),
};

const packed: Converter = {
  encode: (records) => ({
    messages: [{ key: null, body: Buffer.from(JSON.stringify(records)), timestampMs: Date.now() }],
  }),
  decode(messages) {
    const records: GantryRecord[] = [];
    const messageOf: number[] = [];
    messages.forEach((each, index) => {
      for (const decoded of JSON.parse(Buffer.from(each.body as Uint8Array).toString()) as GantryRecord[]) {
        records.push(decoded);
        messageOf.push(index);
      }
    });
    return { records, messageOf };
  },
};

export default definePlugin({
  sources: [count],
  sinks: [lines],
  transforms: [even],
  converters: [
    {
      type: 'batch',
      title: 'Packed',
      description: 'Many in one',
      config: Type.Object({}),
      createConverter: () => packed,
    },
  ],
});

/** The numbers a sink's file holds, in order. */
export function numbersIn(path: string): number[] {
  return existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => Number(line.split(' ')[1]))
    : [];
}
