import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { changesOf, steps, storeCommits } from '../support/random-changes.ts';
import { ENGINES, rowsOf } from '../support/stores.ts';

/** Commits random changes to a new store, and returns its rows. */
async function rowsAfter(open: () => Promise<Store>, commits: Parameters<typeof changesOf>[0]) {
  const store = await open();
  try {
    const places = [];
    for (const commit of storeCommits(changesOf(commits))) places.push(await store.commit(commit));
    return { places, rows: await rowsOf(store) };
  } finally {
    await store.close();
  }
}

const [, ...others] = Object.entries(ENGINES);
const reference = ENGINES['SQLite in memory'] as () => Promise<Store>;

describe.each(others)('The store in %s', (_name, open) => {
  test('has the same rows as one in memory, after any commits', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (commits) => {
        expect(await rowsAfter(open, commits)).toEqual(await rowsAfter(reference, commits));
      }),
      { numRuns: 10 },
    );
  });
});
