/** A process that writes and flushes until it is killed: `node writeForever.ts CONFIG STATE-FILE`. The state is stored as a host would. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Json } from '@gantry/sdk';
import type { FilesSinkConfig } from '../config.ts';
import { openSink, row, signal } from './trial.ts';

const [, , config = '{}', stateFile = ''] = process.argv;
let { next, state } = load();
const sink = await openSink(JSON.parse(config) as Partial<FilesSinkConfig> & { path: string }, state);
process.stdout.write('open\n');
for (;;) {
  await sink.write(
    Array.from({ length: 50 }, (_, i) => row({ id: next + i })),
    signal,
  );
  next += 50;
  if ((next / 50) % 3 !== 0) continue;
  state = await sink.flush(signal);
  writeFileSync(`${stateFile}.new`, JSON.stringify({ next, state }));
  renameSync(`${stateFile}.new`, stateFile);
}

function load(): { next: number; state: Json } {
  try {
    return JSON.parse(readFileSync(stateFile, 'utf8')) as { next: number; state: Json };
  } catch {
    // The first start.
    return { next: 0, state: null };
  }
}
