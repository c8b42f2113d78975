import { describe, expect, test } from 'vitest';
import { startFleet } from '../../../emulator/appstream/start-fleet.ts';
import { manualClock } from '../../../emulator/world/clock.ts';
import { defaultAccountId, defaultRegion, seedWorld } from '../../../emulator/world/seed.ts';
import { createSimulation } from '../../../emulator/world/simulation.ts';
import { createWorld } from '../../../emulator/world/world.ts';
import { contentsOf } from '../../support/location-contents.ts';
import { run } from '../../support/run-operation.ts';
import { buildWorld } from '../../support/world.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

function seeded(speed: number) {
  const clock = manualClock();
  const world = createWorld();
  seedWorld(world, { seed: 1, clock });
  const simulation = createSimulation(world, { seed: 1, clock, speed });
  const location = world.location(defaultAccountId, defaultRegion);
  return {
    location,
    startedAt: clock.now(),
    now: clock.now,
    pass(milliseconds: number): void {
      clock.advance(milliseconds);
      simulation.step();
    },
    /** Ids of the sessions that are there. */
    ids: (): ReadonlySet<string> =>
      new Set([
        ...[...location.appStreamSessions.values()].map(({ Id }) => Id),
        ...location.ssmSessions.keys(),
        ...[...location.poolSessions.values()].map(({ SessionId }) => SessionId),
      ]),
  };
}

/** All times in a value, with the path to each. */
function timesIn(value: unknown, path = ''): readonly (readonly [path: string, time: number])[] {
  if (value instanceof Date) return [[path, value.getTime()]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => timesIn(member, `${path}/${key}`));
}

describe('With a speed of 60', () => {
  test('as many sessions begin and end in a minute as otherwise in an hour', () => {
    const [fast, plain] = [seeded(60), seeded(1)];
    const before = plain.ids();
    expect(fast.ids()).toEqual(before);
    fast.pass(minute);
    plain.pass(hour);
    const begun = (ids: ReadonlySet<string>) => [...ids].filter((id) => !before.has(id)).length;
    expect(begun(plain.ids())).toBeGreaterThan(50);
    expect(Math.abs(begun(fast.ids()) - begun(plain.ids()))).toBeLessThan(begun(plain.ids()) * 0.1);
    const gone = (ids: ReadonlySet<string>) => [...before].filter((id) => !ids.has(id)).length;
    expect(Math.abs(gone(fast.ids()) - gone(plain.ids()))).toBeLessThan(gone(plain.ids()) * 0.1);
  });

  test('no time of the past is in the future, and new sessions begin after the simulation', () => {
    const { location, startedAt, pass, now, ids } = seeded(60);
    const before = ids();
    for (let step = 0; step < 200; step += 1) {
      pass(step * 17);
      const told = timesIn([contentsOf(location), [...location.workspaceConnections.values()]]);
      expect(told.length).toBeGreaterThan(200);
      expect(told.filter(([path, time]) => time > now() && !path.endsWith('ExpirationTime'))).toEqual([]);
    }
    const sessions = [...location.appStreamSessions.values(), ...location.poolSessions.values()];
    const begun = sessions.filter((session) => !before.has('Id' in session ? session.Id : session.SessionId));
    expect(begun.length).toBeGreaterThan(50);
    for (const { StartTime } of begun) expect(StartTime?.getTime()).toBeGreaterThanOrEqual(startedAt);
  });

  test('the history of the seed still spans thirty days', () => {
    const { location, pass, now } = seeded(60);
    pass(minute);
    const ages = [...location.ssmSessions.values()].map(({ StartDate }) => now() - (StartDate?.getTime() ?? now()));
    expect(Math.max(...ages)).toBeGreaterThan(20 * 24 * hour);
  });

  test('a fleet starts in a second', () => {
    const built = buildWorld().fleet('f', { State: 'STOPPED' });
    const clock = manualClock();
    const simulation = createSimulation(built.world, { seed: 1, clock, speed: 60 });
    run(built, startFleet, { Name: 'f' });
    const stateAfter = (milliseconds: number) => {
      clock.advance(milliseconds);
      simulation.step();
      return built.location.fleets.get('f')?.State;
    };
    expect([stateAfter(second - 1), stateAfter(1)]).toEqual(['STARTING', 'RUNNING']);
  });

  test('users of WorkSpaces connect and disconnect within seconds, and an idle WorkSpace stops after a minute', () => {
    const { location, pass } = seeded(60);
    const connections = () => [...location.workspaceConnections.values()].map(({ ConnectionState }) => ConnectionState);
    const before = connections();
    const stopped = () => [...location.workspaces.values()].filter(({ State }) => State === 'STOPPED');
    const stoppedBefore = new Set(stopped().map(({ WorkspaceId }) => WorkspaceId));
    pass(2 * minute);
    expect(connections().filter((state, index) => state !== before[index]).length).toBeGreaterThan(4);
    expect(stopped().filter(({ WorkspaceId }) => !stoppedBefore.has(WorkspaceId)).length).toBeGreaterThan(0);
  });
});
