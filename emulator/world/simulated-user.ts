/** State of a session of a simulated user, in AWS's words. */
export interface SimulatedSession {
  readonly service: 'appstream' | 'ssm' | 'workspaces' | 'workspaces-personal';
  /** The id that AWS lists it by: of a personal WorkSpace, that of the WorkSpace. */
  readonly id: string;
  /** `ACTIVE CONNECTED`, `Terminating`, `NOT_CONNECTED`; it ends with its service's last one, or when it is removed. */
  readonly status: string;
}

/**
 * One simulated user of a service: goes through the stages of a session, pauses, starts the next. The number of sessions
 * therefore stays around its initial size. Times are milliseconds since the epoch.
 */
export interface SimulatedUser {
  /** The session that the user has now; undefined between two sessions, and for what has none. */
  session?(): SimulatedSession | undefined;
  /** Plays the event that is due; returns the milliseconds until the next one, at the speed of people. */
  advance(at: number): number;
  /** Replaces a session that expired during a time that was skipped instead of played. */
  renew(at: number): void;
}

export const second = 1000;
export const minute = 60 * second;

/** True from `time` on. */
export function past(time: Date | undefined, at: number): boolean {
  return time !== undefined && time.getTime() <= at;
}

/** A duration in milliseconds, limited to the remaining time of the session. */
export function untilAtMost(at: number, milliseconds: number, end: Date | undefined): number {
  return end ? Math.max(second, Math.min(milliseconds, end.getTime() - at)) : milliseconds;
}
