import { recountFleet, recountPool } from './capacity.ts';
import { minute } from './seat.ts';
import type { Place } from './state.ts';
import { fleetChange, poolChange, stacksOf } from './world.ts';

/** How long a fleet or pool starts or stops; on AWS it is some minutes more. */
const changeTakes = minute;

/** The next change that will be complete at or before this moment. */
export function nextChange(place: Place, now: number): { key: string; at: number } | undefined {
  let next: { key: string; at: number } | undefined;
  for (const [key, since] of place.changes) {
    const at = since + changeTakes;
    if (at <= now && (!next || at < next.at)) next = { key, at };
  }
  return next;
}

/** STARTING becomes RUNNING; STOPPING becomes STOPPED, and its sessions are gone. */
export function completeChange(place: Place, key: string): void {
  place.changes.delete(key);
  for (const fleet of place.fleets.values()) if (fleetChange(fleet.Name) === key) completeFleet(place, fleet.Name);
  for (const pool of place.pools.values()) if (poolChange(pool.PoolId) === key) completePool(place, pool.PoolId);
}

function completeFleet(place: Place, name: string): void {
  const fleet = place.fleets.get(name);
  if (!fleet) return;
  if (fleet.State === 'STARTING') fleet.State = 'RUNNING';
  if (fleet.State === 'STOPPING') {
    fleet.State = 'STOPPED';
    for (const stack of stacksOf(place, name))
      for (const session of place.appStreamSessions.of(stack, name)) place.appStreamSessions.delete(session.Id);
  }
  recountFleet(place, fleet);
}

function completePool(place: Place, poolId: string): void {
  const pool = place.pools.get(poolId);
  if (!pool) return;
  if (pool.State === 'STARTING') pool.State = 'RUNNING';
  if (pool.State === 'STOPPING') {
    pool.State = 'STOPPED';
    for (const session of place.poolSessions.of(poolId)) place.poolSessions.delete(session.SessionId);
  }
  recountPool(place, pool);
}
