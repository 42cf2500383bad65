import { toGantryError } from '@gantry/sdk';
import type { BusMessage, Clock, GantryError } from '@gantry/sdk';
import { topicUnknown } from './errors.ts';
import { GROUP_TARGET_BYTES } from './limits.ts';
import type { Placed, SegmentWriter } from './segmentWriter.ts';
import { encodeGroup, groupLength } from './sendGroup.ts';
import type { QueuePart, Send, SendGroup } from './sendGroup.ts';
import { encodeHead, encodePlace, readHead } from './store.ts';
import type { IndexStore, QueueHead } from './store.ts';

/** Buffers for encoding that are kept while sends keep coming: one being filled, one being written, one being named. */
const KEPT_BUFFERS = 3;
/** How long they are kept after the last send. */
const BUFFERS_IDLE_MS = 1000;
const BUFFER_BYTES = GROUP_TARGET_BYTES + 256 * 1024;

/** What a topic writer works with. */
export interface TopicWriterOptions {
  readonly topicName: string;
  readonly topic: number;
  readonly store: IndexStore;
  readonly segments: SegmentWriter;
  readonly clock: Clock;
  /** Called after messages of a queue became visible. */
  readonly appended: (queue: number) => void;
}

/**
 * Appends to one topic for one thread. Sends that come while a write is under way are gathered and go together with the next
 * (group commit). A group goes four steps: it is encoded; its bytes are written to a segment; they are synced; the index names its
 * chunks, which gives them offsets and makes them visible. Each step works on a group while the next has the one before it.
 */
export class TopicWriter {
  readonly #options: TopicWriterOptions;
  #waiting: Send[] = [];
  #running: Promise<void> | undefined;
  readonly #underWay = new Set<SendGroup>();
  readonly #buffers: Buffer[] = [];
  #dropBuffers: NodeJS.Timeout | undefined;

  constructor(options: TopicWriterOptions) {
    this.#options = options;
  }

  /** Resolves with the first message's offset once all are durable (P1). `bytes` is their bound on disk. */
  send(queue: number, messages: readonly BusMessage[], bytes: number): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#waiting.push({ queue, messages, bytes, resolve, reject });
    this.#running ??= this.#run();
    return promise;
  }

  /** Resolves when all that was sent is settled. */
  async close(): Promise<void> {
    await this.#running;
    await this.#options.segments.close();
  }

  async #run(): Promise<void> {
    let writing: Promise<unknown> = Promise.resolve();
    let named: Promise<void> = Promise.resolve();
    let namedBefore = named;
    clearTimeout(this.#dropBuffers);
    // Lets all sends of this turn of the event loop into the first group.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const sends = this.#waiting.splice(0, groupLength(this.#waiting));
      const group = encodeGroup(sends, (bytes) => this.#takeBuffer(bytes));
      this.#underWay.add(group);
      await Promise.all([writing, namedBefore]);
      const written = this.#write(group);
      writing = written;
      namedBefore = named;
      named = this.#settle(group, written, named);
      if (this.#waiting.length === 0) await writing;
      if (this.#waiting.length === 0) await named;
    }
    this.#running = undefined;
    this.#dropBuffers = setTimeout(() => this.#buffers.splice(0), BUFFERS_IDLE_MS).unref();
  }

  async #write(group: SendGroup): Promise<Placed | GantryError> {
    try {
      return await this.#options.segments.write(group.bytes);
    } catch (caught) {
      return toGantryError(caught, 'bus.store_failed');
    }
  }

  /** Names the group in the index once those before it are named. */
  async #settle(group: SendGroup, written: Promise<Placed | GantryError>, before: Promise<void>): Promise<void> {
    await before;
    const placed = await written;
    try {
      if (group.failure !== undefined) throw group.failure;
      if (placed instanceof Error) throw placed;
      await placed.synced;
      await this.#name(group, placed);
    } catch (caught) {
      this.#fail(group, toGantryError(caught, 'bus.store_failed'));
    }
    this.#underWay.delete(group);
    if (this.#buffers.length < KEPT_BUFFERS && group.buffer.length === BUFFER_BYTES) this.#buffers.push(group.buffer);
  }

  /**
   * Offsets are given here: the commit holds only while each queue's end is what was read. Where another thread or process
   * appended meanwhile, that queue is tried again behind it.
   */
  async #name(group: SendGroup, placed: Placed): Promise<void> {
    let left = group.parts;
    let at = placed;
    while (left.length > 0) {
      const heads = this.#heads(left);
      const outcome = await this.#commit(left, heads, at);
      if (outcome === 'segment is gone') {
        this.#options.segments.forget(at.segment);
        at = await this.#options.segments.write(group.bytes);
        await at.synced;
        continue;
      }
      for (const [index, part] of left.entries()) {
        const head = heads[index];
        if (outcome[index] === true && head !== undefined) this.#resolve(part, head.next);
      }
      left = left.filter((_, index) => outcome[index] !== true);
    }
    await this.#options.segments.sealBefore(at.segment);
  }

  #heads(parts: readonly QueuePart[]): readonly QueueHead[] {
    const { store, topic, topicName } = this.#options;
    store.refresh();
    return parts.map((part) => {
      const head = readHead(store, topic, part.queue);
      if (head === undefined) throw topicUnknown(topicName);
      return head;
    });
  }

  async #commit(
    parts: readonly QueuePart[],
    heads: readonly QueueHead[],
    placed: Placed,
  ): Promise<readonly boolean[] | 'segment is gone'> {
    const { store, topic } = this.#options;
    const { segment } = placed;
    for (const [index, part] of parts.entries())
      segment.ends.set(part.queue, (heads[index]?.next ?? 0) + countOf(part));
    const queues: Promise<boolean>[] = [];
    const held = await store.commit(async () => {
      const whole = store.segments.ifVersion(segment.key, segment.version, () => {
        void store.segments.put(segment.key, this.#options.segments.entry(segment, false), segment.version + 1);
        for (const [index, part] of parts.entries()) {
          const head = heads[index] as QueueHead;
          queues.push(
            store.heads.ifVersion([topic, part.queue], head.next + 1, () => this.#putChunks(part, head, placed)),
          );
        }
      });
      // All settle together; each must be heard, or a failed commit counts as an unhandled rejection.
      const [result] = await Promise.all([whole, ...queues]);
      return result;
    });
    if (!held) return 'segment is gone';
    segment.version += 1;
    return Promise.all(queues);
  }

  #putChunks(part: QueuePart, head: QueueHead, placed: Placed): void {
    const { store, topic, clock } = this.#options;
    const appendedAtMs = clock.now();
    let { next, bytesEver } = head;
    for (const chunk of part.chunks) {
      const place = encodePlace({
        segment: placed.segment.key[1],
        position: placed.position + chunk.start,
        bytes: chunk.bytes,
        count: chunk.count,
        bytesBefore: bytesEver,
        appendedAtMs,
      });
      void store.chunks.put([topic, part.queue, next], place);
      next += chunk.count;
      bytesEver += chunk.bytes;
    }
    void store.heads.put([topic, part.queue], encodeHead({ next, bytesEver }), next + 1);
  }

  #resolve(part: QueuePart, first: number): void {
    let offset = first;
    for (const send of part.sends) {
      send.resolve(offset);
      offset += send.messages.length;
    }
    this.#options.appended(part.queue);
  }

  /** Fails with a group all that was sent before its failure could be known: stored without it, they would stand in the wrong order (P5). */
  #fail(group: SendGroup, error: GantryError): void {
    for (const send of group.sends) send.reject(error);
    for (const later of this.#underWay) if (later !== group) later.failure ??= error;
    for (const send of this.#waiting.splice(0)) send.reject(error);
  }

  #takeBuffer(bytes: number): Buffer {
    if (bytes > BUFFER_BYTES) return Buffer.allocUnsafeSlow(bytes);
    // A group far below the target is not worth four megabytes of memory.
    if (bytes < BUFFER_BYTES / 8 && this.#buffers.length === 0) return Buffer.allocUnsafeSlow(bytes);
    return this.#buffers.pop() ?? Buffer.allocUnsafeSlow(BUFFER_BYTES);
  }
}

function countOf(part: QueuePart): number {
  return part.chunks.reduce((sum, chunk) => sum + chunk.count, 0);
}
