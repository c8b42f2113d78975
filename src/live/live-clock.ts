import { type Clock, systemClock } from '../aws/clock.ts';
import type { Timestamp } from './live-session.ts';

/** Clock of the live index: intervals by a monotonic time, observations by the time of day. */
export interface LiveClock extends Clock {
  /** Time of day, for times that clients see. */
  wall(): Timestamp;
}

export const systemLiveClock: LiveClock = { ...systemClock, wall: () => Date.now() };
