import { CancelledError } from '@gantry/sdk';
import type {
  Bus,
  BusMessage,
  BusProducer,
  BusRead,
  BusReader,
  ReadLimits,
  StartAt,
  StoredMessage,
  TopicInfo,
  TopicSpec,
} from '@gantry/sdk';

interface Queue {
  readonly messages: StoredMessage[];
  first: number;
  next: number;
  waiting: (() => void)[];
}

/** A bus in memory whose every send the test can hold back or refuse: what no real bus lets one do. */
export class MemoryBus implements Bus {
  readonly released: string[] = [];
  /** Called for every send, which is stored and acknowledged when it resolves, refused when it rejects. */
  onSend: (topic: string, queue: number, messages: readonly BusMessage[]) => Promise<void> | void = () => undefined;
  private readonly topics = new Map<string, { spec: TopicSpec; queues: Queue[] }>();

  async ensureTopic(spec: TopicSpec): Promise<TopicInfo> {
    let topic = this.topics.get(spec.name);
    if (topic === undefined) this.topics.set(spec.name, (topic = { spec, queues: [] }));
    while (topic.queues.length < spec.queues) topic.queues.push({ messages: [], first: 0, next: 0, waiting: [] });
    return this.info(spec.name);
  }

  async describeTopic(name: string): Promise<TopicInfo | undefined> {
    return this.topics.has(name) ? this.info(name) : undefined;
  }

  async listTopics(): Promise<readonly TopicInfo[]> {
    return [...this.topics.keys()].map((name) => this.info(name));
  }

  async deleteTopic(name: string): Promise<void> {
    this.topics.delete(name);
  }

  async producer(topic: string): Promise<BusProducer> {
    return {
      send: async (queue, messages) => {
        await this.onSend(topic, queue, messages);
        return this.append(topic, queue, messages);
      },
      close: async () => undefined,
    };
  }

  async reader(topic: string, queue: number, start: StartAt): Promise<BusReader> {
    const at = this.queue(topic, queue);
    let next = start === 'earliest' ? at.first : start === 'latest' ? at.next : start;
    return {
      read: async (limits, signal) => {
        if (at.next <= next) await waitFor(at, limits, signal);
        const skipped = Math.max(0, at.first - next);
        const messages = within(
          at.messages.filter((message) => message.offset >= next),
          limits,
        );
        next = messages.length > 0 ? (messages.at(-1) as StoredMessage).offset + 1 : Math.max(next, at.first);
        const read: BusRead = { messages, next, end: at.next, ...(skipped > 0 ? { skipped } : {}) };
        return read;
      },
      close: async () => undefined,
    };
  }

  async release(topic: string, queue: number, reader: string, offset: number): Promise<void> {
    this.released.push(`${reader} ${topic}/${queue} ${offset}`);
  }

  async close(): Promise<void> {}

  /** What a queue holds. */
  stored(topic: string, queue = 0): readonly StoredMessage[] {
    return this.topics.get(topic)?.queues[queue]?.messages ?? [];
  }

  append(topic: string, queue: number, messages: readonly BusMessage[]): number {
    const at = this.queue(topic, queue);
    const offset = at.next;
    for (const message of messages) at.messages.push({ ...message, queue, offset: at.next++ });
    const waiting = at.waiting;
    at.waiting = [];
    for (const wake of waiting) wake();
    return offset;
  }

  /** What retention does. */
  expire(topic: string, queue: number, before: number): void {
    const at = this.queue(topic, queue);
    at.first = before;
    at.messages.splice(
      0,
      at.messages.findIndex((message) => message.offset >= before),
    );
  }

  private info(name: string): TopicInfo {
    const { queues } = this.topics.get(name) as { queues: Queue[] };
    return { name, queues: queues.map(({ first, next }, queue) => ({ queue, first, next })) };
  }

  private queue(topic: string, queue: number): Queue {
    const at = this.topics.get(topic)?.queues[queue];
    if (at === undefined) throw new Error(`no queue ${topic}/${queue}`);
    return at;
  }
}

function within(messages: readonly StoredMessage[], limits: ReadLimits): StoredMessage[] {
  const taken: StoredMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    bytes += message.body?.length ?? 0;
    if (taken.length > 0 && (taken.length >= limits.maxMessages || bytes > limits.maxBytes)) break;
    taken.push(message);
  }
  return taken;
}

function waitFor(queue: Queue, limits: ReadLimits, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new CancelledError());
    const timer = setTimeout(resolve, limits.waitMs);
    queue.waiting.push(() => {
      clearTimeout(timer);
      resolve();
    });
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new CancelledError());
    });
  });
}
