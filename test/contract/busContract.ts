import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bus, BusMessage, BusReader, ReadLimits, StoredMessage } from '@gantry/sdk';

/** A bus under test. */
export interface BusUnderTest {
  readonly bus: Bus;
  /** Another connection to the same bus, as another thread or process would have. The caller closes it. */
  reopen(): Promise<Bus>;
  /** Closes the bus and removes what it left. */
  close(): Promise<void>;
}

/** What a bus may do without. */
export interface BusAbilities {
  /** Whether `ensureTopic` applies retention, and `release` is there. */
  readonly retention?: boolean;
  /** Whether keys may be bytes; else they are texts. */
  readonly binaryKeys?: boolean;
  /** Size of the largest message to try, in bytes. */
  readonly largeMessageBytes?: number;
}

const NEVER = new AbortController().signal;
const PLENTY: ReadLimits = { maxMessages: 1000, maxBytes: 16 * 1024 * 1024, waitMs: 0 };
const TEXT = new TextEncoder();
/** Longer than any test may take: a read that is not woken fails its test. */
const FOR_EVER_MS = 600_000;

/** What every bus promises, whatever carries it: the SDK's `Bus` contract as tests. */
export function busContract(name: string, open: () => Promise<BusUnderTest>, abilities: BusAbilities = {}): void {
  describe(`${name} as a bus`, () => {
    let under: BusUnderTest;
    let bus: Bus;
    let serial = 0;

    beforeEach(async () => {
      under = await open();
      ({ bus } = under);
    });
    afterEach(() => under.close());

    /** A topic of this test's own. */
    async function topic(queues = 1): Promise<string> {
      const topicName = `contract-${process.pid}-${Date.now().toString(36)}-${serial++}`;
      await bus.ensureTopic({ name: topicName, queues });
      return topicName;
    }

    async function sendAll(topicName: string, queue: number, messages: readonly BusMessage[]): Promise<number> {
      const producer = await bus.producer(topicName);
      const offset = await producer.send(queue, messages);
      await producer.close();
      return offset;
    }

    describe('sending', () => {
      it('keeps the order of the calls per queue while they overlap, and numbers messages without gaps', async () => {
        const topicName = await topic(3);
        const producer = await bus.producer(topicName);
        const sends = Array.from({ length: 300 }, (_, call) =>
          producer.send(call % 3, numbered(call * 10, 1 + (call % 7))),
        );
        const offsets = await Promise.all(sends);
        await producer.close();
        for (const queue of [0, 1, 2]) {
          const calls = Array.from({ length: 100 }, (_, index) => index * 3 + queue);
          let expected = 0;
          for (const call of calls) {
            expect(offsets[call]).toBe(expected);
            expected += 1 + (call % 7);
          }
          const stored = await readAll(bus, topicName, queue, expected);
          expect(stored.map((message) => message.offset)).toEqual(stored.map((_, index) => index));
          expect(stored.map(numberOf)).toEqual(
            calls.flatMap((call) => numbered(call * 10, 1 + (call % 7)).map(numberOf)),
          );
        }
      });

      it('shares a queue between several producers: each keeps its order, no offset is given twice', async () => {
        const topicName = await topic();
        const other = await under.reopen();
        try {
          const producers = [
            await bus.producer(topicName),
            await bus.producer(topicName),
            await other.producer(topicName),
          ];
          const calls = producers.map((producer, of) =>
            Promise.all(Array.from({ length: 40 }, (_, call) => producer.send(0, numbered(of * 1000 + call * 2, 2)))),
          );
          const offsets = (await Promise.all(calls)).flat();
          for (const producer of producers) await producer.close();
          expect(offsets.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, index) => index * 2));
          const stored = (await readAll(bus, topicName, 0, 240)).map(numberOf);
          for (const of of [0, 1, 2]) {
            const mine = stored.filter((number) => Math.floor(number / 1000) === of);
            expect(mine).toEqual(Array.from({ length: 80 }, (_, index) => of * 1000 + index));
          }
        } finally {
          await other.close();
        }
      });

      it('keeps keys, bodies, properties and timestamps as they were', async () => {
        const topicName = await topic();
        const messages: BusMessage[] = [
          { key: 'plain', body: TEXT.encode('{"a":1}'), timestampMs: 1_700_000_000_123 },
          { key: null, body: null, timestampMs: 0 },
          {
            key: 'Schlüssel-钥匙',
            body: new Uint8Array(0),
            timestampMs: 1,
            properties: { TAGS: 'a', 'x-ü': 'ö"\n钥' },
          },
          {
            key: 'after',
            body: Uint8Array.from({ length: 256 }, (_, byte) => byte),
            timestampMs: 2,
            properties: { empty: '' },
          },
        ];
        await sendAll(topicName, 0, messages);
        expect((await readAll(bus, topicName, 0, 4)).map(contentOf)).toEqual(messages.map(contentOf));
      });

      it('tells a tombstone from an empty body', async () => {
        const topicName = await topic();
        await sendAll(topicName, 0, [
          { key: 'k', body: null, timestampMs: 1 },
          { key: 'k', body: new Uint8Array(0), timestampMs: 2 },
        ]);
        const [tombstone, empty] = await readAll(bus, topicName, 0, 2);
        expect(tombstone?.body).toBeNull();
        expect(empty?.body).toHaveLength(0);
      });

      it.runIf(abilities.binaryKeys ?? true)('keeps keys that are bytes, among those that are texts', async () => {
        const topicName = await topic();
        const keys = [Uint8Array.of(0, 255, 128), 'text', Uint8Array.of(), null, ''];
        await sendAll(
          topicName,
          0,
          keys.map((key, index) => ({ key, body: TEXT.encode(`b${index}`), timestampMs: index })),
        );
        const stored = await readAll(bus, topicName, 0, keys.length);
        expect(stored.map(({ key }) => (key instanceof Uint8Array ? [...key] : key))).toEqual([
          [0, 255, 128],
          'text',
          [],
          null,
          '',
        ]);
        expect(stored.map(({ body }) => new TextDecoder().decode(body ?? undefined))).toEqual([
          'b0',
          'b1',
          'b2',
          'b3',
          'b4',
        ]);
      });

      it('carries a large message between small ones', async () => {
        const topicName = await topic();
        const large = new Uint8Array(abilities.largeMessageBytes ?? 24 * 1024 * 1024);
        for (let at = 0; at < large.length; at += 4093) large[at] = at % 251;
        await sendAll(topicName, 0, [
          ...numbered(0, 2),
          { key: 'large', body: large, timestampMs: 9 },
          ...numbered(3, 2),
        ]);
        const stored = await readAll(bus, topicName, 0, 5);
        expect(stored.map(({ offset }) => offset)).toEqual([0, 1, 2, 3, 4]);
        expect(Buffer.compare(stored[2]?.body ?? new Uint8Array(0), large)).toBe(0);
      });

      it('refuses a topic and a queue that are not there', async () => {
        const topicName = await topic(2);
        await expect(bus.producer(`${topicName}-missing`)).rejects.toMatchObject({
          code: expect.stringMatching(/topic_unknown$/),
        });
        const producer = await bus.producer(topicName);
        await expect(producer.send(2, numbered(0, 1))).rejects.toMatchObject({
          code: expect.stringMatching(/queue_unknown$/),
        });
        await producer.close();
      });
    });

    describe('reading', () => {
      it('starts where it is told to', async () => {
        const topicName = await topic();
        await sendAll(topicName, 0, numbered(0, 10));
        const firstOf = async (start: number | 'earliest' | 'latest'): Promise<number | undefined> => {
          const reader = await bus.reader(topicName, 0, start);
          const { messages } = await reader.read(PLENTY, NEVER);
          await reader.close();
          return messages[0]?.offset;
        };
        expect([await firstOf('earliest'), await firstOf(4), await firstOf('latest'), await firstOf(10)]).toEqual([
          0,
          4,
          undefined,
          undefined,
        ]);
      });

      it('brings no more messages than asked for, and at least one whatever its size', async () => {
        const topicName = await topic();
        await sendAll(topicName, 0, [
          ...numbered(0, 5),
          { key: null, body: new Uint8Array(50_000), timestampMs: 1 },
          ...numbered(6, 2),
        ]);
        const reader = await bus.reader(topicName, 0, 'earliest');
        const few = await reader.read({ maxMessages: 3, maxBytes: 1_000_000, waitMs: 0 }, NEVER);
        expect([few.messages.length, few.next]).toEqual([3, 3]);
        const counts: number[] = [];
        for (let next = few.next; next < 8;) {
          const read = await reader.read({ maxMessages: 100, maxBytes: 1000, waitMs: 0 }, NEVER);
          counts.push(read.messages.length);
          next = read.next;
        }
        expect(counts).not.toContain(0);
        expect(counts.reduce((sum, count) => sum + count)).toBe(5);
        await reader.close();
      });

      it('tells the end of the queue, so that lag can be said', async () => {
        const topicName = await topic();
        await sendAll(topicName, 0, numbered(0, 7));
        const reader = await bus.reader(topicName, 0, 2);
        const read = await reader.read({ ...PLENTY, maxMessages: 1 }, NEVER);
        expect([read.next, read.end]).toEqual([3, 7]);
        await reader.close();
      });

      it('returns empty when there is nothing and it shall not wait', async () => {
        const topicName = await topic();
        const reader = await bus.reader(topicName, 0, 'earliest');
        expect(await reader.read(PLENTY, NEVER)).toMatchObject({ messages: [], next: 0, end: 0 });
        await reader.close();
      });

      it('waits for what another connection sends', async () => {
        const topicName = await topic();
        const reader = await bus.reader(topicName, 0, 'earliest');
        const reading = reader.read({ ...PLENTY, waitMs: FOR_EVER_MS }, NEVER);
        const other = await under.reopen();
        const producer = await other.producer(topicName);
        await producer.send(0, numbered(5, 1));
        expect((await reading).messages.map(numberOf)).toEqual([5]);
        await producer.close();
        await other.close();
        await reader.close();
      });

      it('ends a waiting read when the signal fires, and can be read again', async () => {
        const topicName = await topic();
        const reader = await bus.reader(topicName, 0, 'earliest');
        const cancel = new AbortController();
        const atOnce = expect(reader.read({ ...PLENTY, waitMs: FOR_EVER_MS }, cancel.signal)).rejects.toMatchObject({
          code: 'cancelled',
        });
        cancel.abort();
        await atOnce;
        const later = new AbortController();
        const waiting = expect(reader.read({ ...PLENTY, waitMs: FOR_EVER_MS }, later.signal)).rejects.toMatchObject({
          code: 'cancelled',
        });
        setTimeout(() => later.abort(), 30);
        await waiting;
        await sendAll(topicName, 0, numbered(1, 1));
        expect((await collect(reader, 1)).map(numberOf)).toEqual([1]);
        await reader.close();
      });

      it('gives several readers of a queue each their own way', async () => {
        const topicName = await topic();
        await sendAll(topicName, 0, numbered(0, 50));
        const readers = [await bus.reader(topicName, 0, 0), await bus.reader(topicName, 0, 25)];
        const [all, half] = [await collect(readers[0]!, 50), await collect(readers[1]!, 25)];
        expect([all[0]?.offset, all.length, half[0]?.offset, half.length]).toEqual([0, 50, 25, 25]);
        for (const reader of readers) await reader.close();
      });
    });

    describe('topics', () => {
      it('are made once, widened, and never narrowed', async () => {
        const topicName = await topic(2);
        await sendAll(topicName, 1, numbered(0, 3));
        await bus.ensureTopic({ name: topicName, queues: 4 });
        await bus.ensureTopic({ name: topicName, queues: 1 });
        const info = await bus.describeTopic(topicName);
        expect(info?.queues.map(({ queue, first, next }) => [queue, first, next])).toEqual([
          [0, 0, 0],
          [1, 0, 3],
          [2, 0, 0],
          [3, 0, 0],
        ]);
      });

      it('can be widened under a producer that is open', async () => {
        const topicName = await topic(1);
        const producer = await bus.producer(topicName);
        await bus.ensureTopic({ name: topicName, queues: 2 });
        expect(await producer.send(1, numbered(0, 1))).toBe(0);
        await producer.close();
      });

      it('may be ensured by several at the same time', async () => {
        const topicName = `contract-${process.pid}-${Date.now().toString(36)}-race`;
        const other = await under.reopen();
        await Promise.all(
          [1, 3, 2, 3].map((queues, index) => (index % 2 === 0 ? bus : other).ensureTopic({ name: topicName, queues })),
        );
        expect((await bus.describeTopic(topicName))?.queues).toHaveLength(3);
        await other.close();
      });

      it('are listed until they are deleted, and a new one of the name starts empty', async () => {
        const topicName = await topic(2);
        await sendAll(topicName, 0, numbered(0, 5));
        expect((await bus.listTopics()).map((info) => info.name)).toContain(topicName);
        await bus.deleteTopic(topicName);
        expect((await bus.listTopics()).map((info) => info.name)).not.toContain(topicName);
        expect(await bus.describeTopic(topicName)).toBeUndefined();
        await bus.ensureTopic({ name: topicName, queues: 1 });
        expect(await bus.describeTopic(topicName)).toMatchObject({ queues: [{ first: 0, next: 0 }] });
      });

      it('refuse names no topic can have', async () => {
        for (const bad of ['', 'a b', 'a/b', '../up', 'x'.repeat(300)]) {
          await expect(bus.ensureTopic({ name: bad, queues: 1 })).rejects.toMatchObject({
            code: expect.stringMatching(/topic_name_invalid$/),
          });
        }
      });
    });

    describe.runIf(abilities.retention ?? true)('retention', () => {
      it('deletes what all readers have released, and tells a late reader what it skipped', async () => {
        const topicName = `contract-${process.pid}-${Date.now().toString(36)}-released`;
        await bus.ensureTopic({ name: topicName, queues: 1, retention: { whenReleased: true } });
        for (let round = 0; round < 10; round++) await sendAll(topicName, 0, numbered(round * 10, 10));
        const late = await bus.reader(topicName, 0, 5);
        await bus.release?.(topicName, 0, 'slow', 20);
        await bus.release?.(topicName, 0, 'quick', 95);
        expect((await bus.describeTopic(topicName))?.queues[0]?.first).toBe(20);
        await bus.release?.(topicName, 0, 'slow', 60);
        expect((await bus.describeTopic(topicName))?.queues[0]?.first).toBe(60);
        const read = await late.read(PLENTY, NEVER);
        expect([read.skipped, read.messages[0]?.offset]).toEqual([55, 60]);
        await late.close();
      });
    });
  });
}

/** Messages that carry a running number. */
export function numbered(from: number, count: number): BusMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    key: `k${(from + index) % 5}`,
    body: TEXT.encode(String(from + index)),
    timestampMs: 1,
  }));
}

export function numberOf(message: Pick<BusMessage, 'body'>): number {
  return Number(new TextDecoder().decode(message.body ?? undefined));
}

/** Reads from the start until `count` messages are there. */
export async function readAll(bus: Bus, topicName: string, queue: number, count: number): Promise<StoredMessage[]> {
  const reader = await bus.reader(topicName, queue, 'earliest');
  const messages = await collect(reader, count);
  await reader.close();
  return messages;
}

async function collect(reader: BusReader, count: number): Promise<StoredMessage[]> {
  const messages: StoredMessage[] = [];
  while (messages.length < count) {
    const read = await reader.read({ ...PLENTY, waitMs: 5000 }, NEVER);
    if (read.messages.length === 0) throw new Error(`only ${messages.length} of ${count} messages came`);
    messages.push(...read.messages);
  }
  return messages;
}

function contentOf({ key, body, properties, timestampMs }: BusMessage): unknown {
  return { key, body: body === null ? null : [...body], properties: properties ?? {}, timestampMs };
}
