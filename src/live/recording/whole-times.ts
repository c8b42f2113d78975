import type { StoredBounds } from '../../store/stored-change.ts';
import type { TimeBounds, Timestamp } from '../live-session.ts';

/** Rounds bounds to whole milliseconds, outwards, so that what lies between them still does. */
export function wholeBounds({ after, before }: TimeBounds): StoredBounds {
  return { after: after === null ? null : Math.floor(after), before: Math.ceil(before) };
}

/** Rounds a time of which something is known to be true before it. */
export function wholeTime<Time extends Timestamp | null>(time: Time): Time {
  return (time === null ? null : Math.floor(time)) as Time;
}
