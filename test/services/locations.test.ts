import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import type { LocationServices } from '../../src/services/aws-service.ts';
import { candidates, describeLocation, findLocation, matching, single } from '../../src/services/locations.ts';
import type { ReadableLocation } from '../../src/services/services.ts';

interface Told {
  /** Account that AWS returns; null: it returns none. */
  readonly accountId: string | null;
  readonly region?: string;
  /** True if the account is known from the configuration. */
  readonly isKnown?: boolean;
  readonly profile?: string;
}

/** Locations, and the number of times that AWS was asked for an account. */
function locationsOf(...told: Told[]) {
  const asked: string[] = [];
  const all = told.map(
    ({ accountId, region = 'eu-west-1', isKnown = false, profile = 'default' }): ReadableLocation => {
      const key = `${isKnown ? accountId : profile}/${region}`;
      return {
        key,
        region,
        accountId: isKnown ? accountId : null,
        has: () => true,
        async services() {
          asked.push(key);
          if (accountId === null) throw new GatewayError('UPSTREAM_CREDENTIALS', 'None.', { retryable: false });
          return { location: { accountId, region } } as LocationServices;
        },
      };
    },
  );
  return { all, asked };
}
const keysOf = (found: readonly ReadableLocation[]) => found.map(({ key }) => key);
const fault = async (act: () => unknown) => {
  try {
    return await act();
  } catch (error) {
    const { code, message } = error as GatewayError;
    return `${code}: ${message}`;
  }
};

const KNOWN = [
  { accountId: '111111111111', isKnown: true },
  { accountId: '111111111111', region: 'us-east-1', isKnown: true },
  { accountId: '222222222222', isKnown: true },
];

describe('A selection of known accounts', () => {
  test.each([
    [{}, ['111111111111/eu-west-1', '111111111111/us-east-1', '222222222222/eu-west-1']],
    [{ region: null, accountId: null }, ['111111111111/eu-west-1', '111111111111/us-east-1', '222222222222/eu-west-1']],
    [{ region: 'eu-west-1' }, ['111111111111/eu-west-1', '222222222222/eu-west-1']],
    [{ accountId: '111111111111' }, ['111111111111/eu-west-1', '111111111111/us-east-1']],
    [{ accountId: '222222222222', region: 'eu-west-1' }, ['222222222222/eu-west-1']],
  ])('%j matches %j, without a call', async (selection, keys) => {
    const { all, asked } = locationsOf(...KNOWN);
    expect(keysOf(candidates(all, selection))).toEqual(keys);
    expect(keysOf(await matching(all, selection))).toEqual(keys);
    expect(asked).toEqual([]);
  });

  test.each([
    { region: 'mars-1' },
    { accountId: '333333333333' },
    { accountId: '222222222222', region: 'us-east-1' },
    { region: '' },
    { accountId: '' },
  ])('that matches nothing is bad input, and says what is read: %j', async (selection) => {
    const { all } = locationsOf(...KNOWN);
    for (const found of [
      fault(() => candidates(all, selection)),
      fault(() => matching(all, selection)),
      fault(() => single(all, selection)),
    ])
      expect(await found).toMatch(/^BAD_USER_INPUT: This gateway reads account 111111111111, region eu-west-1/);
  });

  test('for one location is the one that matches; of several the error lists those', async () => {
    const { all } = locationsOf(...KNOWN);
    expect((await single(all, { region: 'us-east-1' })).key).toBe('111111111111/us-east-1');
    expect(await fault(() => single(all, { region: 'eu-west-1' }))).toMatch(
      /^BAD_USER_INPUT: Several locations match: account 111111111111, region eu-west-1.*account 222222222222, region eu-west-1/,
    );
  });
});

describe('A selection of accounts that only AWS knows', () => {
  const UNKNOWN = [
    { accountId: '111111111111', profile: 'one' },
    { accountId: '222222222222', profile: 'two' },
  ];

  test('by region needs no account', async () => {
    const { all, asked } = locationsOf(...UNKNOWN);
    expect(keysOf(await matching(all, { region: 'eu-west-1' }))).toEqual(['one/eu-west-1', 'two/eu-west-1']);
    expect(asked).toEqual([]);
  });

  test('by account asks AWS for those that may match', async () => {
    const { all, asked } = locationsOf(...UNKNOWN, {
      accountId: '333333333333',
      region: 'us-east-1',
      profile: 'three',
    });
    expect(keysOf(candidates(all, { accountId: '222222222222', region: 'eu-west-1' }))).toEqual([
      'one/eu-west-1',
      'two/eu-west-1',
    ]);
    expect(keysOf(await matching(all, { accountId: '222222222222', region: 'eu-west-1' }))).toEqual(['two/eu-west-1']);
    expect(asked).toEqual(['one/eu-west-1', 'two/eu-west-1']);
  });

  test('that matches nothing names the accounts, once AWS has returned them', async () => {
    const { all } = locationsOf({ ...UNKNOWN[0], accountId: '111111111111' });
    expect(await fault(() => matching(all, { accountId: '999999999999' }))).toMatch(
      /^BAD_USER_INPUT: This gateway reads account of "one"/,
    );
  });

  test('fails with the error of AWS where an account that may match is not returned', async () => {
    const { all } = locationsOf({ accountId: null, profile: 'broken' }, ...UNKNOWN);
    expect(await fault(() => matching(all, { accountId: '222222222222' }))).toMatch(/^UPSTREAM_CREDENTIALS/);
    expect(keysOf(await matching(all, {}))).toHaveLength(3);
  });
});

describe('The location of a resource', () => {
  test('is found without a call where its account is known, before those that are not', async () => {
    const { all, asked } = locationsOf({ accountId: '111111111111', profile: 'one' }, ...KNOWN);
    expect((await findLocation(all, { accountId: '222222222222', region: 'eu-west-1' }))?.key).toBe(
      '222222222222/eu-west-1',
    );
    expect(asked).toEqual([]);
  });

  test('is found by asking AWS, and is null where no location is of it', async () => {
    const { all } = locationsOf({ accountId: '111111111111', profile: 'one' });
    expect((await findLocation(all, { accountId: '111111111111', region: 'eu-west-1' }))?.key).toBe('one/eu-west-1');
    expect(await findLocation(all, { accountId: '111111111111', region: 'us-east-1' })).toBeNull();
    expect(await findLocation(all, { accountId: '222222222222', region: 'eu-west-1' })).toBeNull();
  });
});

test('A location is described by its account, or by its name while that is not known', () => {
  const { all } = locationsOf(
    { accountId: '1', profile: 'my-profile', region: 'us-gov-west-1' },
    { accountId: '222222222222', isKnown: true },
  );
  expect(all.map(describeLocation)).toEqual([
    'account of "my-profile", region us-gov-west-1',
    'account 222222222222, region eu-west-1',
  ]);
});
