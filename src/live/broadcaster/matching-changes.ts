import type { ChangeLog } from '../change-log.ts';
import type { LiveSession, SessionChange } from '../live-session.ts';
import type { PreviousSessions } from './previous-sessions.ts';

/** Change of a session that matched a filter before it, after it, or both. */
export interface MatchingChange {
  readonly change: SessionChange;
  /** Revision with the change. */
  readonly revision: number;
  readonly matchedBefore: boolean;
  readonly matchesAfter: boolean;
}

/** Decides whether a change concerns a filter; null if not. */
export type MatchChange = (change: SessionChange, revision: number) => MatchingChange | null;

export function matchChanges(matches: (session: LiveSession) => boolean, previous: PreviousSessions): MatchChange {
  return (change, revision) => {
    const [before, after] = [previous.before(change), previous.after(change)];
    const matchedBefore = before !== null && matches(before);
    const matchesAfter = after !== null && matches(after);
    // A session that appeared and ended in one change is an event, though it was never listed.
    const isEvent = matchedBefore || matchesAfter || (before === null && after === null && matches(change.session));
    return isEvent ? { change, revision, matchedBefore, matchesAfter } : null;
  };
}

/** Matching changes of a part of the change log. */
export interface MatchedRange {
  readonly matched: readonly MatchingChange[];
  /** Last revision that was read. */
  readonly to: number;
}

/** Reads the changes after a revision until `limit` match; null if the change buffer no longer holds them. */
export function matchingSince(
  changes: Pick<ChangeLog, 'since' | 'revision'>,
  after: number,
  match: MatchChange,
  limit: number,
): MatchedRange | null {
  const commits = changes.since(after);
  if (!commits) return null;
  const matched: MatchingChange[] = [];
  for (const commit of commits) {
    for (const [index, change] of commit.changes.entries()) {
      const revision = commit.from + index + 1;
      const found = revision > after ? match(change, revision) : null;
      if (found) matched.push(found);
      if (matched.length >= limit) return { matched, to: revision };
    }
  }
  return { matched, to: changes.revision };
}
