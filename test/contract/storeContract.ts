import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store, StoreChange } from '../../runtime/cluster/index.ts';

/** A store under test: opens members' views of the same content, and moves the time leases are measured with. */
export interface StoreUnderTest {
  open(): Promise<Store>;
  /** Lets time pass, as far as leases and watching are concerned. */
  pass(ms: number): Promise<void>;
  dispose(): Promise<void>;
}

/** What every store keeps, whatever driver: run it once per driver. */
export function storeContract(name: string, setUp: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the store's contract`, () => {
    let subject: StoreUnderTest;
    let store: Store;
    const opened: Store[] = [];
    const openAnother = async (): Promise<Store> => {
      const another = await subject.open();
      opened.push(another);
      return another;
    };

    beforeEach(async () => {
      subject = await setUp();
      store = await openAnother();
    });

    afterEach(async () => {
      for (const each of opened.splice(0)) await each.close();
      await subject.dispose();
    });

    it('gives back what was put, with a revision that grows over all keys', async () => {
      const first = await store.transact({ writes: [{ put: 'a', value: { version: 1 } }] });
      const second = await store.transact({ writes: [{ put: 'b', value: [1, 'two', null] }] });
      expect(await store.get('a')).toEqual({ key: 'a', value: { version: 1 }, revision: revisionOf(first) });
      expect(await store.get('b')).toEqual({ key: 'b', value: [1, 'two', null], revision: revisionOf(second) });
      expect(revisionOf(second)).toBeGreaterThan(revisionOf(first));
      expect(await store.get('c')).toBeUndefined();
    });

    it('lists the keys below a prefix in order, and no others', async () => {
      await store.transact({ writes: ['p/b', 'p/a', 'pa', 'q/a', 'p/a/x'].map((put) => ({ put, value: put })) });
      expect((await store.list('p/')).map((entry) => entry.key)).toEqual(['p/a', 'p/a/x', 'p/b']);
      expect(await store.list('r/')).toEqual([]);
    });

    it('writes all or nothing: one failed check keeps every write out and is named', async () => {
      const put = await store.transact({ writes: [{ put: 'a', value: 1 }] });
      const refused = await store.transact({
        checks: [
          { key: 'a', revision: revisionOf(put) },
          { key: 'b', revision: revisionOf(put) },
        ],
        writes: [{ put: 'a', value: 2 }, { remove: 'a' }, { put: 'c', value: 2 }],
      });
      expect(refused).toEqual({ committed: false, failed: 'b' });
      expect((await store.get('a'))?.value).toBe(1);
      expect(await store.get('c')).toBeUndefined();
    });

    it('takes revision 0 to mean that the key must not exist', async () => {
      const create = { checks: [{ key: 'a', revision: 0 }], writes: [{ put: 'a', value: 1 }] };
      expect(await store.transact(create)).toMatchObject({ committed: true });
      expect(await store.transact(create)).toEqual({ committed: false, failed: 'a' });
      await store.transact({ writes: [{ remove: 'a' }] });
      expect(await store.transact(create)).toMatchObject({ committed: true });
    });

    it('lets exactly one of many concurrent compare-and-sets win, also from several members', async () => {
      const other = await openAnother();
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? store : other).transact({
            checks: [{ key: 'owner', revision: 0 }],
            writes: [{ put: 'owner', value: index }],
          }),
        ),
      );
      expect(results.filter((result) => result.committed)).toHaveLength(1);
    });

    it('keeps what was committed when it is opened again', async () => {
      await store.transact({ writes: [{ put: 'a', value: 'kept' }] });
      await store.close();
      const again = await openAnother();
      expect((await again.get('a'))?.value).toBe('kept');
    });

    it('tells watchers of changes below their prefix, also those of another member', async () => {
      const other = await openAnother();
      const heard: StoreChange[] = [];
      const stop = store.watch('w/', (changes) => void (changes === 'missed' ? 0 : heard.push(...changes)));
      await store.transact({
        writes: [
          { put: 'w/own', value: 1 },
          { put: 'x/other', value: 1 },
        ],
      });
      await other.transact({ writes: [{ put: 'w/foreign', value: 2 }] });
      await until(() => heard.length >= 2, subject);
      await other.transact({ writes: [{ remove: 'w/own' }] });
      await until(() => heard.length >= 3, subject);
      expect(heard.map((change) => [change.key, change.entry?.value])).toEqual([
        ['w/own', 1],
        ['w/foreign', 2],
        ['w/own', undefined],
      ]);
      stop();
      await other.transact({ writes: [{ put: 'w/late', value: 3 }] });
      await subject.pass(500);
      expect(heard).toHaveLength(3);
    });

    it('removes the keys of a lease when it is not kept alive, and tells watchers', async () => {
      const other = await openAnother();
      const lease = await store.grantLease(3_000);
      await store.transact({
        writes: [
          { put: 'm/1', value: 1, lease: lease.id },
          { put: 'm/2', value: 2 },
        ],
      });
      const gone: string[] = [];
      other.watch(
        'm/',
        (changes) => void (changes === 'missed' ? 0 : gone.push(...changes.filter((c) => !c.entry).map((c) => c.key))),
      );
      await subject.pass(2_000);
      expect(await lease.keepAlive()).toBe(true);
      await subject.pass(2_000);
      expect(await other.get('m/1')).toBeDefined();
      await subject.pass(3_500);
      await until(() => gone.length > 0, subject);
      expect(gone).toEqual(['m/1']);
      expect((await other.list('m/')).map((entry) => entry.key)).toEqual(['m/2']);
      expect(await lease.keepAlive()).toBe(false);
    });

    it('P4: refuses a transaction that checks a key whose lease has ended, whoever comes first', async () => {
      const lease = await store.grantLease(3_000);
      const claimed = await store.transact({ writes: [{ put: 'owner', value: 'me', lease: lease.id }] });
      await subject.pass(4_000);
      const commit = {
        checks: [{ key: 'owner', revision: revisionOf(claimed) }],
        writes: [{ put: 'position', value: 7 }],
      };
      expect(await store.transact(commit)).toEqual({ committed: false, failed: 'owner' });
      expect(await store.get('position')).toBeUndefined();
    });

    it('refuses to write under a lease that has ended', async () => {
      const lease = await store.grantLease(3_000);
      await lease.revoke();
      await expect(store.transact({ writes: [{ put: 'a', value: 1, lease: lease.id }] })).rejects.toMatchObject({
        code: 'cluster.lease_ended',
      });
      expect(await store.get('a')).toBeUndefined();
    });

    it('frees a key from its lease when it is written again without one', async () => {
      const lease = await store.grantLease(3_000);
      await store.transact({ writes: [{ put: 'a', value: 1, lease: lease.id }] });
      await store.transact({ writes: [{ put: 'a', value: 2 }] });
      await lease.revoke();
      expect((await store.get('a'))?.value).toBe(2);
    });
  });
}

function revisionOf(result: { committed: boolean; revision?: number }): number {
  if (!result.committed || result.revision === undefined) throw new Error('the transaction was refused');
  return result.revision;
}

/** Lets the store's time pass until the condition holds. */
async function until(condition: () => boolean, subject: StoreUnderTest): Promise<void> {
  for (let turn = 0; turn < 2_000 && !condition(); turn++) {
    await subject.pass(turn < 100 ? 100 : 0);
    // The store's time may be held still, its disk's is not.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
