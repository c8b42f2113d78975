import type { ChangeLog } from '../change-log.ts';
import type { LiveSession, SessionChange } from '../live-session.ts';

/** Sessions as they were before each change of the change buffer. */
export interface PreviousSessions {
  /** Returns the session before a change; null for one that was not listed. */
  before(change: SessionChange): LiveSession | null;
  /** Returns the session after a change; null for one that is no longer listed. */
  after(change: SessionChange): LiveSession | null;
  /** Returns a function that returns the session before each of the changes that come next, in their order. */
  follow(): (change: SessionChange) => LiveSession | null;
  /** Sessions that are listed now. */
  listed(): Iterable<LiveSession>;
  isListed(id: string): boolean;
  /** Begins anew with what a store has. */
  restart(restored: RestoredSessions): void;
  close(): void;
}

/** State that an earlier process has left: the sessions of the live index, and the one that each change of the buffer replaced. */
export interface RestoredSessions {
  readonly sessions: readonly LiveSession[];
  readonly replaced: readonly { readonly change: SessionChange; readonly before: LiveSession }[];
}

/**
 * Remembers which session each change replaced: a subscriber has to learn that a session has left its filter, and the change
 * itself only has the session as it is now. Held for as long as the change log holds the change.
 */
export function previousSessions(changes: Pick<ChangeLog, 'subscribe'>): PreviousSessions {
  const listed = new Map<string, LiveSession>();
  const replaced = new WeakMap<SessionChange, LiveSession>();
  const close = changes.subscribe((commit) => {
    for (const change of commit.changes) {
      const { id } = change.session;
      const previous = listed.get(id);
      if (previous) replaced.set(change, previous);
      const next = afterChange(change);
      if (next) listed.set(id, next);
      else listed.delete(id);
    }
  });
  return {
    before: (change) => replaced.get(change) ?? null,
    after: afterChange,
    follow() {
      const next = new Map<string, LiveSession | null>();
      return (change) => {
        const { id } = change.session;
        const before = next.has(id) ? next.get(id) : listed.get(id);
        next.set(id, afterChange(change));
        return before ?? null;
      };
    },
    listed: () => listed.values(),
    isListed: (id) => listed.has(id),
    restart(restored) {
      listed.clear();
      for (const session of restored.sessions) listed.set(session.id, session);
      for (const { change, before } of restored.replaced) replaced.set(change, before);
    },
    close,
  };
}

function afterChange(change: SessionChange): LiveSession | null {
  const isListed = change.kind === 'ENDED' ? change.isListed : change.kind !== 'UNLISTED';
  return isListed ? change.session : null;
}
