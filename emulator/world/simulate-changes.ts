import { recountFleet, recountPool } from './capacity.ts';
import { minute } from './simulated-user.ts';
import type { LocationState } from './state.ts';
import { fleetChange, poolChange, stacksOf } from './world.ts';

/** Duration of STARTING and STOPPING, in milliseconds; AWS takes several minutes. */
const changeTakes = minute;

/** Finds the next change that is complete by `now`. @param speed divides the duration of a change */
export function nextChange(
  location: LocationState,
  now: number,
  speed: number,
): { key: string; at: number } | undefined {
  let next: { key: string; at: number } | undefined;
  for (const [key, since] of location.changes) {
    const at = since + changeTakes / speed;
    if (at <= now && (!next || at < next.at)) next = { key, at };
  }
  return next;
}

/** Completes a change: STARTING becomes RUNNING; STOPPING becomes STOPPED and removes all sessions. */
export function completeChange(location: LocationState, key: string): void {
  location.changes.delete(key);
  for (const fleet of location.fleets.values())
    if (fleetChange(fleet.Name) === key) completeFleet(location, fleet.Name);
  for (const pool of location.pools.values()) if (poolChange(pool.PoolId) === key) completePool(location, pool.PoolId);
}

function completeFleet(location: LocationState, name: string): void {
  const fleet = location.fleets.get(name);
  if (!fleet) return;
  if (fleet.State === 'STARTING') fleet.State = 'RUNNING';
  if (fleet.State === 'STOPPING') {
    fleet.State = 'STOPPED';
    for (const stack of stacksOf(location, name))
      for (const session of location.appStreamSessions.of(stack, name)) location.appStreamSessions.delete(session.Id);
  }
  recountFleet(location, fleet);
}

function completePool(location: LocationState, poolId: string): void {
  const pool = location.pools.get(poolId);
  if (!pool) return;
  if (pool.State === 'STARTING') pool.State = 'RUNNING';
  if (pool.State === 'STOPPING') {
    pool.State = 'STOPPED';
    for (const session of location.poolSessions.of(poolId)) location.poolSessions.delete(session.SessionId);
  }
  recountPool(location, pool);
}
