/**
 * Appends running numbers to a topic as fast as it can until it is killed. Each acknowledged number is on its standard output before
 * the next is sent, so that whoever kills it knows what must be there.
 *
 *     node busWriter.ts DIR TOPIC WRITER FIRST
 */
import { writeSync } from 'node:fs';
import { openEmbeddedBus } from '../../../runtime/bus/index.ts';
import { quietLog, systemClock } from '../surroundings.ts';

const [dir = '', topic = '', writer = '', first = '0'] = process.argv.slice(2);
const OVERLAPPING = 4;

const bus = await openEmbeddedBus({ dir, log: quietLog, clock: systemClock });
const producer = await bus.producer(topic);
let next = Number(first);

async function sendNext(): Promise<void> {
  const number = next++;
  const count = 1 + (number % 50);
  const messages = Array.from({ length: count }, (_, part) => ({
    key: writer,
    body: Buffer.from(`${writer}:${number}:${part}:${count}`),
    timestampMs: number,
  }));
  const offset = await producer.send(0, messages);
  writeSync(1, `${number} ${offset}\n`);
}

for (;;) await Promise.all(Array.from({ length: OVERLAPPING }, sendNext));
