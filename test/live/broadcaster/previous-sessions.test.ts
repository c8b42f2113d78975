import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PreviousSessions, previousSessions } from '../../../src/live/broadcaster/previous-sessions.ts';
import type { LiveSession, SessionChange } from '../../../src/live/live-session.ts';
import { testChangeLog } from '../../support/change-log.ts';
import { ended, liveSession, started } from '../../support/live-sessions.ts';
import { changesOf, steps } from '../../support/random-changes.ts';

function followed() {
  const log = testChangeLog();
  const previous = previousSessions(log);
  const commit = (...changes: readonly SessionChange[]) =>
    void log.commit({ changes, sources: [], removedSources: [] });
  return { previous, commit };
}

/** Applies a change by hand. Returns the session before it, and after it. */
function apply(listed: Map<string, LiveSession>, change: SessionChange) {
  const { session, kind } = change;
  const before = listed.get(session.id) ?? null;
  if (kind === 'UNLISTED' || (kind === 'ENDED' && !change.isListed)) listed.delete(session.id);
  else listed.set(session.id, session);
  return { before, after: listed.get(session.id) ?? null };
}

const idsOf = (previous: PreviousSessions) => [...previous.listed()].map(({ id }) => id).sort();

describe('The session before and after a change', () => {
  test('is that of a list kept by hand, for every change of any commits, and at any later time', () => {
    fc.assert(
      fc.property(steps, (commits) => {
        const { previous, commit } = followed();
        const listed = new Map<string, LiveSession>();
        const expected: { change: SessionChange; before: LiveSession | null; after: LiveSession | null }[] = [];
        for (const changes of changesOf(commits)) {
          commit(...changes);
          for (const change of changes) expected.push({ change, ...apply(listed, change) });
        }
        for (const { change, before, after } of expected) {
          expect(previous.before(change)).toBe(before);
          expect(previous.after(change)).toBe(after);
        }
        expect([...previous.listed()]).toEqual([...listed.values()]);
      }),
    );
  });

  test('is known of changes to come, in their order, before they are committed: a store needs it first', () => {
    fc.assert(
      fc.property(steps, (commits) => {
        const { previous, commit } = followed();
        for (const changes of changesOf(commits)) {
          const follow = previous.follow();
          const foreseen = changes.map(follow);
          commit(...changes);
          expect(foreseen).toEqual(changes.map(previous.before));
        }
      }),
    );
  });

  test('is that of each change, also where one commit changes a session several times', () => {
    const { previous, commit } = followed();
    const [one, two] = [liveSession(1), liveSession(1, { view: { status: 'DISCONNECTED' } })];
    const changes: readonly SessionChange[] = [
      started(one),
      { kind: 'DISCONNECTED', session: two, at: two.statusSince, previousStatus: 'CONNECTED' },
      ended(two, true),
      { kind: 'UNLISTED', session: two },
      started(one),
    ];
    commit(...changes);
    expect(changes.map(previous.before)).toEqual([null, one, two, two, null]);
    expect(changes.map(previous.after)).toEqual([one, two, two, null, one]);
  });
});

describe('After a restart', () => {
  const [kept, gone, next] = [liveSession(1), liveSession(2), liveSession(3)];

  test('the restored sessions are listed, and no others', () => {
    const { previous, commit } = followed();
    commit(started(kept), started(gone));
    previous.restart({ sessions: [kept, next], replaced: [] });
    expect(idsOf(previous)).toEqual([kept.id, next.id]);
    const end = ended(next);
    commit(end);
    expect(previous.before(end)).toBe(next);
    expect(idsOf(previous)).toEqual([kept.id]);
  });

  test('restored changes have the sessions that they replaced, for clients that resume', () => {
    const { previous } = followed();
    const change = started(next);
    previous.restart({ sessions: [next], replaced: [{ change, before: gone }] });
    expect(previous.before(change)).toBe(gone);
    expect(previous.before(started(next))).toBeNull();
  });
});

test('Nothing is followed once it is closed', () => {
  const { previous, commit } = followed();
  previous.close();
  commit(started(liveSession(1)));
  expect(idsOf(previous)).toEqual([]);
});
