import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  conditionValue,
  DIMENSIONS,
  type LiveFilter,
  resourceOf,
  searchText,
  toSearch,
  withoutDimension,
} from '../../../src/live/index/live-filter.ts';
import { CONDITIONS } from '../../../src/sessions/providers.ts';
import { liveSession } from '../../support/live-sessions.ts';

const WHOLE: LiveFilter = {
  onlyUser: 'a',
  services: ['SSM'],
  statuses: ['CONNECTED'],
  userName: 'a',
  search: 'x',
  startedAfter: 1,
  startedBefore: 2,
  statusBefore: 3,
  regions: ['r'],
  accountIds: ['1'],
  unverified: true,
  fleetNames: ['f'],
  stackNames: ['s'],
  poolIds: ['p'],
  targets: ['t'],
};

const missing = (filter: LiveFilter) => Object.keys(WHOLE).filter((name) => !(name in filter));

describe('A facet', () => {
  test.each([
    ['SERVICE', ['services']],
    ['STATUS', ['statuses']],
    ['ACCOUNT', ['accountIds']],
    ['REGION', ['regions']],
    ['USER', ['userName']],
  ] as const)('by %s omits the conditions %j', (dimension, names) => {
    expect(missing(withoutDimension(WHOLE, dimension))).toEqual(names);
  });

  test('by RESOURCE omits the conditions on fleets, pools and targets, each of which names resources', () => {
    const omitted = missing(withoutDimension(WHOLE, 'RESOURCE'));
    expect(omitted).toEqual(expect.arrayContaining(['fleetNames', 'poolIds', 'targets']));
    expect(omitted.filter((name) => !CONDITIONS.some((condition) => condition.name === name))).toEqual([]);
  });

  test('by any dimension keeps the user that a self-scoped caller is bound to', () => {
    for (const dimension of DIMENSIONS) expect(withoutDimension(WHOLE, dimension).onlyUser).toBe('a');
  });
});

describe('A session', () => {
  test.each([
    ['APPSTREAM', { fleetNames: 'Fleet-1', stackNames: 'Stack-0' }, 'Fleet-1'],
    ['SSM', { targets: 'i-node-1' }, 'i-node-1'],
    ['WORKSPACES', { poolIds: 'wspool-0' }, 'wspool-0'],
  ] as const)('of %s has the conditions %j and no others', (service, values, resource) => {
    const session = liveSession(4, { service });
    const found = CONDITIONS.map(({ name }) => [name, conditionValue(session, name)] as const);
    expect(Object.fromEntries(found.filter(([, value]) => value !== null))).toEqual(values);
    expect(resourceOf(session)).toBe(resource);
  });

  test.each([undefined, ''])('whose fleet AWS gives as %j has none', (FleetName) => {
    const session = liveSession(1, { model: { FleetName } });
    expect([conditionValue(session, 'fleetNames'), resourceOf(session)]).toEqual([null, null]);
  });
});

describe('The text that is searched', () => {
  test('has all texts in lower case, and no search finds a match across two of them', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string()), { minLength: 1 }), fc.string(), (texts, typed) => {
        const text = searchText(...texts);
        const search = toSearch(typed);
        for (const each of texts) expect(text).toContain(each?.toLowerCase() ?? '');
        if (search === undefined) return;
        const isFound = texts.some((each) =>
          each
            ?.toLowerCase()
            .split('\n')
            .some((line) => line.includes(search)),
        );
        expect(text.includes(search)).toBe(isFound);
      }),
    );
  });
});

describe('A search', () => {
  test.each([
    ['  Anna  ', 'anna'],
    ['two\t\n words', 'two words'],
    ['ÄNNA', 'änna'],
    ['%_*', '%_*'],
  ])('for %j looks for %j', (typed, search) => {
    expect(toSearch(typed)).toBe(search);
  });

  test.each(['', ' ', '\n\t\u00a0\u2003'])('for %j, of white space alone, is none', (typed) => {
    expect(toSearch(typed)).toBeUndefined();
  });
});
