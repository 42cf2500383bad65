/** The raw limit of files.pipeline: one thread reads lines, parses, filters and writes. `node plainFilter.ts IN OUT` */
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const [input = '', output = ''] = process.argv.slice(2);
const out = createWriteStream(output);
for await (const line of createInterface({ input: createReadStream(input) })) {
  const order = JSON.parse(line) as { status: string; amount: number };
  if (order.status !== 'paid' || order.amount <= 100) continue;
  if (!out.write(`${JSON.stringify(order)}\n`)) await once(out, 'drain');
}
out.end();
await once(out, 'close');
