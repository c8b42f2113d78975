import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filterPages } from '../../src/paging/derived-sources.ts';
import { findInList } from '../../src/services/find-in-list.ts';
import { type CountedSource, listSource } from '../support/list-source.ts';

interface Session {
  readonly id: string;
  readonly user: string;
}

/**
 * Creates a list that AWS can filter by user, and counts the pages read.
 *
 * @param isCutFirst whether a page is cut before it is filtered, as SSM does
 */
function world(sessions: readonly Session[], pageLength: number, isCutFirst = false) {
  const sources: CountedSource<Session>[] = [];
  const list = (user: string | null) => {
    const isListed = (session: Session) => user === null || session.user === user;
    const source = listSource(isCutFirst ? sessions : sessions.filter(isListed), { pageLength });
    sources.push(source);
    return isCutFirst ? filterPages(source, (page) => page.filter(isListed)) : source;
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

test.each([false, true])(
  'Every item that exists is found, in about twice the pages of the cheaper way (cut first: %s)',
  async (isCutFirst) => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(400),
        fc.array(fc.nat(600), { maxLength: 20 }),
        fc.integer({ min: 1, max: 50 }),
        async (count, picks, pageLength) => {
          const { search, reads } = world(sessionsOf(count), pageLength, isCutFirst);
          const keys = [...new Set(picks)].map((index) => ({ id: `s${index}`, user: `u${index}` }));
          const found = await findInList({ ...search, keys });
          expect([...found.keys()].sort()).toEqual(
            keys
              .map(({ id }) => id)
              .filter((id) => Number(id.slice(1)) < count)
              .sort(),
          );
          const whole = Math.max(1, Math.ceil(count / pageLength));
          const filtered = keys.reduce((sum, { id }) => {
            const at = Number(id.slice(1));
            return sum + (isCutFirst ? (at < count ? Math.floor(at / pageLength) + 1 : whole) : 1);
          }, 0);
          expect(reads()).toBeLessThanOrEqual(2 * Math.min(whole, filtered) + 1);
        },
      ),
    );
  },
);

test('One item takes one filtered read', async () => {
  const { search, reads } = world(sessionsOf(1_000), 50);
  await findInList({ ...search, keys: [{ id: 's900', user: 'u900' }] });
  expect(reads()).toBe(1);
});

test('Fifty items of a short list take one read', async () => {
  const { search, reads } = world(sessionsOf(50), 50);
  await findInList({ ...search, keys: sessionsOf(50) });
  expect(reads()).toBe(1);
});

test('Fifty items that are missing from a short list take one read', async () => {
  const { search, reads } = world(sessionsOf(30), 50);
  const keys = sessionsOf(80).slice(30);
  expect((await findInList({ ...search, keys })).size).toBe(0);
  expect(reads()).toBe(1);
});

test('Items far down a long list take two reads each at most', async () => {
  const { search, reads } = world(sessionsOf(10_000), 50);
  const keys = sessionsOf(10_000).slice(-5);
  expect((await findInList({ ...search, keys })).size).toBe(5);
  expect(reads()).toBeLessThanOrEqual(10);
});

test('Ten items missing from a list that is cut before it is filtered take about two reads of it', async () => {
  const { search, reads } = world(sessionsOf(4_000), 200, true);
  const keys = sessionsOf(4_010).slice(4_000);
  expect((await findInList({ ...search, keys })).size).toBe(0);
  expect(reads()).toBeLessThanOrEqual(2 * 20);
});
