import { createSessionTable } from './session-table.ts';
import type { AppStreamSession, LocationState, PoolSession, SsmSession, World } from './state.ts';

/** Creates an empty world. */
export function createWorld(): World {
  const locations = new Map<string, LocationState>();
  return {
    location(accountId, region) {
      const key = `${accountId}/${region}`;
      const location = locations.get(key) ?? emptyLocation(accountId, region);
      locations.set(key, location);
      return location;
    },
    locations: () => [...locations.values()],
    externalIds: new Map(),
  };
}

function emptyLocation(accountId: string, region: string): LocationState {
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
 * Inserts SSM sessions before all others: AWS lists the newest first. Rewrites the whole map, so add many at once.
 *
 * @param newest newest first
 */
export function addSsmSessions(location: LocationState, newest: readonly SsmSession[]): void {
  if (newest.length === 0) return;
  const older = [...location.ssmSessions];
  location.ssmSessions.clear();
  for (const session of newest) location.ssmSessions.set(session.SessionId, session);
  for (const [id, session] of older) if (!location.ssmSessions.has(id)) location.ssmSessions.set(id, session);
}

/** Keys of `LocationState.changes`. */
export const fleetChange = (name: string): string => `fleet/${name}`;
export const poolChange = (poolId: string): string => `pool/${poolId}`;

/** Names of the stacks that a fleet is associated with, in the order of the stacks. */
export function stacksOf(location: LocationState, fleetName: string): string[] {
  const stacks: string[] = [];
  for (const [stack, fleets] of location.associations) if (fleets.has(fleetName)) stacks.push(stack);
  return stacks;
}
