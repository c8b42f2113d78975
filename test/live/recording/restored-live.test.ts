import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiveSession, SessionChange } from '../../../src/live/live-session.ts';
import { restoreLive } from '../../../src/live/recording/restored-live.ts';
import { toEndedSession } from '../../../src/live/recording/to-stored-change.ts';
import { sqlStore } from '../../../src/store/open/sql-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { historyDatabase } from '../../support/history-database.ts';
import { liveSession, MINUTE, SEEN, sourceState } from '../../support/live-sessions.ts';
import { changesOf, steps, storeCommits } from '../../support/random-changes.ts';

/** A store that outlives its process, in memory. */
async function durableStore(): Promise<Store> {
  return sqlStore({ connection: await historyDatabase(), isDurable: true, close: async () => {} });
}

/** Sessions that are listed after some changes, as the live index has them. */
function listedAfter(changes: readonly SessionChange[]) {
  const listed = new Map<string, { readonly session: LiveSession; readonly hasEnded: boolean }>();
  for (const change of changes) {
    const { session, kind } = change;
    const isListed = kind === 'ENDED' ? change.isListed : kind !== 'UNLISTED';
    if (isListed) listed.set(session.id, { session, hasEnded: kind === 'ENDED' });
    else listed.delete(session.id);
  }
  return [...listed.values()].sort((one, other) => (one.session.id < other.session.id ? -1 : 1));
}

const AT = SEEN + 60 * MINUTE;

describe('Live sessions after a restart', () => {
  test('are those that were there, and the changes with what each replaced, after any commits', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (generated) => {
        const store = await durableStore();
        const commits = changesOf(generated);
        for (const commit of storeCommits(commits)) await store.commit(commit);
        const restored = await restoreLive(store, SEEN + MINUTE, MINUTE);
        expect(restored.sessions).toEqual(listedAfter(commits.flat()));
        expect(restored.commits.flatMap(({ changes }) => changes)).toEqual(commits.flat());
        expect(restored.commits.map(({ from, to }) => [from, to])).toEqual(commits.flat().map((_, at) => [at, at + 1]));
        const before = new Map<string, LiveSession>();
        const replaced = commits.flat().flatMap((change) => {
          const { session, kind } = change;
          const known = before.get(session.id);
          if (kind === 'UNLISTED' || (kind === 'ENDED' && !change.isListed)) before.delete(session.id);
          else before.set(session.id, session);
          return known ? [{ change, before: known }] : [];
        });
        expect(restored.previous.replaced).toEqual(replaced);
        // What has ended and is not listed is recognised where AWS lists it again.
        const ids = new Set(commits.flat().map(({ session }) => session.id));
        for (const { session } of restored.sessions) ids.delete(session.id);
        expect([...restored.ended.keys()].sort()).toEqual([...ids].sort());
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['UP_TO_DATE', AT - MINUTE],
    ['STALE', AT - MINUTE - 1],
    ['SYNCING', null],
  ])('have sources that are %s by the age of their last scan, without their former error', async (status, asOf) => {
    const store = await durableStore();
    const error = { code: 'UPSTREAM_THROTTLED', message: 'later' };
    const state = sourceState('a', { asOf, status: 'FAILED', error, nextReadAt: AT });
    const source = {
      id: 'a',
      service: 'SSM',
      accountId: '1',
      region: 'r',
      asOf,
      gapMs: 1,
      state: JSON.stringify(state),
    };
    await store.commit({ number: 1, committedAt: AT, changes: [], sources: [source], removedSources: [] });
    const { sources } = await restoreLive(store, AT, MINUTE);
    expect(sources).toEqual([{ ...state, status, error: null, nextReadAt: null }]);
  });
});

describe('A session that AWS lists as ended', () => {
  const naming = { idOf: () => 'id', userNameOf: () => 'a-user' };
  const endedWith = (view: object) => toEndedSession(liveSession(1, { service: 'SSM', view }), AT, naming);

  test('has the times that AWS names', () => {
    const { session, end } = endedWith({ startedAt: new Date(SEEN), endedAt: new Date(SEEN + 9) });
    expect(end).toEqual({ after: SEEN + 9, before: SEEN + 9 });
    expect(session).toMatchObject({
      ...{ id: 'id', userName: 'a-user', service: 'SSM', sourceId: 'SSM ended', isListed: false, body: null },
      ...{ startedAt: SEEN, started: { after: SEEN, before: SEEN } },
    });
  });

  test('ended between its start and now where AWS names no end, and began some time before where it names no start', () => {
    expect(endedWith({ startedAt: new Date(SEEN), endedAt: null }).end).toEqual({ after: SEEN, before: AT });
    expect(endedWith({ startedAt: null, endedAt: null })).toMatchObject({
      end: { after: null, before: AT },
      session: { startedAt: null, started: { after: null, before: AT } },
    });
  });

  test('has no time for one that is invalid', () => {
    expect(endedWith({ startedAt: new Date(Number.NaN), endedAt: null }).session.startedAt).toBeNull();
  });
});
