import { describe, expect, test } from 'vitest';
import { recountFleet } from '../../../emulator/world/capacity.ts';
import { manualClock } from '../../../emulator/world/clock.ts';
import { addSsmSessions, createWorld, stacksOf } from '../../../emulator/world/world.ts';
import { start, uuidOf } from '../../support/plain-shapes.ts';
import { buildWorld } from '../../support/world.ts';

describe('A world', () => {
  test('is empty at first, and makes a location at its first mention', () => {
    const world = createWorld();
    expect(world.locations()).toEqual([]);
    const location = world.location('123456789012', 'eu-west-1');
    expect(world.location('123456789012', 'eu-west-1')).toBe(location);
    expect(world.location('123456789012', 'us-east-1')).not.toBe(location);
    expect(world.locations()).toHaveLength(2);
    expect(location.fleets.size + location.appStreamSessions.size).toBe(0);
  });

  test('puts new SSM sessions before the old ones, and one of the same id in place of the old', () => {
    const { location } = buildWorld();
    addSsmSessions(location, [{ SessionId: 'b' }, { SessionId: 'a' }]);
    addSsmSessions(location, [{ SessionId: 'c' }, { SessionId: 'a', Reason: 'new' }]);
    expect([...location.ssmSessions.keys()]).toEqual(['c', 'a', 'b']);
    expect(location.ssmSessions.get('a')?.Reason).toBe('new');
  });

  test('finds the stacks that a fleet serves', () => {
    const { location } = buildWorld().associate('B', 'f').associate('A', 'g').associate('C', 'g', 'f');
    expect(stacksOf(location, 'f')).toEqual(['B', 'C']);
  });
});

describe('The counters of a fleet', () => {
  test('count instances of active sessions, over all its stacks', () => {
    const { location } = buildWorld()
      .fleet('f', { ComputeCapacityStatus: { Desired: 5 } })
      .associate('A', 'f')
      .associate('B', 'f')
      .appStreamSessions({ stack: 'A', fleet: 'f', count: 2 })
      .appStreamSessions({ stack: 'B', fleet: 'f', State: 'EXPIRED' })
      .appStreamSessions({ stack: 'B', fleet: 'f' });
    expect(location.fleets.get('f')?.ComputeCapacityStatus).toEqual({ Desired: 5, Running: 5, InUse: 3, Available: 2 });
  });

  test('of a multi-session fleet add up: Actual = Available + Active', () => {
    const { location } = buildWorld()
      .fleet('f', { MaxSessionsPerInstance: 4, ComputeCapacityStatus: { Desired: 3 } })
      .associate('A', 'f')
      .appStreamSessions({ stack: 'A', fleet: 'f', count: 4, InstanceId: 'i-1' })
      .appStreamSessions({ stack: 'A', fleet: 'f', InstanceId: 'i-2' });
    expect(location.fleets.get('f')?.ComputeCapacityStatus).toMatchObject({
      InUse: 2,
      Available: 1,
      DesiredUserSessions: 12,
      ActualUserSessions: 12,
      ActiveUserSessions: 5,
      AvailableUserSessions: 7,
    });
  });

  test('of an Elastic fleet show its sessions and no wish', () => {
    const { location } = buildWorld()
      .fleet('f', { FleetType: 'ELASTIC', MaxConcurrentSessions: 9 })
      .associate('A', 'f')
      .appStreamSessions({ stack: 'A', fleet: 'f', count: 3, each: () => ({ InstanceId: undefined }) });
    expect(location.fleets.get('f')?.ComputeCapacityStatus).toMatchObject({ Desired: 0, InUse: 3 });
  });

  test('of a stopped fleet are nought', () => {
    const { location } = buildWorld().fleet('f', { State: 'STOPPED', ComputeCapacityStatus: { Desired: 5 } });
    const fleet = location.fleets.get('f');
    if (fleet) recountFleet(location, fleet);
    expect(fleet?.ComputeCapacityStatus).toEqual({ Desired: 5, Running: 0, InUse: 0, Available: 0 });
  });
});

describe('A built world', () => {
  test('numbers its ids in the order of telling, and is the same each time', () => {
    const build = () =>
      buildWorld()
        .fleet('f')
        .appStreamSessions({ stack: 'S', fleet: 'f', count: 2 })
        .pool('P')
        .poolSessions({ pool: 'P' });
    const { location } = build();
    expect([...location.appStreamSessions.values()].map((session) => session.Id)).toEqual([uuidOf(1), uuidOf(2)]);
    expect([...location.poolSessions.values()]).toEqual([...build().location.poolSessions.values()]);
  });

  test('takes members for all sessions of a sentence, and by number', () => {
    const { location } = buildWorld().appStreamSessions({
      stack: 'S',
      fleet: 'f',
      count: 2,
      AuthenticationType: 'SAML',
      each: (index) => ({ UserId: `u-${index}` }),
    });
    expect([...location.appStreamSessions.values()].map((one) => `${one.AuthenticationType} ${one.UserId}`)).toEqual([
      'SAML u-0',
      'SAML u-1',
    ]);
  });

  test('speaks of another account and region after at', () => {
    const { world, location } = buildWorld().fleet('here').at('210987654321', 'us-east-1').fleet('there');
    expect([...location.fleets.keys()]).toEqual(['there']);
    expect([...world.location('123456789012', 'eu-west-1').fleets.keys()]).toEqual(['here']);
    expect(location.fleets.get('there')?.Arn).toBe('arn:aws:appstream:us-east-1:210987654321:fleet/there');
  });

  test('begins its sessions before the moment at which a manual clock starts', () => {
    expect(manualClock().now()).toBe(start);
    const { location } = buildWorld().node('i-1').ssmSessions({ count: 2 }).ssmSessions({ state: 'History' });
    const sessions = [...location.ssmSessions.values()];
    expect(sessions.map((session) => `${session.Status} ${session.Target}`)).toEqual([
      'Connected i-1',
      'Connected i-1',
      'Terminated i-1',
    ]);
    const starts = sessions.map((session) => session.StartDate?.getTime() ?? 0);
    expect(starts).toEqual(starts.toSorted((a, b) => b - a));
    expect(starts[0]).toBeLessThan(start);
  });

  test('says so when a pool is not there', () => {
    expect(() => buildWorld().poolSessions({ pool: 'gone' })).toThrow('This world has no pool gone.');
  });
});
