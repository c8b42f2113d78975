import { describe, expect, test } from 'vitest';
import { drainSessionInstance } from '../../../emulator/appstream/drain-session-instance.ts';
import { startFleet } from '../../../emulator/appstream/start-fleet.ts';
import { stopFleet } from '../../../emulator/appstream/stop-fleet.ts';
import { startWorkspacesPool } from '../../../emulator/workspaces/start-workspaces-pool.ts';
import { stopWorkspacesPool } from '../../../emulator/workspaces/stop-workspaces-pool.ts';
import { manualClock } from '../../../emulator/world/clock.ts';
import { defaultAccountId, defaultRegion, seedWorld, type WorldSize } from '../../../emulator/world/seed.ts';
import { createSimulation } from '../../../emulator/world/simulation.ts';
import type { LocationState } from '../../../emulator/world/state.ts';
import { createWorld } from '../../../emulator/world/world.ts';
import { contentsOf } from '../../support/location-contents.ts';
import { run } from '../../support/run-operation.ts';
import { buildWorld, type WorldBuilder } from '../../support/world.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

function livingWorld(size?: Partial<WorldSize>, eventsPerStep?: number) {
  const clock = manualClock();
  const world = createWorld();
  seedWorld(world, { seed: 1, clock, ...(size && { size }) });
  const simulation = createSimulation(world, { seed: 1, clock, ...(eventsPerStep && { eventsPerStep }) });
  return {
    location: world.location(defaultAccountId, defaultRegion),
    clock,
    pass(milliseconds: number, steps = 1): void {
      for (let step = 0; step < steps; step += 1) {
        clock.advance(milliseconds / steps);
        simulation.step();
      }
    },
  };
}

function simulated(builder: WorldBuilder) {
  const clock = manualClock();
  const simulation = createSimulation(builder.world, { seed: 1, clock });
  return {
    clock,
    pass(milliseconds: number): void {
      clock.advance(milliseconds);
      simulation.step();
    },
  };
}

function countActiveSsm(location: LocationState): number {
  return [...location.ssmSessions.values()].filter((session) => !session.EndDate).length;
}

describe('Simulation', () => {
  test('changes nothing while no time passes', () => {
    const { location, pass } = livingWorld();
    const before = contentsOf(location);
    pass(0);
    expect(contentsOf(location)).toEqual(before);
  });

  test('is the same for the same seed and moments', () => {
    const worlds = [livingWorld(), livingWorld()];
    for (const { pass } of worlds) pass(3 * hour);
    expect(contentsOf((worlds[0] as (typeof worlds)[0]).location)).toEqual(
      contentsOf((worlds[1] as (typeof worlds)[0]).location),
    );
  });

  test('is the same however many steps lead to a moment', () => {
    const [once, often] = [livingWorld(), livingWorld()];
    once.pass(2 * hour);
    often.pass(2 * hour, 240);
    expect(contentsOf(often.location)).toEqual(contentsOf(once.location));
  });

  test('brings new sessions to all three services and ends old ones', () => {
    const { location, pass } = livingWorld();
    const idsNow = () => [
      [...location.appStreamSessions.values()].map((session) => session.Id),
      [...location.ssmSessions.keys()],
      [...location.poolSessions.values()].map((session) => session.SessionId),
    ];
    const countNotIn = (ids: readonly string[], others: readonly string[]): number =>
      ids.filter((id) => !others.includes(id)).length;
    const before = idsNow();
    pass(hour);
    for (const [index, now] of idsNow().entries()) expect(countNotIn(now, before[index] ?? [])).toBeGreaterThan(5);
    // SSM keeps the ended ones.
    for (const index of [0, 2]) expect(countNotIn(before[index] ?? [], idsNow()[index] ?? [])).toBeGreaterThan(5);
  });

  test.each([10 * minute, 3 * hour, 24 * hour, 72 * hour])('keeps the population near its size after %i ms', (time) => {
    const { location, pass } = livingWorld();
    const [appStream, ssm, pools] = [
      location.appStreamSessions.size,
      countActiveSsm(location),
      location.poolSessions.size,
    ];
    pass(time);
    expect(location.appStreamSessions.size).toBeGreaterThan(appStream * 0.8);
    expect(location.appStreamSessions.size).toBeLessThanOrEqual(appStream);
    expect(countActiveSsm(location)).toBeGreaterThan(ssm * 0.6);
    expect(countActiveSsm(location)).toBeLessThanOrEqual(ssm);
    expect(location.poolSessions.size).toBeGreaterThan(pools * 0.7);
    expect(location.poolSessions.size).toBeLessThanOrEqual(pools);
  });

  test('moves ended SSM sessions to the history, and lists the newest first', () => {
    const { location, pass, clock } = livingWorld();
    const endedBefore = location.ssmSessions.size - countActiveSsm(location);
    pass(2 * hour, 20);
    const sessions = [...location.ssmSessions.values()];
    expect(sessions.filter((session) => session.EndDate).length).toBeGreaterThan(endedBefore);
    const starts = sessions.map((session) => session.StartDate?.getTime() ?? 0);
    expect(starts).toEqual(starts.toSorted((a, b) => b - a));
    for (const { EndDate, Status } of sessions) {
      expect(EndDate !== undefined).toBe(Status === 'Terminated' || Status === 'Failed');
      expect(EndDate?.getTime() ?? 0).toBeLessThanOrEqual(clock.now());
    }
  });

  test('drops SSM sessions that ended more than thirty days ago', () => {
    const { location, pass, clock } = livingWorld({ sessions: 30 });
    pass(10 * 24 * hour, 10);
    for (const { EndDate } of location.ssmSessions.values())
      expect(EndDate?.getTime() ?? clock.now()).toBeGreaterThan(clock.now() - 30 * 24 * hour);
  });

  test.each([hour, 24 * hour])('leaves no session alive past its end after %i ms', (time) => {
    const { location, pass, clock } = livingWorld();
    pass(time);
    for (const session of location.appStreamSessions.values())
      if (session.State === 'ACTIVE')
        expect(session.MaxExpirationTime?.getTime()).toBeGreaterThan(clock.now() - second);
    for (const session of location.poolSessions.values())
      expect(session.ExpirationTime?.getTime()).toBeGreaterThan(clock.now() - second);
  });

  test('lets the counters of fleets and pools follow the sessions', () => {
    const { location, pass } = livingWorld();
    pass(hour, 30);
    for (const fleet of location.fleets.values()) {
      const active = [...location.appStreamSessions.values()].filter(
        (session) => session.FleetName === fleet.Name && session.State === 'ACTIVE',
      );
      const instances = new Set(active.map((session) => session.InstanceId ?? session.Id)).size;
      expect([fleet.Name, fleet.ComputeCapacityStatus.InUse]).toEqual([fleet.Name, instances]);
    }
    for (const pool of location.pools.values())
      expect(pool.CapacityStatus.ActiveUserSessions).toBe(location.poolSessions.of(pool.PoolId).length);
  });

  test('has never more instances in use than are wanted, as an auto scaling policy would', () => {
    const { location, pass } = livingWorld();
    pass(5 * hour);
    for (const { FleetType, ComputeCapacityStatus } of location.fleets.values())
      if (FleetType !== 'ELASTIC')
        expect(ComputeCapacityStatus.InUse).toBeLessThanOrEqual(ComputeCapacityStatus.Desired);
  });

  test('starts sessions of the users of the seed only', () => {
    const { location, pass } = livingWorld({ sessions: 2000 });
    const peopleNow = () => new Set([...location.poolSessions.values()].map((session) => session.UserId.toLowerCase()));
    const before = peopleNow();
    pass(5 * hour);
    for (const user of peopleNow()) expect(before).toContain(user);
  });

  test('starts no session on an instance that drains', () => {
    const built = buildWorld().fleet('f', { MaxSessionsPerInstance: 50 }).stack('S').associate('S', 'f');
    built.appStreamSessions({
      stack: 'S',
      fleet: 'f',
      count: 8,
      State: 'PENDING',
      each: () => ({ InstanceId: undefined }),
    });
    const { pass } = simulated(built);
    pass(12 * minute);
    const placed = [...built.location.appStreamSessions.values()].find((session) => session.InstanceId);
    run(built, drainSessionInstance, { SessionId: placed?.Id });
    const drained = new Set([...built.location.appStreamSessions.values()].map((session) => session.Id));
    pass(3 * hour);
    for (const session of built.location.appStreamSessions.values())
      if (!drained.has(session.Id)) expect(session.InstanceId).not.toBe(placed?.InstanceId);
  });

  test('lets nodes report every five minutes', () => {
    const { location, pass, clock } = livingWorld();
    pass(hour);
    for (const node of location.nodes.values())
      if (node.PingStatus === 'Online')
        expect(node.LastPingDateTime?.getTime()).toBeGreaterThan(clock.now() - 10 * minute);
  });

  test('puts off what is too much for one step, and still ends what must have ended', () => {
    const { location, pass, clock } = livingWorld({ sessions: 2000 }, 1000);
    const before = location.poolSessions.size;
    pass(3 * 24 * hour);
    for (const session of location.appStreamSessions.values())
      if (session.State === 'ACTIVE') expect(session.MaxExpirationTime?.getTime()).toBeGreaterThan(clock.now());
    expect(location.poolSessions.size).toBeGreaterThan(before * 0.7);
    pass(minute);
    expect(location.poolSessions.size).toBeGreaterThan(before * 0.7);
  });

  test('needs sessions to begin with: an empty location stays empty', () => {
    const { location, pass } = livingWorld({ sessions: 0, fleets: 0, stacks: 0, pools: 0, nodes: 0 });
    pass(24 * hour);
    expect([location.appStreamSessions.size, location.ssmSessions.size, location.poolSessions.size]).toEqual([0, 0, 0]);
  });

  test('brings somebody else after a session that an operation took away', () => {
    const built = buildWorld().fleet('f').stack('S').associate('S', 'f').appStreamSessions({ stack: 'S', fleet: 'f' });
    const { pass } = simulated(built);
    const [first] = built.location.appStreamSessions.values();
    built.location.appStreamSessions.delete(first?.Id ?? '');
    pass(15 * minute);
    const [next] = built.location.appStreamSessions.values();
    expect(next?.Id).not.toBe(first?.Id);
    expect(next?.FleetName).toBe('f');
  });
});

describe('A change of state', () => {
  test('makes a starting fleet RUNNING after a minute, with its instances', () => {
    const built = buildWorld().fleet('f', { State: 'STOPPED', ComputeCapacityStatus: { Desired: 3 } });
    const { pass } = simulated(built);
    run(built, startFleet, { Name: 'f' });
    pass(minute - 1);
    expect(built.location.fleets.get('f')?.State).toBe('STARTING');
    pass(1);
    expect(built.location.fleets.get('f')).toMatchObject({
      State: 'RUNNING',
      ComputeCapacityStatus: { Desired: 3, Running: 3, InUse: 0, Available: 3 },
    });
  });

  test('makes a stopping fleet STOPPED after a minute and ends its sessions, not those of others', () => {
    const built = buildWorld()
      .fleets(2)
      .stack('S')
      .associate('S', 'fleet-1', 'fleet-2')
      .appStreamSessions({ stack: 'S', fleet: 'fleet-1', count: 3 })
      .appStreamSessions({ stack: 'S', fleet: 'fleet-2', count: 2 });
    const { pass } = simulated(built);
    run(built, stopFleet, { Name: 'fleet-1' });
    pass(minute);
    expect(built.location.fleets.get('fleet-1')).toMatchObject({
      State: 'STOPPED',
      ComputeCapacityStatus: { Running: 0, InUse: 0, Available: 0 },
    });
    const fleets = [...built.location.appStreamSessions.values()].map((session) => session.FleetName);
    expect(fleets).not.toContain('fleet-1');
    expect(fleets).toContain('fleet-2');
  });

  test('starts a pool after a minute, and stops one with its sessions', () => {
    const built = buildWorld().pool('Off', { State: 'STOPPED' }).pool('On').poolSessions({ pool: 'On', count: 4 });
    const { pass } = simulated(built);
    run(built, startWorkspacesPool, { PoolId: built.poolId('Off') });
    run(built, stopWorkspacesPool, { PoolId: built.poolId('On') });
    pass(minute);
    const states = [...built.location.pools.values()].map((pool) => `${pool.PoolName} ${pool.State}`);
    expect(states).toEqual(['Off RUNNING', 'On STOPPED']);
    expect(built.location.poolSessions.of(built.poolId('On'))).toEqual([]);
  });
});
