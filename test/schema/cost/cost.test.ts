import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awsCalls, awsCallsOfNames, awsCallsOfPage } from '../../../src/schema/cost/cost.ts';
import { REFERENCES } from '../../../src/schema/federation/references.ts';
import { serviceTag } from '../../../src/schema/federation/service-tags.ts';
import { sortedSdl } from '../../../src/schema/federation/sorted-sdl.ts';

describe('The cost of a page', () => {
  const { complexity, extensions, cost, listSize } = awsCallsOfPage<{ names?: readonly string[] | null }>(
    3,
    ({ names }) => awsCallsOfNames(names),
    ['first', 'last'],
  );

  test.each([
    [{}, 20],
    [{ first: null }, 20],
    [{ first: 7 }, 7],
    [{ last: 9 }, 9],
    [{ first: 5, last: 9 }, 5],
    [{ first: 0 }, 0],
    [{ first: -5 }, 0],
    [{ first: 201 }, 200],
    [{ first: 2 ** 31 - 1 }, 200],
  ])('for %j counts %i items', (args, items) => {
    expect([complexity(args).multiplier, extensions.items(args)]).toEqual([items, items]);
  });

  test('is its own calls and those of its arguments', () => {
    expect(complexity({ names: ['a', 'b', 'c'] }).field).toBe(3 + 2 * 3);
    expect([complexity({ names: null }).field, complexity({}).field]).toEqual([3, 3]);
  });

  test('is declared to routers with the same figures', () => {
    expect(cost).toBe(3);
    expect(listSize).toMatchObject({
      assumedSize: 20,
      slicingArguments: ['first', 'last'],
      sizedFields: ['edges', 'nodes'],
    });
    expect(awsCallsOfPage(1).listSize.slicingArguments).toEqual(['first']);
  });

  test('is always within the sizes of pages', () => {
    const size = fc.option(fc.integer(), { nil: undefined });
    fc.assert(
      fc.property(size, size, (first, last) => {
        const items = extensions.items({ ...(first !== undefined && { first }), ...(last !== undefined && { last }) });
        expect(items).toBeGreaterThanOrEqual(0);
        expect(items).toBeLessThanOrEqual(200);
      }),
      { numRuns: 100 },
    );
  });
});

describe('The cost of references', () => {
  const costOf = (...representations: unknown[]) => REFERENCES.complexity({ representations });
  const users = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ __typename: 'User', userName: `u${at}` }));

  test.each([
    ['none', [], { field: 0, multiplier: 0 }],
    ['two fleets', [{ __typename: 'Fleet' }, { __typename: 'Fleet' }], { field: 2, multiplier: 2 }],
    ['one user', users(1), { field: 0, multiplier: 1 }],
    ['four users', users(4), { field: 0, multiplier: 1 }],
    ['five users', users(5), { field: 0, multiplier: 2 }],
    ['a fleet among users', [...users(4), { __typename: 'Fleet' }], { field: 1, multiplier: 2 }],
    ['what is no reference', [null, 'x', 5, [], {}], { field: 5, multiplier: 5 }],
  ])('of %s', (_title, representations, expected) => {
    expect(costOf(...representations)).toEqual(expected);
    expect(REFERENCES.items({ representations })).toBe(representations.length);
  });
});

test('The cost of a lookup is declared and limited alike, and of names twice each', () => {
  expect(awsCalls(2)).toEqual({ cost: 2, complexity: 2 });
  expect([awsCallsOfNames(), awsCallsOfNames(null, undefined, []), awsCallsOfNames(['a'], ['b', 'c'])]).toEqual([
    0, 0, 6,
  ]);
});

test.each([
  ['Fleet', 'appstream'],
  ['FleetConnection', 'appstream'],
  ['FleetEdge', 'appstream'],
  ['SsmSession', 'ssm'],
  ['ManagedNodeEdge', 'ssm'],
  ['PoolSession', 'workspaces'],
  ['User', undefined],
  ['Session', undefined],
  ['Query', undefined],
  ['Connection', undefined],
])('%s has the tag %s', (typename, tag) => {
  expect(serviceTag(typename)).toBe(tag);
});

describe('A sorted SDL', () => {
  test('has names in order, and lists of arguments as they are', () => {
    const sdl =
      'type B implements Z & A { b(y: Int, x: [Int] = [3, 1]): Int a: Int @x(list: ["b", "a"]) @a } type A { a: Int } enum E { Y X }';
    const sorted = sortedSdl(sdl);
    expect(sorted.match(/^(?:type|enum) \w+/gm)).toEqual(['type A', 'type B', 'enum E']);
    expect(sorted).toContain('type B implements A & Z');
    expect(sorted).toContain('a: Int @a @x(list: ["b", "a"])');
    expect(sorted).toContain('b(x: [Int] = [3, 1], y: Int): Int');
    expect(sorted).toMatch(/enum E \{\n {2}X\n {2}Y\n\}/);
  });

  test('is the same sorted again', () => {
    const once = sortedSdl('extend schema @link(url: "b") @link(url: "a") type Q { b: Int a: Int }');
    expect(sortedSdl(once)).toBe(once);
    expect(once.endsWith('}\n')).toBe(true);
  });
});
