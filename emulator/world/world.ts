import { createSessionTable } from './session-table.ts';
import type { AppStreamSession, Place, PoolSession, SsmSession, World } from './state.ts';

/** A world in which nothing exists yet. */
export function createWorld(): World {
  const places = new Map<string, Place>();
  return {
    place(accountId, region) {
      const key = `${accountId}/${region}`;
      const place = places.get(key) ?? emptyPlace(accountId, region);
      places.set(key, place);
      return place;
    },
    places: () => [...places.values()],
    externalIds: new Map(),
  };
}

function emptyPlace(accountId: string, region: string): Place {
  return {
    accountId,
    region,
    fleets: new Map(),
    stacks: new Map(),
    associations: new Map(),
    appStreamSessions: createSessionTable<AppStreamSession>(
      (session) => session.Id,
      (session) => `${session.StackName}/${session.FleetName}`,
    ),
    ssmSessions: new Map(),
    nodes: new Map(),
    pools: new Map(),
    poolSessions: createSessionTable<PoolSession>(
      (session) => session.SessionId,
      (session) => session.PoolId,
    ),
    workspaces: new Map(),
    workspaceConnections: new Map(),
    changes: new Map(),
  };
}

/**
 * Puts SSM sessions before all others: AWS lists the newest first. The map is written anew, so many at once cost as
 * much as one.
 *
 * @param newest in the order of the list, the newest first
 */
export function addSsmSessions(place: Place, newest: readonly SsmSession[]): void {
  if (newest.length === 0) return;
  const older = [...place.ssmSessions];
  place.ssmSessions.clear();
  for (const session of newest) place.ssmSessions.set(session.SessionId, session);
  for (const [id, session] of older) if (!place.ssmSessions.has(id)) place.ssmSessions.set(id, session);
}

/** The keys of `Place.changes`. */
export const fleetChange = (name: string): string => `fleet/${name}`;
export const poolChange = (poolId: string): string => `pool/${poolId}`;

/** The names of the stacks that a fleet serves, in the order of the stacks. */
export function stacksOf(place: Place, fleetName: string): string[] {
  const stacks: string[] = [];
  for (const [stack, fleets] of place.associations) if (fleets.has(fleetName)) stacks.push(stack);
  return stacks;
}
