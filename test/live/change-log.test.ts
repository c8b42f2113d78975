import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeSize } from '../../src/live/change-size.ts';
import type { LiveCommit, NumberedCommit, SessionChange } from '../../src/live/live-session.ts';
import { testChangeLog } from '../support/change-log.ts';
import { changesOf, liveSession, sourceCommit } from '../support/live-changes.ts';

const commitOf = (...ids: string[]): LiveCommit => ({ changes: changesOf(...ids), sources: [], removedSources: [] });

const changeOf = () => changesOf('any')[0] as SessionChange;
const location = { accountId: '123456789012', region: 'eu-west-1' };

const idsOf = (commits: readonly NumberedCommit[] | null) =>
  commits?.flatMap(({ changes }) => changes.map(({ session }) => session.id));

describe('The change log', () => {
  test('numbers changes without gaps, in the order of commits', () => {
    const log = testChangeLog();
    expect(log.revision).toBe(0);
    expect(log.commit(commitOf('a', 'b'))).toMatchObject({ from: 0, to: 2 });
    expect(log.commit(sourceCommit())).toMatchObject({ from: 2, to: 2 });
    expect(log.commit(commitOf('c'))).toMatchObject({ from: 2, to: 3 });
    expect(log.revision).toBe(3);
  });

  test('has an id of its own, so that positions of another process are not taken for its own', () => {
    expect(testChangeLog().id).not.toBe(testChangeLog().id);
    expect(testChangeLog().id).toMatch(/^[\w-]{12}$/);
  });

  test('calls subscribers in order, until they unsubscribe', () => {
    const log = testChangeLog();
    const seen: string[] = [];
    const leave = log.subscribe(({ to }) => seen.push(`first ${to}`));
    log.subscribe(({ to }) => seen.push(`second ${to}`));
    log.commit(commitOf('a'));
    leave();
    log.commit(sourceCommit());
    expect(seen).toEqual(['first 1', 'second 1', 'second 1']);
  });

  test('returns the commits after a revision, the one that spans it included', () => {
    const log = testChangeLog();
    for (const ids of [['a', 'b'], ['c'], ['d', 'e']]) log.commit(commitOf(...ids));
    log.commit(sourceCommit());
    expect(idsOf(log.since(0))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(idsOf(log.since(1))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(idsOf(log.since(2))).toEqual(['c', 'd', 'e']);
    expect(idsOf(log.since(5))).toEqual([]);
  });

  test.each([6, -1, 1.5, Number.NaN])('has no changes after %d, which is no revision of it', (revision) => {
    const log = testChangeLog();
    log.commit(commitOf('a', 'b', 'c', 'd', 'e'));
    expect(log.since(revision)).toBeNull();
  });

  test('drops commits after 15 minutes, also when nothing is committed any more', () => {
    let now = 0;
    const log = testChangeLog(() => now);
    log.commit(commitOf('a'));
    now = 10 * 60_000;
    log.commit(commitOf('b'));
    now = 15 * 60_000;
    expect(idsOf(log.since(0))).toEqual(['a', 'b']);
    now += 1;
    expect(log.since(0)).toBeNull();
    expect(idsOf(log.since(1))).toEqual(['b']);
    now = 26 * 60_000;
    expect(log.since(1)).toBeNull();
    expect(log.since(2)).toEqual([]);
  });

  test('holds at most so many changes', () => {
    const log = testChangeLog(() => 0, { maxAgeMs: 1, maxChanges: 3, maxBytes: Infinity });
    for (const ids of [['a'], ['b', 'c'], ['d']]) log.commit(commitOf(...ids));
    expect(log.since(0)).toBeNull();
    expect(idsOf(log.since(1))).toEqual(['b', 'c', 'd']);
  });

  test('holds at most so many bytes, the latest changes, whatever AWS puts into a session', () => {
    const maxBytes = 100_000;
    const log = testChangeLog(() => 0, { maxAgeMs: 1, maxChanges: 1_000, maxBytes });
    const sizes = [30_000, 10, 20_000, 49_000, 49_000, 10, 10];
    for (const [index, length] of sizes.entries()) {
      const session = liveSession(`${index}`, { session: { SessionId: 'x'.repeat(length / 2), location } });
      log.commit({ changes: [{ ...changeOf(), session }], sources: [], removedSources: [] });
    }
    expect(log.since(3)).toBeNull();
    expect(idsOf(log.since(4))).toEqual(['4', '5', '6']);
    const held = log.since(4)?.flatMap(({ changes }) => changes.map(changeSize)) ?? [];
    expect(held.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(maxBytes);
  });

  test('holds no commit that is larger than the buffer, and goes on', () => {
    const log = testChangeLog(() => 0, { maxAgeMs: 1, maxChanges: 10, maxBytes: 2_000 });
    log.commit(commitOf('a'));
    log.commit(commitOf('b', 'c', 'd', 'e', 'f', 'g'));
    expect([log.revision, log.since(1), log.since(7)]).toEqual([7, null, []]);
    log.commit(commitOf('h'));
    expect(idsOf(log.since(7))).toEqual(['h']);
  });

  test('is freed of the bytes of what it drops by age', () => {
    let now = 0;
    const log = testChangeLog(() => now, { maxAgeMs: 10, maxChanges: 10, maxBytes: 1_300 });
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) {
      log.commit(commitOf(id));
      now += 8;
    }
    expect(log.since(4)).toBeNull();
    expect(idsOf(log.since(5))).toEqual(['f']);
  });

  test('replays exactly what was committed after any held revision', () => {
    const commits = fc.array(fc.nat(4), { maxLength: 40 });
    fc.assert(
      fc.property(commits, fc.integer({ min: 1, max: 20 }), fc.nat(60), (sizes, maxChanges, revision) => {
        const log = testChangeLog(() => 0, { maxAgeMs: 1, maxChanges, maxBytes: Infinity });
        const all: string[] = [];
        for (const size of sizes) {
          const ids = Array.from({ length: size }, (_, index) => `${all.length + index}`);
          all.push(...ids);
          log.commit(commitOf(...ids));
        }
        const commitsAfter = log.since(revision);
        if (revision > all.length) expect(commitsAfter).toBeNull();
        else if (commitsAfter === null) expect(all.length - revision).toBeGreaterThan(maxChanges - 4);
        else {
          const [first] = commitsAfter;
          const skipped = first ? revision - first.from : 0;
          expect(idsOf(commitsAfter)?.slice(skipped)).toEqual(all.slice(revision));
        }
      }),
      { numRuns: 500 },
    );
  });
});
