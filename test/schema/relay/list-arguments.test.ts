import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkLengths, givenConditions, MAX_VALUES, parseOrder } from '../../../src/schema/relay/list-arguments.ts';

const codeOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return (error as { code?: string }).code;
  }
};
const listOf = (length: number) => Array.from({ length }, () => 'x');

describe('The lists of a filter', () => {
  test('have a thousand values at most, each', () => {
    expect(codeOf(() => checkLengths({ regions: listOf(MAX_VALUES), targets: listOf(MAX_VALUES) }))).toBeUndefined();
    expect(codeOf(() => checkLengths({ regions: [], targets: listOf(MAX_VALUES + 1) }))).toBe('BAD_USER_INPUT');
  });

  test('are named in the rejection, with their length', () => {
    expect(() => checkLengths({ targets: listOf(1_001) })).toThrow('`targets` has 1001 values; it may have 1000.');
  });

  test('are the only members that are counted', () => {
    expect(
      codeOf(() => checkLengths({ search: 'x'.repeat(5_000), unverified: null, at: new Date(0) })),
    ).toBeUndefined();
  });
});

test('The given conditions of a filter are those that are not undefined', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.option(fc.jsonValue({ maxDepth: 1 }), { nil: undefined })), (filter) => {
      const given = givenConditions(filter);
      expect(Object.values(given)).not.toContain(undefined);
      expect(Object.keys(given)).toEqual(Object.keys(filter).filter((name) => filter[name] !== undefined));
    }),
    { numRuns: 200 },
  );
  expect(givenConditions({ userName: null, regions: [] })).toEqual({ userName: null, regions: [] });
});

describe('An order', () => {
  const newest = [{ field: 'STARTED_AT', direction: 'DESC' }];
  const byUser = { field: 'USER_NAME', direction: 'ASC' };

  test.each([[undefined], [null], [[]]])('that is %j is the default one', (orderBy) => {
    expect(parseOrder(orderBy, newest, 3)).toBe(newest);
  });

  test('has as many entries as the list allows', () => {
    const three = [byUser, newest[0] as typeof byUser, byUser];
    expect(parseOrder(three, newest, 3)).toEqual(three);
    expect(codeOf(() => parseOrder([...three, byUser], newest, 3))).toBe('BAD_USER_INPUT');
  });

  test('has fields and directions only: what else an input has would be in its cursors', () => {
    const withMore = { ...byUser, more: 1 };
    expect(parseOrder<typeof byUser>([withMore], newest, 3)).toEqual([byUser]);
  });
});
