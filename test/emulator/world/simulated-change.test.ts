import { expect, test } from 'vitest';
import { manualClock } from '../../../emulator/world/clock.ts';
import { defaultAccountId, defaultRegion, seedWorld } from '../../../emulator/world/seed.ts';
import type { SimulatedChange } from '../../../emulator/world/simulated-change.ts';
import { createSimulation } from '../../../emulator/world/simulation.ts';
import type { LocationState } from '../../../emulator/world/state.ts';
import { createWorld } from '../../../emulator/world/world.ts';

const minute = 60_000;

/** Sessions that AWS lists as active, with their states. */
function listed({ appStreamSessions, ssmSessions, poolSessions, workspaceConnections }: LocationState) {
  return new Map([
    ...[...appStreamSessions.values()].map(
      ({ Id, State, ConnectionState }) => [Id, [State, ConnectionState].filter(Boolean).join(' ')] as const,
    ),
    ...[...ssmSessions.values()]
      .filter(({ EndDate }) => !EndDate)
      .map((each) => [each.SessionId, each.Status] as const),
    ...[...poolSessions.values()].map((each) => [each.SessionId, each.ConnectionState] as const),
    ...[...workspaceConnections].flatMap(([id, { ConnectionState }]) =>
      ConnectionState === 'CONNECTED' ? [[id, ConnectionState] as const] : [],
    ),
  ]);
}

test('The changes of a simulation add up to what AWS lists, at any time of a day, and come in the order of time', () => {
  const clock = manualClock();
  const world = createWorld();
  seedWorld(world, { seed: 1, clock });
  const told = new Map<string, string>();
  const changes: SimulatedChange[] = [];
  const simulation = createSimulation(world, {
    seed: 1,
    clock,
    onChange(change) {
      changes.push(change);
      if (change.status === null) told.delete(change.id);
      else told.set(change.id, change.status);
    },
  });
  const location = world.location(defaultAccountId, defaultRegion);
  for (let step = 0; step < 24 * 60; step += 1) {
    expect(new Map([...told].toSorted())).toEqual(new Map([...listed(location)].toSorted()));
    clock.advance(minute);
    simulation.step();
  }
  expect(changes.length).toBeGreaterThan(5_000);
  expect(changes.map(({ at }) => at)).toEqual(changes.map(({ at }) => at).toSorted((one, other) => one - other));
  expect(new Set(changes.map(({ accountId, region }) => `${accountId} ${region}`))).toEqual(
    new Set([`${defaultAccountId} ${defaultRegion}`]),
  );
});
