import type { AppStreamFleet, AppStreamSession, LocationState, WorkspacesPool } from './state.ts';
import { stacksOf } from './world.ts';

/** Recomputes a fleet's counters from its sessions and state. */
export function recountFleet(location: LocationState, fleet: AppStreamFleet): void {
  const sessions = stacksOf(location, fleet.Name)
    .flatMap((stack) => location.appStreamSessions.of(stack, fleet.Name))
    .filter((session) => session.State === 'ACTIVE');
  const status = fleet.ComputeCapacityStatus;
  const instances = new Set(sessions.map((session) => session.InstanceId ?? session.Id)).size;
  if (fleet.FleetType === 'ELASTIC') {
    Object.assign(status, { Desired: 0, Running: instances, InUse: instances, Available: 0 });
    return;
  }
  const running = fleet.State === 'RUNNING' ? Math.max(status.Desired, instances) : 0;
  Object.assign(status, { Running: running, InUse: instances, Available: Math.max(0, running - instances) });
  if (fleet.MaxSessionsPerInstance) Object.assign(status, userSessions(fleet, sessions, running));
}

/**
 * Adds one session to the counters and grows the fleet if necessary. An upper bound: sessions that ended since the last
 * recount are still included; an exact recount happens only when the bound exceeds the capacity.
 */
export function countStartedSession(location: LocationState, fleet: AppStreamFleet): void {
  const status = fleet.ComputeCapacityStatus;
  status.InUse = (status.InUse ?? 0) + 1;
  if (status.InUse > status.Desired) growFleet(location, fleet);
}

/** Raises the desired instances to those in use, like an auto scaling policy. */
export function growFleet(location: LocationState, fleet: AppStreamFleet): void {
  recountFleet(location, fleet);
  const { InUse = 0, Desired } = fleet.ComputeCapacityStatus;
  if (fleet.FleetType === 'ELASTIC' || InUse <= Desired) return;
  // Proportional growth keeps the number of recounts small for fleets of thousands.
  fleet.ComputeCapacityStatus.Desired = Math.ceil(InUse * 1.1) + 1;
  recountFleet(location, fleet);
}

/** Counters of multi-session fleets. As AWS documents, Actual = Available + Active. */
function userSessions(fleet: AppStreamFleet, sessions: readonly AppStreamSession[], running: number) {
  const seats = fleet.MaxSessionsPerInstance ?? 1;
  const draining = sessions.filter((session) => session.InstanceDrainStatus === 'DRAINING');
  const drainingInstances = new Set(draining.map((session) => session.InstanceId)).size;
  const actual = Math.max((running - drainingInstances) * seats, sessions.length);
  return {
    DesiredUserSessions: fleet.ComputeCapacityStatus.Desired * seats,
    ActualUserSessions: actual,
    ActiveUserSessions: sessions.length,
    AvailableUserSessions: actual - sessions.length,
    Draining: drainingInstances,
    DrainModeActiveUserSessions: draining.length,
    DrainModeUnusedUserSessions: Math.max(0, drainingInstances * seats - draining.length),
  };
}

/** Recomputes a pool's counters from its sessions and state. */
export function recountPool(location: LocationState, pool: WorkspacesPool): void {
  const active = location.poolSessions.of(pool.PoolId).length;
  const status = pool.CapacityStatus;
  const actual = pool.State === 'RUNNING' ? Math.max(status.DesiredUserSessions, active) : active;
  Object.assign(status, {
    ActualUserSessions: actual,
    ActiveUserSessions: active,
    AvailableUserSessions: actual - active,
  });
}
