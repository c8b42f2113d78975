import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import { KeySearch } from '../../src/services/key-search.ts';
import { PartialListing } from '../../src/services/partial-listing.ts';
import { callsOfBisecting, callsOfListing, type KeyedWorld, keyedWorld } from '../support/keyed-world.ts';

const names = (count: number, prefix = 'k') => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

interface Mix extends KeyedWorld {
  readonly keys: readonly string[];
}

/** Generates lists of up to 2,000 items, and up to 300 keys of which any share is missing. */
const mix: fc.Arbitrary<Mix> = fc
  .record({
    size: fc.oneof(fc.nat(100), fc.nat(2_000)),
    count: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 300 })),
    missingShare: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(0.02)),
    cut: fc.constantFrom(
      { pageLength: 25, keysPerCall: 25 },
      { pageLength: 50, keysPerCall: 50 },
      { pageLength: 100, keysPerCall: 100 },
      { pageLength: 20, keysPerCall: 100 },
    ),
    seed: fc.nat(),
  })
  .map(({ size, count, missingShare, seed, cut }) => {
    const random = randomFrom(seed);
    const existing = names(size);
    const pool = shuffled(existing, random);
    const keys = names(count, 'gone').map((gone) => (random() < missingShare ? gone : (pool.pop() ?? gone)));
    return { ...cut, existing, keys };
  });

function randomFrom(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}

function answersOf({ existing, keys }: Mix): (string | null)[] {
  const exists = new Set(existing);
  return keys.map((key) => (exists.has(key) ? key : null));
}

test('Every key has its item or null, in fewer than twice the calls of the cheaper of listing and bisecting on average, three times at worst', async () => {
  const sum = { calls: 0, cheaper: 0 };
  await fc.assert(
    fc.asyncProperty(mix, async (each) => {
      const { load, calls } = keyedWorld(each);
      expect(await load(each.keys)).toEqual(answersOf(each));
      const cheaper = Math.min(callsOfListing(each), callsOfBisecting(each.keys, each));
      expect(calls.length).toBeLessThanOrEqual(3 * cheaper + 3);
      sum.calls += calls.length;
      sum.cheaper += cheaper;
    }),
    { numRuns: 500 },
  );
  expect(sum.calls).toBeLessThan(2 * sum.cheaper);
});

test('After a failed read of the list, which is not retried, keys are found by bisecting', async () => {
  await fc.assert(
    fc.asyncProperty(mix, fc.integer({ min: 1, max: 3 }), async (each, page) => {
      const { load, calls } = keyedWorld({ ...each, listFails: { code: 'UPSTREAM_ACCESS_DENIED', page } });
      expect(await load(each.keys)).toEqual(answersOf(each));
      expect(calls.filter((call) => call === 'page').length).toBeLessThanOrEqual(page);
    }),
  );
});

describe('Calls', () => {
  const world = (existing: number, pageLength = 50) =>
    keyedWorld({ existing: names(existing), pageLength, keysPerCall: 50 });

  test('for existing keys are one per batch, several concurrently', async () => {
    const { load, calls, mostInFlight: _, ...rest } = world(1_000);
    await load(names(500));
    expect(calls).toHaveLength(10);
    expect(rest.missing.size).toBe(0);
  });

  test('are in flight together where nothing is missing, eight at most', async () => {
    const big = world(2_000);
    await big.load(names(2_000));
    expect(big.mostInFlight).toBe(8);
  });

  test('for 150 missing and 50 known keys of a list of 70 are a batch and two pages', async () => {
    const { load, calls } = world(70);
    await load([...names(150, 'gone'), ...names(50)]);
    expect(calls).toHaveLength(3);
  });

  test('for one known and one missing key are two', async () => {
    const { load, calls } = world(30);
    expect(await load(['k1', 'gone'])).toEqual(['k1', null]);
    expect(calls).toHaveLength(2);
  });

  test('for keys that are all missing from a long list are one per key, one per bisection step, and as many pages', async () => {
    const { load, calls } = world(100_000);
    await load(names(20, 'gone'));
    expect(calls.length).toBeLessThanOrEqual(2 * (20 + Math.log2(20)) + 1);
  });

  test('for a missing key are none while it is cached as missing', async () => {
    const { load, calls, missing } = world(30);
    await load(['k1', 'gone']);
    expect([...missing]).toEqual(['gone']);
    const before = calls.length;
    expect(await load(['gone'])).toEqual([null]);
    expect(calls).toHaveLength(before);
  });

  test('for later keys of a request are none once the list was read to its end', async () => {
    const { load, calls, listing } = world(70);
    const shared = listing();
    await load(names(60, 'gone'), shared);
    const before = calls.length;
    expect(await load(['other', 'k3'], shared)).toEqual([null, 'k3']);
    expect(calls).toHaveLength(before);
  });
});

test('Any other error fails the search, and is not bisected', async () => {
  let calls = 0;
  const list = {
    keysPerCall: 50,
    list: () => ({
      id: 'list',
      async listPage(): Promise<never> {
        calls += 1;
        throw new GatewayError('UPSTREAM_THROTTLED', 'later');
      },
    }),
    keyOf: (item: string) => item,
    missing: () => new Set<string>(),
  };
  const search = new KeySearch(list, new PartialListing(list));
  await expect(search.load(['a', 'b'])).rejects.toMatchObject({ code: 'UPSTREAM_THROTTLED' });
  expect(calls).toBe(1);
});
