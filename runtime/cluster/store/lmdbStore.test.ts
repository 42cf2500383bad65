import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manualClock.ts';
import { openLmdbStore } from './lmdbStore.ts';
import { ownIdentity } from './processIdentity.ts';

async function withFolder(test: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'gantry-store-'));
  try {
    await test(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

describe('the LMDB store', () => {
  it('breaks the lease of a process that is gone at once, without waiting for it', () =>
    withFolder(async (dir) => {
      const clock = new ManualClock();
      const monotonicMs = (): number => clock.now();
      let gone = false;
      const store = openLmdbStore({ dir, clock, monotonicMs, isGone: () => gone });
      const lease = await store.grantLease(60_000);
      await store.transact({ writes: [{ put: 'owner', value: 1, lease: lease.id }] });
      expect(await store.get('owner')).toBeDefined();
      gone = true;
      expect(await store.get('owner')).toBeUndefined();
      expect(await store.transact({ checks: [{ key: 'owner', revision: 0 }], writes: [] })).toMatchObject({
        committed: true,
      });
      await store.close();
    }));

  it('does not take a lease from before a restart of the machine for a live one', () =>
    withFolder(async (dir) => {
      const clock = new ManualClock();
      let uptime = 1_000_000;
      const store = openLmdbStore({ dir, clock, monotonicMs: () => uptime, isGone: () => false });
      const lease = await store.grantLease(6_000);
      uptime = 50;
      expect(await lease.keepAlive()).toBe(false);
      await store.close();
    }));

  it('refuses a key that LMDB could not take before anything of the transaction is written', () =>
    withFolder(async (dir) => {
      const store = openLmdbStore({ dir, clock: new ManualClock() });
      const writes = [
        { put: 'a', value: 1 },
        { put: 'k'.repeat(3_000), value: 1 },
      ];
      await expect(store.transact({ writes })).rejects.toMatchObject({ code: 'cluster.key_too_long' });
      expect(await store.get('a')).toBeUndefined();
      await store.close();
    }));

  it('says where the store is when it cannot be opened', () =>
    withFolder(async (dir) => {
      const { writeFile } = await import('node:fs/promises');
      await writeFile(join(dir, 'file'), '');
      const open = (): unknown => openLmdbStore({ dir: join(dir, 'file', 'store'), clock: new ManualClock() });
      expect(open).toThrow(
        expect.objectContaining({ code: 'cluster.store_unavailable', message: expect.stringContaining(dir) }),
      );
    }));

  it('tells a watcher that was away for longer than the changes are kept to read again', () =>
    withFolder(async (dir) => {
      const clock = new ManualClock();
      const store = openLmdbStore({ dir, clock });
      const heard: unknown[] = [];
      store.watch('a/', (changes) => heard.push(changes));
      // One batch is published as a whole, so all of these count as missed at once.
      await Promise.all(
        Array.from({ length: 24_500 }, (_, n) => store.transact({ writes: [{ put: 'a/k', value: n }] })),
      );
      expect(heard[0]).toBe('missed');
      await store.close();
    }));

  it('knows itself as alive', () => {
    expect(ownIdentity()).toMatchObject({ pid: process.pid });
  });
});
