import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SessionChange } from '../../../src/live/live-session.ts';
import { openMemoryStore } from '../../../src/store/open/open-sqlite-store.ts';
import type { StoreCommit } from '../../../src/store/stored-change.ts';
import { changesOf, steps, storeCommits } from '../../support/random-changes.ts';
import { rowsOf } from '../../support/stores.ts';

/** Makes sessions of even numbers those of personal WorkSpaces, whose keys AWS uses again. */
function withReusedKeys(change: SessionChange): SessionChange {
  const { session } = change;
  if (Number(session.id.split('-')[1]) % 2 === 1) return change;
  const view = { ...session.view, service: 'WORKSPACES_PERSONAL' as const, startedAt: null };
  return { ...change, session: { ...session, type: 'WorkspaceSession', view } } as SessionChange;
}

/** Joins the changes of some commits, as the recorder does with those that wait. @param sizes number of commits that each takes */
function joined(commits: readonly StoreCommit[], sizes: readonly number[]): readonly StoreCommit[] {
  const left = [...commits];
  const result: StoreCommit[] = [];
  for (let at = 0; left.length > 0; at += 1) {
    const parts = left.splice(0, sizes[at % sizes.length] ?? 1);
    const last = parts.at(-1) as StoreCommit;
    const sources = parts.flatMap((part) => part.sources);
    const removedSources = parts.flatMap((part) => part.removedSources);
    result.push({ ...last, number: at + 1, changes: parts.flatMap(({ changes }) => changes), sources, removedSources });
  }
  return result;
}

async function stored(commits: readonly StoreCommit[], times: readonly number[] = [1]) {
  const store = await openMemoryStore(Number.MAX_SAFE_INTEGER);
  const places = [];
  for (const [index, commit] of commits.entries()) {
    for (let time = 0; time < (times[index % times.length] ?? 1); time += 1) places.push(await store.commit(commit));
  }
  const rows = await rowsOf(store);
  await store.close();
  return { rows, places };
}

const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
const commitsOf = (generated: Parameters<typeof changesOf>[0]) =>
  storeCommits(changesOf(generated).map((changes) => changes.map(withReusedKeys)));
const withoutSources = (commits: readonly StoreCommit[]) =>
  commits.map((commit) => ({ ...commit, sources: [], removedSources: [] }));

describe('Changes', () => {
  test('give the same records and spans in one commit as in many, also where keys are used again', async () => {
    await fc.assert(
      fc.asyncProperty(steps, sizes, async (generated, several) => {
        const commits = withoutSources(commitsOf(generated));
        const [{ rows: one }, { rows: many }] = [await stored(joined(commits, several)), await stored(commits)];
        expect(one.session).toEqual(many.session);
        expect(one.span).toEqual(many.span);
        expect(one.change?.map(({ revision, body }) => [revision, body])).toEqual(
          many.change?.map(({ revision, body }) => [revision, body]),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('are committed once, however often a commit is repeated whose answer was lost', async () => {
    await fc.assert(
      fc.asyncProperty(steps, sizes, async (generated, times) => {
        const commits = commitsOf(generated);
        const [repeated, once] = [await stored(commits, times), await stored(commits)];
        expect(repeated.rows).toEqual(once.rows);
        const answers = repeated.places.map(({ from, to }) => `${from} ${to}`);
        expect([...new Set(answers)]).toEqual([...new Set(once.places.map(({ from, to }) => `${from} ${to}`))]);
      }),
      { numRuns: 25 },
    );
  });

  test('of a commit whose transaction fails leave nothing, and its repetition everything', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (generated) => {
        const store = await openMemoryStore(Number.MAX_SAFE_INTEGER);
        const commits = commitsOf(generated);
        for (const commit of commits) {
          const before = await rowsOf(store);
          // Nothing but the last statement of a commit writes this table.
          await store.sql.run('alter table source rename to hidden');
          if (commit.sources.length > 0)
            await expect(store.commit(commit)).rejects.toMatchObject({ name: 'StoreError' });
          await store.sql.run('alter table hidden rename to source');
          expect(await rowsOf(store)).toEqual(before);
          await store.commit(commit);
        }
        const rows = await rowsOf(store);
        await store.close();
        expect(rows).toEqual((await stored(commits)).rows);
      }),
      { numRuns: 6 },
    );
  });
});
