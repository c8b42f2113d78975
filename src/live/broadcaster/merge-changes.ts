import type { LiveSession, SessionChange } from '../live-session.ts';
import type { MatchingChange } from './matching-changes.ts';

/** Change that clients see as an event. */
export type SessionEvent = Exclude<SessionChange, { readonly kind: 'UNLISTED' }>;

/** Changes of the sessions that match a filter. */
export interface MergedChanges {
  /**
   * Sessions that match now and did not before, or not all the time: stores that apply a batch before they see that one was lost
   * before it may have removed them.
   */
  readonly entered: readonly LiveSession[];
  /** Sessions that matched before and at all times since. */
  readonly updated: readonly LiveSession[];
  /** Ids of sessions that no longer match. Those that entered in between are included: a client may have read them meanwhile. */
  readonly left: readonly string[];
  /** All events in their order. */
  readonly events: readonly SessionEvent[];
}

/** Merges the changes of each session to its last state: one that entered and left in between is only in `left`. */
export function mergeChanges(matched: readonly MatchingChange[]): MergedChanges {
  const entered: LiveSession[] = [];
  const updated: LiveSession[] = [];
  const left: string[] = [];
  for (const [id, changes] of Map.groupBy(matched, ({ change }) => change.session.id)) {
    const { matchedBefore } = changes[0] as MatchingChange;
    const { matchesAfter, change } = changes.at(-1) as MatchingChange;
    const isListedThroughout = matchedBefore && changes.every((each) => each.matchesAfter);
    if (matchesAfter) (isListedThroughout ? updated : entered).push(change.session);
    else if (changes.some((each) => each.matchedBefore || each.matchesAfter)) left.push(id);
  }
  const events = matched.map(({ change }) => change).filter((change) => change.kind !== 'UNLISTED');
  return { entered, updated, left, events };
}
