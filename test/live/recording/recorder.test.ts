import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { previousSessions } from '../../../src/live/broadcaster/previous-sessions.ts';
import { createChangeLog } from '../../../src/live/change-log.ts';
import type { SessionChange } from '../../../src/live/live-session.ts';
import { createRecorder, type HeldLeases } from '../../../src/live/recording/recorder.ts';
import { createLog } from '../../../src/log/log.ts';
import { openMemoryStore } from '../../../src/store/open/open-sqlite-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { StoreError } from '../../../src/store/store-error.ts';
import { liveSession, SEEN, started } from '../../support/live-sessions.ts';
import { rowsOf } from '../../support/stores.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

/** Fate of an attempt to commit; `lost`: it is committed, and its answer does not arrive. */
type Fate = 'commits' | 'fails' | 'lost';

/** A store of which each attempt to commit has its fate. */
function fateful(store: Store, fates: readonly Fate[]): Store {
  let attempts = 0;
  return {
    ...store,
    async commit(commit) {
      const fate = fates[attempts] ?? 'commits';
      attempts += 1;
      if (fate === 'fails') throw new StoreError('It fails.', 'SQLITE_FULL');
      // SQLite has no leases to check.
      const { leases, ...own } = commit;
      const place = await store.commit(own);
      if (fate === 'lost') throw new StoreError('The answer is lost.', 'CONNECTION_LOST');
      return place;
    },
  };
}

async function recording(fates: readonly Fate[] = [], leases?: HeldLeases) {
  const store = await openMemoryStore(Number.MAX_SAFE_INTEGER);
  const clock = virtualClock();
  const changes = createChangeLog({ id: store.id, now: () => SEEN });
  const seen: SessionChange[] = [];
  changes.subscribe((commit) => seen.push(...commit.changes));
  const failing: boolean[] = [];
  const behind: number[] = [];
  const lines: string[] = [];
  const recorder = createRecorder({
    store: fateful(store, fates),
    changes,
    previous: previousSessions(changes),
    clock: { ...clock, wall: () => SEEN + clock.now() },
    log: createLog('info', { write: (line) => void lines.push((JSON.parse(line) as { level: string }).level) }),
    maxAgeMs: 60_000,
    onFailing: (isFailing) => failing.push(isFailing),
    ...(leases && { leases, onBehind: () => void behind.push(changes.revision) }),
  });
  let number = 0;
  const commit = (count: number) => {
    const next = Array.from({ length: count }, () => started(liveSession(number++)));
    recorder.commit({ changes: next, sources: [], removedSources: [] });
    return next;
  };
  return { store, clock, changes, seen, failing, behind, lines, recorder, commit };
}

const fate = fc.constantFrom<Fate>('commits', 'commits', 'fails', 'lost');

describe('The recorder', () => {
  test('makes each change visible once and in order, once it is stored, however commits fail', async () => {
    const counts = fc.array(fc.oneof(fc.nat(5), fc.constantFrom(199, 200, 401)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(counts, fc.array(fate, { maxLength: 12 }), async (all, fates) => {
        const { store, clock, changes, seen, failing, recorder, commit } = await recording(fates);
        const told: SessionChange[] = [];
        for (const count of all) {
          told.push(...commit(count));
          await clock.run(clock.now() + 300);
          const stored = Number((await store.sql.all('select revision from clock'))[0]?.revision);
          expect(seen.length).toBeLessThanOrEqual(stored);
        }
        do {
          await clock.run(clock.now() + 200_000);
          await recorder.settled();
        } while (recorder.isFailing);
        expect(seen).toEqual(told);
        expect(changes.revision).toBe(told.length);
        expect((await rowsOf(store)).session).toHaveLength(told.length);
        expect(recorder.isFailing).toBe(false);
        expect(failing).toEqual(failing.map((_, at) => at % 2 === 0));
        expect(failing.length % 2).toBe(0);
        await recorder.close();
        await store.close();
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });

  test('tells that the store fails, and that it commits again, each once and with one line', async () => {
    const { clock, failing, lines, recorder, commit } = await recording(['fails', 'fails', 'fails']);
    commit(1);
    await clock.run(10);
    expect([recorder.isFailing, failing]).toEqual([true, [true]]);
    expect(recorder.room()).toBeInstanceOf(Promise);
    // It does not wait for a store that fails.
    await recorder.settled();
    await clock.run(10_000);
    expect([recorder.isFailing, failing, lines]).toEqual([false, [true, false], ['error', 'info']]);
    expect(recorder.room()).toBeUndefined();
    await recorder.close();
  });

  test('retries after longer and longer times, at least every five seconds, and logs once a minute', async () => {
    const { clock, lines, recorder, commit } = await recording(Array.from({ length: 100 }, () => 'fails' as const));
    commit(1);
    await clock.run(66_000);
    expect(lines).toEqual(['error', 'error']);
    expect(clock.nextAt - clock.now()).toBeLessThanOrEqual(5_000);
    await recorder.close();
  });

  test('has no room for more than ten thousand changes that wait, and makes room as they are stored', async () => {
    const { clock, recorder, commit } = await recording();
    commit(10_200);
    const room = recorder.room();
    expect(room).toBeInstanceOf(Promise);
    expect(recorder.room()).toBe(room);
    await room;
    expect(recorder.room()).toBeUndefined();
    await recorder.close();
    expect(clock.nextAt).toBe(Infinity);
  });

  test('gives other work its turns of the event loop between the commits of many changes', async () => {
    const { seen, recorder, commit } = await recording();
    commit(4_000);
    let turns = 0;
    const turn = () => {
      if (seen.length === 4_000) return;
      turns += 1;
      setImmediate(turn);
    };
    turn();
    await recorder.settled();
    expect(seen).toHaveLength(4_000);
    expect(turns).toBeGreaterThan(8);
    await recorder.close();
  });

  test('drops what is not stored when it is closed, and ends what waits for it', async () => {
    const { clock, seen, recorder, commit } = await recording(['fails', 'fails', 'fails', 'fails', 'fails']);
    commit(3);
    await clock.run(10);
    const room = recorder.room();
    await recorder.close();
    await room;
    await recorder.settled();
    commit(1);
    await clock.run(60_000);
    expect(seen).toEqual([]);
    expect(recorder.room()).toBeUndefined();
  });
});

describe('The recorder of one of several processes', () => {
  /** Lease of all units, which is lost and taken again. */
  function oneLease() {
    let lease = { unit: 'all', epoch: 1 };
    const retake = (epoch: number) => {
      lease = { unit: 'all', epoch };
    };
    return { leases: { of: () => lease, lost: () => {} }, retake };
  }

  test.each([1, 2])(
    'commits nothing that it has found under a lease that it has lost since, now of epoch %i',
    async (epoch) => {
      const { leases, retake } = oneLease();
      const { store, clock, seen, recorder, commit } = await recording(['fails'], leases);
      commit(3);
      await clock.run(0);
      expect(recorder.isFailing).toBe(true);
      // Another process has committed the same meanwhile; this one reads on from there, and finds more.
      retake(epoch);
      const later = commit(2);
      await clock.run(10_000);
      await recorder.settled();
      expect(seen).toEqual(later);
      expect((await rowsOf(store)).session).toHaveLength(2);
    },
  );

  test('leaves what it has committed without an answer, before it lost the lease, to the feed', async () => {
    const { leases, retake } = oneLease();
    const { store, clock, changes, seen, behind, recorder, commit } = await recording(['lost'], leases);
    commit(3);
    await clock.run(0);
    retake(2);
    await clock.run(10_000);
    await recorder.settled();
    expect((await rowsOf(store)).session).toHaveLength(3);
    expect([seen, changes.revision, behind]).toEqual([[], 0, [0]]);
  });
});
