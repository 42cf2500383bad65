/** Appends to a topic from a worker thread until the thread is ended from outside, in the middle of whatever it does. */
import { parentPort, workerData } from 'node:worker_threads';
import { openEmbeddedBus } from '../../../runtime/bus/index.ts';
import { quietLog, systemClock } from '../surroundings.ts';

const { dir, topic, writer } = workerData as { readonly dir: string; readonly topic: string; readonly writer: string };
const bus = await openEmbeddedBus({ dir, log: quietLog, clock: systemClock });
const producer = await bus.producer(topic);
for (let number = 0; ; number++) {
  const body = Buffer.from(`${writer}:${number}`);
  const offset = await producer.send(0, [{ key: writer, body, timestampMs: number }]);
  parentPort?.postMessage({ number, offset });
}
