import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../../src/log/log.ts';
import { lazyStore } from '../../../src/store/open/lazy-store.ts';
import { openMemoryStore } from '../../../src/store/open/open-sqlite-store.ts';
import { pendingStore } from '../../../src/store/open/pending-store.ts';
import { NOTHING_RESTORED } from '../../../src/store/restore.ts';
import type { Store } from '../../../src/store/store.ts';
import { StoreError } from '../../../src/store/store-error.ts';

const LIMITS = { changesAfter: 0, maxChanges: 10, maxEnded: 10 };
const EMPTY = { number: 1, committedAt: 1, changes: [], sources: [], removedSources: [] };

/** Opens a store in memory after some failures; notes what happens. */
function opening(failures: number) {
  const opened: Store[] = [];
  const first = Promise.withResolvers<void>();
  let closed = 0;
  let attempts = 0;
  const open = async (): Promise<Store> => {
    attempts += 1;
    if (attempts <= failures) throw new StoreError('away', 'ECONNREFUSED');
    const store = await openMemoryStore(10);
    opened.push(store);
    return {
      ...store,
      close: () => {
        closed += 1;
        first.resolve();
        return store.close();
      },
    };
  };
  return { open, opened, attempts: () => attempts, closed: () => closed, untilClosed: first.promise };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

function pending(failures: number) {
  const told = opening(failures);
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push((JSON.parse(line) as { msg: string }).msg) });
  return { ...told, lines, store: pendingStore(told.open, log) };
}

describe('A store whose database is away', () => {
  test('rejects all that needs it until it is there, and is the same store from then on', async () => {
    const { store, opened, lines } = pending(2);
    const id = store.id;
    expect([store.isOpen, store.isDurable, store.isShared, store.replicas]).toEqual([false, true, true, null]);
    const works = [
      () => store.commit(EMPTY),
      () => store.restore(LIMITS),
      () => store.sql.all('select 1'),
      () => store.sql.run('select 1'),
      () => store.sql.transaction(async () => 1),
    ];
    for (const work of works) await expect(work()).rejects.toMatchObject({ name: 'StoreError', code: 'NOT_OPEN' });
    await vi.advanceTimersByTimeAsync(4_000);
    expect(store.isOpen).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    await store.opened();
    expect([store.isOpen, store.id === id, store.id]).toEqual([true, false, opened[0]?.id]);
    for (const work of works) await work();
    expect(lines).toEqual(['the store is open']);
    await store.close();
  });

  test('is tried every two seconds, and no more once it is closed', async () => {
    const { store, attempts } = pending(100);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(attempts()).toBe(5);
    await store.close();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(attempts()).toBe(5);
  });

  test('that is opened while it is being closed is closed, too', async () => {
    const told = opening(0);
    const gate = Promise.withResolvers<void>();
    const open = async () => {
      await gate.promise;
      return told.open();
    };
    const store = pendingStore(open, createLog('silent'));
    await vi.advanceTimersByTimeAsync(2_000);
    await store.close();
    gate.resolve();
    await told.untilClosed;
    expect(told.closed()).toBe(1);
    expect(store.isOpen).toBe(false);
  });
});

describe('A store that is opened when it is used', () => {
  test('is not opened before, not even to be restored or closed, and then once', async () => {
    const { open, attempts, closed } = opening(0);
    const unused = lazyStore(open);
    await unused.opened();
    expect(await unused.restore(LIMITS)).toBe(NOTHING_RESTORED);
    await unused.close();
    expect([attempts(), closed()]).toEqual([0, 0]);

    const used = lazyStore(open);
    expect([used.isOpen, used.isDurable, used.isShared, used.replicas]).toEqual([true, false, false, null]);
    await Promise.all([
      used.commit(EMPTY),
      used.sql.run('create table t (a integer)'),
      used.sql.transaction((transaction) => transaction.run('update clock set stamp = stamp')),
    ]);
    expect(await used.sql.all('select stamp from clock')).toEqual([{ stamp: 1 }]);
    await used.close();
    expect([attempts(), closed()]).toEqual([1, 1]);
  });
});
