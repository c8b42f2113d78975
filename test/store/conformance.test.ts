import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StoreCommit } from '../../src/store/stored-change.ts';
import { ended, liveSession, started } from '../support/live-sessions.ts';
import { changesOf, steps, storeCommits } from '../support/random-changes.ts';
import { type Engine, FILE, MEMORY, PGBOUNCER, POSTGRESQLS, rowsOf } from '../support/stores.ts';

const LIMITS = { changesAfter: 0, maxChanges: 1_000, maxEnded: 1_000 };

/** Commits changes to a new store, and returns all that can be read of it. */
async function readAfter({ open }: Engine, commits: readonly StoreCommit[]) {
  const store = await open();
  try {
    const places = [];
    for (const commit of commits) places.push(await store.commit(commit));
    const restored = await store.restore(LIMITS);
    return { places, rows: await rowsOf(store), restored: store.isDurable ? restored : null };
  } finally {
    await store.close();
  }
}

/** 300 sessions at once, with texts that databases treat differently: the character 0, lone surrogates, emoji, quotes. */
function oddCommits(): readonly StoreCommit[] {
  const texts = ['a\0b', 'x\uD800y', '😀', `'"\\$1?`, 'ß', 'Z', 'a', ' '];
  const changes = Array.from({ length: 300 }, (_, number) =>
    started(liveSession(number, { user: `${texts[number % texts.length]}${number}`, sourceId: `["${number}"]` })),
  );
  return storeCommits([changes, changes.map(({ session }) => ended(session, true))]);
}

describe.each([FILE, ...POSTGRESQLS, PGBOUNCER])('The store in $name', (engine) => {
  const reason = engine.missing === null ? '' : ` (skipped: ${engine.missing})`;

  test.skipIf(engine.missing !== null)(`has the same rows as one in memory, after any commits${reason}`, async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (generated) => {
        const commits = storeCommits(changesOf(generated));
        const [{ restored, ...read }, { restored: _none, ...expected }] = [
          await readAfter(engine, commits),
          await readAfter(MEMORY, commits),
        ];
        expect(read).toEqual(expected);
        expect(restored?.revision).toBe(read.places.at(-1)?.to);
      }),
      { numRuns: 3 },
    );
  });

  test.skipIf(engine.missing !== null)(
    `has the same rows where texts are odd, and commits are large${reason}`,
    async () => {
      const [read, expected] = [await readAfter(engine, oddCommits()), await readAfter(MEMORY, oddCommits())];
      expect(read.rows).toEqual(expected.rows);
      expect(read.restored?.sessions).toHaveLength(300);
      expect(read.restored?.changes).toHaveLength(600);
    },
  );
});

test.skipIf(PGBOUNCER.missing !== null)('Replicas behind PgBouncer find news by polling, and hold leases', async () => {
  const store = await PGBOUNCER.open();
  try {
    const { replicas } = store;
    const place = { storeId: store.id, revision: 0, stamp: 0 };
    expect(await replicas?.hold(['["SSM"]', '["APPSTREAM"]'])).toEqual([
      { unit: '["APPSTREAM"]', epoch: 1 },
      { unit: '["SSM"]', epoch: 1 },
    ]);
    expect(await replicas?.read(place)).toBeNull();
    const [commit] = oddCommits();
    if (commit) await store.commit({ ...commit, leases: [{ unit: '["SSM"]', epoch: 1 }] });
    expect((await replicas?.read(place))?.changes).toHaveLength(300);
    const fenced = { ...(commit as StoreCommit), number: 2, leases: [{ unit: '["SSM"]', epoch: 0 }] };
    await expect(store.commit(fenced)).rejects.toMatchObject({ code: 'FENCED', lost: ['["SSM"]'] });
    expect((await rowsOf(store)).clock).toEqual([{ revision: 300, stamp: 1 }]);
  } finally {
    await store.close();
  }
});
