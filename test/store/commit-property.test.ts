import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMemoryStore } from '../../src/store/open/open-sqlite-store.ts';
import type { SqlRow } from '../../src/store/sql.ts';
import { changesOf, steps, storeCommits } from '../support/random-changes.ts';
import { rowsOf } from '../support/stores.ts';

const lasting = (spans: readonly SqlRow[]) => spans.filter(({ to_before }) => to_before === null);

test('After any commits, revisions have no gaps, and sessions, spans and changes say the same', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (generated) => {
      const store = await openMemoryStore(1_000);
      const commits = changesOf(generated);
      let revision = 0;
      for (const commit of storeCommits(commits)) {
        const place = await store.commit(commit);
        expect(place).toEqual({ from: revision, to: revision + commit.changes.length });
        revision = place.to;
      }
      const { session = [], span = [], change = [] } = await rowsOf(store);
      await store.close();
      const all = commits.flat();
      expect(change.map(({ id }) => id)).toEqual(all.map(({ session: { id } }) => id));
      expect(session.map(({ id }) => id)).toEqual([...new Set(all.map((each) => each.session.id))].sort());
      for (const row of session) {
        const last = all.findLast((each) => each.session.id === row.id);
        const spans = span.filter(({ id }) => id === row.id);
        const isThere = last?.kind !== 'ENDED' && last?.kind !== 'UNLISTED';
        expect(row.ended_before === null).toBe(isThere);
        expect(row.body === null).toBe(!isThere && !(last?.kind === 'ENDED' && last.isListed));
        // While it is there, the last span has its status; once it has ended, none lasts.
        expect(lasting(spans).map(({ status }) => status)).toEqual(isThere ? [row.status] : []);
        expect(row.connections).toBe(spans.filter(({ status }) => status === 'CONNECTED').length);
        for (const [index, { to_before }] of spans.entries()) {
          const next = spans[index + 1];
          if (next) expect(Number(to_before)).toBeLessThanOrEqual(Number(next.from_before));
        }
      }
    }),
    { numRuns: 200 },
  );
});
