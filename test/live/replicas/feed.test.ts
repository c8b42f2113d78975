import { expect, test } from 'vitest';
import { createFeed } from '../../../src/live/replicas/feed.ts';
import type { LiveView } from '../../../src/live/view/live-view.ts';
import { createLog } from '../../../src/log/log.ts';
import type { FeedPlace, News, ReplicaStore } from '../../../src/store/replica-store.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const START: FeedPlace = { storeId: 's', revision: 0, stamp: 0 };

/** A process that follows a database with messages alone. */
function following() {
  const virtual = virtualClock();
  const messages: string[] = [];
  const database = { sent: [] as string[], page: Infinity, reads: 0, isAway: false };
  let hint = () => {};
  const replicas: Pick<ReplicaStore, 'read' | 'onHint'> = {
    async read({ stamp, ...place }) {
      database.reads += 1;
      if (database.isAway) throw new Error('away');
      const news = database.sent.slice(stamp, stamp + database.page).map((body) => ({ kind: 'k', body }));
      if (news.length === 0) return null;
      const next = stamp + news.length;
      const isAll = next === database.sent.length;
      return { ...place, stamp: next, changes: [], sources: [], messages: news, isAll } satisfies News;
    },
    onHint(listener) {
      hint = listener;
      return () => {};
    },
  };
  const feed = createFeed({
    replicas: replicas as ReplicaStore,
    view: { changes: { revision: 0 } } as LiveView,
    clock: { ...virtual, wall: virtual.now },
    log: createLog('silent'),
    onMessage: (_kind, body) => messages.push(body),
    onGap: async () => START,
    onFailing: () => {},
  });
  feed.start(START);
  const pass = (milliseconds: number) => virtual.run(virtual.now() + milliseconds);
  /** Number of reads within ten seconds. */
  async function readsOfTenSeconds(): Promise<number> {
    const before = database.reads;
    await pass(10_000);
    return database.reads - before;
  }
  return { feed, database, messages, hint: () => hint(), pass, readsOfTenSeconds };
}

test('A store that nothing is committed to is looked at every second', async () => {
  const { readsOfTenSeconds } = following();
  expect(await readsOfTenSeconds()).toBe(10);
  expect(await readsOfTenSeconds()).toBe(10);
});

test('News are read by hints; the store is looked at every second all the same', async () => {
  const { database, messages, hint, readsOfTenSeconds } = following();
  await readsOfTenSeconds();
  database.sent.push('one');
  hint();
  expect(await readsOfTenSeconds()).toBe(10);
  expect(messages).toEqual(['one']);
});

test('Where news come without hints, the store is looked at five times a second, until a hint comes', async () => {
  const { database, messages, hint, readsOfTenSeconds, pass } = following();
  await pass(0);
  database.sent.push('one');
  await pass(1_000);
  expect(messages).toEqual(['one']);
  expect(await readsOfTenSeconds()).toBe(50);
  hint();
  expect(await readsOfTenSeconds()).toBe(10);
});

test('All pages of news are read at once, and hints meanwhile are one more read', async () => {
  const { database, messages, hint, pass } = following();
  await pass(0);
  database.page = 2;
  database.sent.push('one', 'two', 'three', 'four', 'five');
  const before = database.reads;
  for (let hints = 0; hints < 10; hints += 1) hint();
  await pass(0);
  expect(messages).toEqual(['one', 'two', 'three', 'four', 'five']);
  expect(database.reads - before).toBe(3);
});

test('A feed that has caught up has shown what was sent before, and has no lag', async () => {
  const { feed, database, messages, pass } = following();
  database.isAway = true;
  await pass(5_000);
  expect(feed.lagMs).toBe(5_000);
  database.isAway = false;
  database.sent.push('one');
  await feed.caughtUp();
  expect(messages).toEqual(['one']);
  expect(feed.lagMs).toBe(0);
});
