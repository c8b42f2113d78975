import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findInList } from '../../src/services/find-in-list.ts';
import { type CountedSource, listSource } from '../support/list-source.ts';

interface Session {
  readonly id: string;
  readonly user: string;
}

/** A list that AWS can filter by user, and the pages read of it in all. */
function world(sessions: readonly Session[], pageLength: number) {
  const sources: CountedSource<Session>[] = [];
  const list = (user: string | null) => {
    const source = listSource(
      sessions.filter((session) => user === null || session.user === user),
      { pageLength },
    );
    sources.push(source);
    return source;
  };
  const search = {
    list,
    idOf: ({ id }: Session) => id,
    filterOf: ({ user }: Session) => user,
    itemId: ({ id }: Session) => id,
  };
  return { search, reads: () => sources.reduce((sum, source) => sum + source.reads, 0) };
}

const sessionsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `s${index}`, user: `u${index}` }));

test('Whatever is sought is found, and what is gone is not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(120),
      fc.array(fc.nat(200), { maxLength: 20 }),
      fc.integer({ min: 1, max: 50 }),
      async (count, picks, pageLength) => {
        const { search } = world(sessionsOf(count), pageLength);
        const keys = [...new Set(picks)].map((index) => ({ id: `s${index}`, user: `u${index}` }));
        const found = await findInList({ ...search, keys });
        expect([...found.keys()].sort()).toEqual(
          keys
            .map(({ id }) => id)
            .filter((id) => Number(id.slice(1)) < count)
            .sort(),
        );
      },
    ),
  );
});

test('One thing is one filtered read', async () => {
  const { search, reads } = world(sessionsOf(1_000), 50);
  await findInList({ ...search, keys: [{ id: 's900', user: 'u900' }] });
  expect(reads()).toBe(1);
});

test('Fifty things of a short list are one read', async () => {
  const { search, reads } = world(sessionsOf(50), 50);
  await findInList({ ...search, keys: sessionsOf(50) });
  expect(reads()).toBe(1);
});

test('Fifty things that are gone from a short list are known to be gone by one read', async () => {
  const { search, reads } = world(sessionsOf(30), 50);
  const keys = sessionsOf(80).slice(30);
  expect((await findInList({ ...search, keys })).size).toBe(0);
  expect(reads()).toBe(1);
});

test('Things far down a long list never cost more than twice a read each', async () => {
  const { search, reads } = world(sessionsOf(10_000), 50);
  const keys = sessionsOf(10_000).slice(-5);
  expect((await findInList({ ...search, keys })).size).toBe(5);
  expect(reads()).toBeLessThanOrEqual(10);
});
