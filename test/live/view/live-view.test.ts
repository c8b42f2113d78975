import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiveSession, NumberedCommit, SessionChange } from '../../../src/live/live-session.ts';
import type { RestoredLive } from '../../../src/live/recording/restored-live.ts';
import { type LiveView, liveView } from '../../../src/live/view/live-view.ts';
import { liveClock } from '../../support/live.ts';
import { commits, ended, liveSession, liveSessions, SEEN, sourceState, started } from '../../support/live-sessions.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const MAX_AGE_MS = 60_000;

function opened(id = 'first') {
  const view = liveView(id, liveClock(virtualClock(), SEEN), MAX_AGE_MS);
  const commit = commits();
  const seen: NumberedCommit[] = [];
  view.changes.subscribe((each) => seen.push(each));
  return { view, seen, append: (...args: Parameters<typeof commit>) => view.changes.append(commit(...args)) };
}

/** Restored state with these sessions, at a revision. */
function restored(sessions: readonly LiveSession[], more: Partial<RestoredLive> = {}): RestoredLive {
  return {
    sessions: sessions.map((session) => ({ session, hasEnded: false })),
    sources: [],
    ended: new Map(),
    revision: 100,
    stamp: 1,
    commits: [],
    previous: { sessions, replaced: [] },
    ...more,
  };
}

async function listed({ index }: LiveView): Promise<readonly string[]> {
  const query = { filter: {}, order: [{ field: 'STARTED_AT', direction: 'ASC' } as const], limit: 200 };
  const { items } = await index.page({ ...query, isBackward: false, from: null });
  return items.map(({ session }) => session.id).sort();
}

const statuses = (view: LiveView) => view.sources().map(({ id, status }) => `${id} ${status}`);
const idsOf = (sessions: readonly LiveSession[]) => sessions.map(({ id }) => id).sort();

describe('What clients see', () => {
  test('is what was committed: sessions in the index, and the latest state of each source', async () => {
    const { view, append } = opened();
    append([started(liveSession(1)), started(liveSession(2))], [sourceState('a'), sourceState('b')]);
    append([ended(liveSession(1))], [sourceState('a', { status: 'STALE' })]);
    view.changes.append({ ...commits()(), from: 3, to: 3, removedSources: ['b'] });
    expect(await listed(view)).toEqual(['APPSTREAM-2']);
    expect(statuses(view)).toEqual(['a STALE']);
    expect((await view.index.sources({})).map(({ id }) => id)).toEqual(['a']);
  });

  test('is nothing more once it is closed', async () => {
    const { view, append } = opened();
    view.close();
    append([started(liveSession(1))]);
    expect([...view.previous.listed()]).toEqual([]);
  });
});

describe('A restart', () => {
  test('leaves exactly what the store has, whatever was there before', async () => {
    await fc.assert(
      fc.asyncProperty(liveSessions, liveSessions, fc.nat(200), async (before, after, revision) => {
        const { view, append } = opened();
        append(before.map(started), [sourceState('old'), sourceState('both')]);
        const sources = [sourceState('both', { status: 'STALE' }), sourceState('new')];
        view.restart('second', restored(after, { revision, sources }));
        expect(await listed(view)).toEqual(idsOf(after));
        expect(idsOf([...view.previous.listed()])).toEqual(idsOf(after));
        expect(await view.index.count({})).toBe(after.length);
        expect(view.index.size).toBe(after.length);
        expect((await view.index.sources({})).map(({ id }) => id)).toEqual(['both', 'new']);
        expect(statuses(view).sort()).toEqual(['both STALE', 'new UP_TO_DATE']);
        expect([view.changes.id, view.changes.revision, view.index.revision]).toEqual(['second', revision, revision]);
      }),
      { numRuns: 60 },
    );
  });

  test('goes on with the numbers of the store, and commits of it are held for clients that resume', async () => {
    const { view } = opened();
    const [one, two] = [liveSession(1), liveSession(1, { view: { status: 'DISCONNECTED' } })];
    const change: SessionChange = {
      kind: 'DISCONNECTED',
      session: two,
      at: two.statusSince,
      previousStatus: 'CONNECTED',
    };
    const commit = { ...commits()([change]), from: 99, to: 100 };
    view.restart(
      'second',
      restored([two], { commits: [commit], previous: { sessions: [two], replaced: [{ change, before: one }] } }),
    );
    expect(view.changes.since(98)).toBeNull();
    expect(view.changes.since(99)).toEqual([commit]);
    expect(view.previous.before(change)).toBe(one);
    view.changes.append({ ...commits()([ended(two)]), from: 100, to: 101 });
    expect(view.changes.since(99)).toHaveLength(2);
    expect(await listed(view)).toEqual([]);
  });

  test('is told to those who follow the log, once all of it can be read', async () => {
    const { view } = opened();
    const reads: Promise<readonly string[]>[] = [];
    view.changes.onRestart(() => reads.push(listed(view)));
    view.restart('second', restored([liveSession(1)]));
    expect(await Promise.all(reads)).toEqual([['APPSTREAM-1']]);
  });
});

describe('While nothing can be stored', () => {
  const error = { code: 'STORE_UNAVAILABLE', message: 'What is observed cannot be stored.' };

  test('all sources have failed, and sessions stay as they were', async () => {
    const { view, append, seen } = opened();
    append([started(liveSession(1))], [sourceState('a'), sourceState('b')]);
    view.showFailing(true, []);
    expect(view.sources().map(({ status, error: shown }) => [status, shown])).toEqual(Array(2).fill(['FAILED', error]));
    expect((await view.index.sources({})).map(({ status }) => status)).toEqual(['FAILED', 'FAILED']);
    expect(await listed(view)).toEqual(['APPSTREAM-1']);
    expect(seen.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 1],
    ]);
    view.showFailing(false, []);
    expect(statuses(view)).toEqual(['a UP_TO_DATE', 'b UP_TO_DATE']);
    expect((await view.index.sources({})).map(({ status }) => status)).toEqual(['UP_TO_DATE', 'UP_TO_DATE']);
  });

  test('sources that were never stored are shown without a scan: what was found of them is not visible', () => {
    const { view, append } = opened();
    append([], [sourceState('a')]);
    view.showFailing(true, [sourceState('a', { asOf: 7 }), sourceState('b', { asOf: 7 })]);
    expect(view.sources().map(({ id, asOf, status }) => [id, asOf, status])).toEqual([
      ['a', SEEN, 'FAILED'],
      ['b', null, 'FAILED'],
    ]);
  });

  test('what is committed meanwhile is as it was stored, once the store is back', () => {
    const { view, append } = opened();
    append([], [sourceState('a')]);
    view.showFailing(true, []);
    append([], [sourceState('a', { status: 'STALE' }), sourceState('b')]);
    expect(statuses(view)).toEqual(['a FAILED', 'b FAILED']);
    view.showFailing(false, []);
    expect(statuses(view)).toEqual(['a STALE', 'b UP_TO_DATE']);
  });
});
