import { describe, expect, test } from 'vitest';
import type { LocationServices, ServiceName } from '../../src/services/aws-service.ts';
import type { ReadableLocation } from '../../src/services/services.ts';
import { endedKeys, endedSource } from '../../src/sessions/ended-source.ts';
import type { SessionFilter } from '../../src/sessions/filter.ts';
import { locationLabels, locationSourceKey, sessionSources } from '../../src/sessions/sources.ts';

/** A location that has some services. */
const locationOf = (key: string, services: readonly ServiceName[], accountId = '111111111111'): ReadableLocation => {
  const [, region = ''] = key.split('/');
  return {
    key,
    region,
    accountId: null,
    has: (service) => services.includes(service),
    services: async () =>
      ({
        location: { accountId, region },
        ssm: { sessions: ({ State }: { State: string }) => ({ id: State }) },
      }) as unknown as LocationServices,
  };
};
const filter: SessionFilter = { includeHistory: false };
const ALL: readonly ServiceName[] = ['appstream', 'ssm', 'workspaces', 'personalWorkspaces'];
const keysOf = async (locations: readonly ReadableLocation[], more: Partial<SessionFilter> = {}) =>
  (await sessionSources(locations, locations, { ...filter, ...more }).children()).map(({ key }) => key);

describe('The sources of sessions', () => {
  test('are those of each service in each location, in the order of the services', async () => {
    const locations = [locationOf('a/eu-west-1', ALL), locationOf('b/us-east-1', ['ssm'])];
    expect(await keysOf(locations)).toEqual([
      'APPSTREAM a/eu-west-1',
      'SSM a/eu-west-1',
      'SSM b/us-east-1',
      'WORKSPACES a/eu-west-1',
      'WORKSPACES_PERSONAL a/eu-west-1',
    ]);
  });

  test.each<[Partial<SessionFilter>, readonly string[]]>([
    [{ services: ['SSM'] }, ['SSM a/eu-west-1']],
    [{ services: [] }, []],
    [{ targets: ['i-1'] }, ['SSM a/eu-west-1']],
    [{ fleetNames: ['f'] }, ['APPSTREAM a/eu-west-1']],
    [{ fleetNames: ['f'], targets: ['i-1'] }, []],
    [{ statuses: [] }, []],
    [{ startedAfter: new Date(5), startedBefore: new Date(5) }, []],
    [{ poolIds: ['p'], services: ['SSM'] }, []],
  ])('that a filter cannot match are not read: %j', async (more, keys) => {
    expect(await keysOf([locationOf('a/eu-west-1', ALL)], more)).toEqual(keys);
  });

  test('of an account that turns out to be another are none', async () => {
    const location = locationOf('a/eu-west-1', ['ssm']);
    const children = async (accountIds?: readonly string[]) => {
      const [only] = await sessionSources([location], [location], {
        ...filter,
        ...(accountIds && { accountIds }),
      }).children();
      return only && 'children' in only ? (await only.children()).map(({ key }) => key) : null;
    };
    expect(await children(['111111111111'])).toEqual(['Active']);
    expect(await children(['222222222222'])).toEqual([]);
    expect(await children()).toEqual(['Active']);
  });

  test('have the list of ended sessions beside that of active ones, where it is asked for', async () => {
    const location = locationOf('a/eu-west-1', ['ssm']);
    const keys = async (more: Partial<SessionFilter>) => {
      const [only] = await sessionSources([location], [location], { ...filter, ...more }).children();
      return only && 'children' in only ? (await only.children()).map(({ key }) => key) : null;
    };
    expect(await keys({ includeHistory: true })).toEqual(['Active', 'History']);
    expect(await keys({ includeHistory: true, statuses: ['CONNECTED'] })).toEqual(['Active']);
    expect(await keys({ includeHistory: true, statuses: ['TERMINATED'] })).toEqual(['Active', 'History']);
  });
});

describe('The label of a location', () => {
  test('is its region where one account is read, and has the account where several are', () => {
    const [one, other, third] = ['a/eu-west-1', 'a/us-east-1', 'b/us-east-1'].map((key) => locationOf(key, ALL)) as [
      ReadableLocation,
      ReadableLocation,
      ReadableLocation,
    ];
    expect([one, other].map(locationLabels([one, other]))).toEqual(['eu-west-1', 'us-east-1']);
    expect([one, other, third].map(locationLabels([one, other, third]))).toEqual([
      'a eu-west-1',
      'a us-east-1',
      'b us-east-1',
    ]);
  });

  test('does not name fleets to callers who see their own sessions only', async () => {
    const location = locationOf('a/eu-west-1', ['ssm']);
    const labels = async (more: Partial<SessionFilter>) => {
      const [only] = await sessionSources([location], [location], {
        ...filter,
        includeHistory: true,
        ...more,
      }).children();
      return only && 'children' in only ? (await only.children()).map(({ metadata }) => metadata?.label) : null;
    };
    expect(await labels({})).toEqual(['SSM eu-west-1', 'SSM eu-west-1 history']);
    expect(await labels({ isOwn: true })).toEqual(['SSM eu-west-1', 'SSM eu-west-1']);
  });
});

describe('Ended sessions', () => {
  const locations = [locationOf('a/eu-west-1', ALL), locationOf('b/us-east-1', ['appstream'])];

  test('are listed by SSM alone, where it is read', () => {
    expect(endedKeys(locations)).toEqual([locationSourceKey('SSM', { key: 'a/eu-west-1' })]);
  });

  test('have a list by the key of their service and location, and none by another', async () => {
    expect((await endedSource(locations, 'SSM a/eu-west-1'))?.id).toBe('History');
    for (const key of ['APPSTREAM a/eu-west-1', 'SSM c/eu-west-1', '', 'SSM'])
      expect(await endedSource(locations, key)).toBeNull();
  });
});
