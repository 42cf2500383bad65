import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLmdbStore } from '../../runtime/cluster/index.ts';
import { ManualClock } from '../../runtime/cluster/testing/manualClock.ts';
import { storeContract } from './storeContract.ts';

storeContract('LMDB', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'gantry-store-'));
  const clock = new ManualClock();
  return {
    open: async () => openLmdbStore({ dir, clock, monotonicMs: () => clock.now() }),
    pass: (ms) => clock.pass(ms),
    dispose: () => rm(dir, { recursive: true, force: true }),
  };
});
