import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedBus } from '../../runtime/bus/index.ts';
import { busContract } from './busContract.ts';
import { quietLog, systemClock } from '../support/surroundings.ts';

busContract('the embedded bus', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'gantry-bus-'));
  const open = (): ReturnType<typeof openEmbeddedBus> => openEmbeddedBus({ dir, log: quietLog, clock: systemClock });
  const bus = await open();
  return {
    bus,
    reopen: open,
    async close() {
      await bus.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
});
