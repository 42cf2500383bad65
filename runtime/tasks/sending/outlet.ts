import type { BusMessage, BusProducer } from '@gantry/sdk';
import { Partitioner } from '../partition.ts';
import type { TaskEnvironment } from '../taskEnvironment.ts';
import { ensuredTopic } from '../topics.ts';
import { QueueLane } from './queueLane.ts';

/** The way to one topic: its producer, its partitioner and a lane for each of its queues. */
export interface Outlet {
  readonly topic: string;
  readonly partitioner: Partitioner;
  readonly lanes: readonly QueueLane[];
  readonly producer: BusProducer;
}

/** The topics a task writes to, each opened once, whichever branches lead there. */
export class Outlets {
  private readonly env: TaskEnvironment;
  private readonly opened = new Map<string, Promise<Outlet>>();

  constructor(env: TaskEnvironment) {
    this.env = env;
  }

  open(topic: string): Promise<Outlet> {
    let outlet = this.opened.get(topic);
    if (outlet === undefined) this.opened.set(topic, (outlet = openOutlet(this.env, topic)));
    return outlet;
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.opened.values());
    for (const result of opened) if (result.status === 'fulfilled') await result.value.producer.close();
  }
}

/** What a message takes on the bus, roughly. */
export function messageBytes(message: BusMessage): number {
  return (message.body?.length ?? 0) + (message.key?.length ?? 0) + 16;
}

async function openOutlet(env: TaskEnvironment, topic: string): Promise<Outlet> {
  const info = await ensuredTopic(env, topic);
  const producer = await env.bus.producer(topic);
  return {
    topic,
    producer,
    partitioner: new Partitioner(info.queues.length),
    lanes: info.queues.map((queue) => new QueueLane(env, producer, queue.queue)),
  };
}
