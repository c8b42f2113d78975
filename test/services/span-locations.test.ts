import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import type { PageSource } from '../../src/paging/page-source.ts';
import { findLocation, matching, type ReadableLocation } from '../../src/services/locations.ts';
import type { LocationServices, RequestServices } from '../../src/services/services.ts';
import { spanLocations } from '../../src/services/span-locations.ts';
import { type ListQuirks, listSource } from '../support/list-source.ts';
import { nodesOf, readPages } from '../support/read-connection.ts';

interface Listed {
  readonly key: string;
  readonly items: readonly string[];
  readonly quirks: ListQuirks;
}

/** Services of a test's location: its list. */
const listOf = (services: LocationServices) => (services as unknown as { list: PageSource<string> }).list;

function locationWith({ key, items, quirks }: Listed): ReadableLocation {
  const list = listSource(items, quirks, key);
  const services = { location: { accountId: key, region: 'eu-west-1' }, list } as unknown as LocationServices;
  return { key, region: 'eu-west-1', accountId: key, has: () => true, services: async () => services };
}

const spanning = (locations: readonly ReadableLocation[]) => {
  const services = { matching: async () => locations } as unknown as RequestServices;
  return spanLocations(services, {}, ['things'], listOf);
};

const listed: fc.Arbitrary<Listed> = fc.record({
  key: fc.stringMatching(/^[0-9]{1,3}$/),
  items: fc.array(fc.string(), { maxLength: 12 }),
  quirks: fc.record({
    pageLength: fc.integer({ min: 1, max: 5 }),
    emptyPagesBetween: fc.integer({ min: 0, max: 2 }),
    tokenAfterLastPage: fc.boolean(),
  }),
});

describe('A list over several locations', () => {
  const several = fc
    .uniqueArray(listed, { selector: ({ key }) => key, minLength: 2, maxLength: 6 })
    .map((lists) => lists.sort((one, other) => (one.key < other.key ? -1 : 1)));

  test('joins their lists in the order of their keys, for every `first` and from every cursor', async () => {
    await fc.assert(
      fc.asyncProperty(several, fc.integer({ min: 1, max: 20 }), fc.nat(), async (lists, first, at) => {
        const source = await spanning(lists.map(locationWith));
        const all = lists.flatMap(({ items }) => items);
        const pages = await readPages(source, first);
        expect(nodesOf(pages)).toEqual(all);
        for (const { edges, pageInfo } of pages) expect(edges.length > 0 || !(await pageInfo.hasNextPage)).toBe(true);

        const edges = pages.flatMap((page) => page.edges);
        if (edges.length === 0) return;
        const index = at % edges.length;
        expect(nodesOf(await readPages(source, first, edges[index]?.cursor))).toEqual(all.slice(index + 1));
      }),
    );
  });

  test('continues after a location that is no longer configured', async () => {
    const quirks = { pageLength: 2 };
    const [one, two, three] = [
      { key: '1', items: ['a', 'b', 'c'], quirks },
      { key: '2', items: ['d', 'e', 'f'], quirks },
      { key: '3', items: ['g'], quirks },
    ].map(locationWith) as [ReadableLocation, ReadableLocation, ReadableLocation];
    const [page] = await readPages(await spanning([one, two, three]), 4);
    expect(nodesOf(await readPages(await spanning([one, three]), 4, page?.pageInfo.endCursor))).toEqual(['g']);
  });

  test('of one location is the own list of that location', async () => {
    const location = locationWith({ key: '1', items: [], quirks: {} });
    expect(await spanning([location])).toBe(listOf(await location.services()));
  });
});

describe('A location with an unknown account id', () => {
  const asked: string[] = [];
  const unknown = (key: string, accountId: string | Error, region = 'eu-west-1'): ReadableLocation => ({
    key: `${key}/${region}`,
    region,
    accountId: null,
    has: () => true,
    async services() {
      asked.push(key);
      if (typeof accountId !== 'string') throw accountId;
      return { location: { accountId, region } } as LocationServices;
    },
  });
  const known = locationWith({ key: '1', items: [], quirks: {} });
  const mine = unknown('default', '2');
  const lost = unknown('lost', new GatewayError('UPSTREAM_CREDENTIALS', 'No credentials.'));
  const keysOf = async (all: readonly ReadableLocation[], selection: object) =>
    (await matching(all, selection)).map(({ key }) => key);

  test('is resolved only where the selection depends on it', async () => {
    asked.splice(0);
    expect(await keysOf([known, mine], {})).toEqual(['1', 'default/eu-west-1']);
    expect(await keysOf([known, mine], { region: 'eu-west-1' })).toEqual(['1', 'default/eu-west-1']);
    expect(asked).toEqual([]);
    expect(await keysOf([known, mine], { accountId: '2' })).toEqual(['default/eu-west-1']);
    expect(await keysOf([known, mine], { accountId: '1' })).toEqual(['1']);
    expect(asked).toEqual(['default', 'default']);
  });

  test('and a failing look-up fails only selections that may match it', async () => {
    await expect(matching([known, lost], { accountId: '1' })).rejects.toThrow('No credentials.');
    expect(await keysOf([known, lost], { region: 'eu-west-1' })).toHaveLength(2);
    await expect(matching([known, lost], { region: 'us-east-1' })).rejects.toThrow(
      'This gateway reads account 1, region eu-west-1; account of "lost", region eu-west-1 only.',
    );
  });

  test('does not affect an id of another location', async () => {
    expect(await findLocation([lost, known], { accountId: '1', region: 'eu-west-1' })).toBe(known);
    expect(await findLocation([known, mine], { accountId: '2', region: 'eu-west-1' })).toBe(mine);
    expect(await findLocation([known, mine], { accountId: '3', region: 'eu-west-1' })).toBeNull();
    expect(await findLocation([known, lost], { accountId: '3', region: 'us-east-1' })).toBeNull();
    await expect(findLocation([known, lost], { accountId: '3', region: 'eu-west-1' })).rejects.toThrow(
      'No credentials.',
    );
  });
});
