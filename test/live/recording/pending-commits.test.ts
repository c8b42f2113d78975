import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LiveCommit, SessionChange } from '../../../src/live/live-session.ts';
import { pendingCommits } from '../../../src/live/recording/pending-commits.ts';
import { liveSession, SEEN, sourceState, started } from '../../support/live-sessions.ts';

/** Steps: a commit is added, or some changes are taken. */
const steps = fc.array(
  fc.oneof(
    fc.record({
      changes: fc.nat(4),
      sources: fc.subarray(['a', 'b', 'c']),
      removed: fc.subarray(['a', 'b', 'c']),
    }),
    fc.record({ limit: fc.integer({ min: 1, max: 5 }) }),
  ),
  { maxLength: 25 },
);

const changes: readonly SessionChange[] = Array.from({ length: 200 }, (_, number) => started(liveSession(number)));
const EMPTY: LiveCommit = { changes: [], sources: [], removedSources: [] };

describe('Commits that wait', () => {
  test('give each change once and in order, and the last state of each source behind the changes before it', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const pending = pendingCommits();
        const [added, taken] = [[] as SessionChange[], [] as SessionChange[]];
        const [told, known] = [new Map<string, number | null>(), new Map<string, number | null>()];
        const take = (limit: number) => {
          const commit = pending.take(limit);
          expect(commit?.changes.length ?? 0).toBeLessThanOrEqual(limit);
          taken.push(...(commit?.changes ?? []));
          for (const { id, asOf } of commit?.sources ?? []) known.set(id, asOf);
          for (const id of commit?.removedSources ?? []) known.set(id, null);
          const ids = [...(commit?.sources ?? []).map(({ id }) => id), ...(commit?.removedSources ?? [])];
          expect(new Set(ids).size).toBe(ids.length);
          // A source is as of a scan whose changes are committed before, or with it.
          if (ids.length > 0) expect(taken).toHaveLength(added.length);
          return commit;
        };
        for (const [at, step] of all.entries()) {
          if ('limit' in step) {
            take(step.limit);
            continue;
          }
          const next = changes.slice(added.length, added.length + step.changes);
          const sources = step.sources.map((id) => sourceState(id, { asOf: SEEN + at }));
          pending.add({ changes: next, sources, removedSources: step.removed });
          added.push(...next);
          for (const id of step.sources) told.set(id, SEEN + at);
          for (const id of step.removed) told.set(id, null);
          expect(pending.changes).toBe(added.length - taken.length);
        }
        while (take(3)) expect(pending.changes).toBe(added.length - taken.length);
        expect(taken).toEqual(added);
        expect(known).toEqual(told);
        expect(pending.take(1)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  test('without anything in them do not wait', () => {
    const pending = pendingCommits();
    pending.add(EMPTY);
    expect(pending.take(10)).toBeUndefined();
  });

  test('of a source that is removed and found again have its state, and no removal', () => {
    const pending = pendingCommits();
    pending.add({ ...EMPTY, removedSources: ['a'] });
    pending.add({ ...EMPTY, sources: [sourceState('a')] });
    expect(pending.take(10)).toEqual({ ...EMPTY, sources: [sourceState('a')] });
    pending.add({ ...EMPTY, sources: [sourceState('a')] });
    pending.add({ ...EMPTY, removedSources: ['a'] });
    expect(pending.take(10)).toEqual({ ...EMPTY, removedSources: ['a'] });
  });
});
