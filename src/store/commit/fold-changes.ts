import type { StoredBounds, StoredChange, StoredEnd, StoredSession } from '../stored-change.ts';

/** Span of one status that begins in a commit. */
export interface NewSpan {
  readonly status: string;
  readonly from: StoredBounds;
  to: StoredBounds | null;
}

/** All that a commit says of one session. */
export interface FoldedSession {
  /** As after its last change. */
  session: StoredSession;
  end: StoredEnd;
  /** Number of times that it became connected. */
  connections: number;
  /** True if it is another session than the ended one with its id. */
  isAnew: boolean;
  /** Time at which the open span of the store ended; null if it is open still. */
  closedAt: StoredBounds | null;
  readonly spans: NewSpan[];
  /** Revision of its last change. */
  revision: number;
}

/**
 * Folds the changes of each session into one, as no statement may write a row twice. Where a key that they name is used again,
 * a list of its own begins: the record of the former session is to be written before.
 *
 * @param from revision before the first change
 */
export function foldChanges(changes: readonly StoredChange[], from: number): readonly (readonly FoldedSession[])[] {
  const lists: FoldedSession[][] = [];
  let folded = new Map<string, FoldedSession>();
  for (const [index, change] of changes.entries()) {
    if (change.isAnew && folded.has(change.session.id)) {
      lists.push([...folded.values()]);
      folded = new Map();
    }
    fold(folded, change, from + index + 1);
  }
  return [...lists, [...folded.values()]];
}

function fold(folded: Map<string, FoldedSession>, change: StoredChange, revision: number): void {
  const { session, end } = change;
  const known = folded.get(session.id);
  const entry = known ?? { session, end, connections: 0, isAnew: false, closedAt: null, spans: [], revision };
  // Where the start is in this commit, later changes do not know it better.
  if (known) entry.session = { ...session, started: known.session.started, firstSeenAt: known.session.firstSeenAt };
  if (end !== 'keep') entry.end = end;
  entry.isAnew ||= change.isAnew ?? false;
  entry.revision = revision;
  foldStatus(entry, change);
  folded.set(session.id, entry);
}

function foldStatus(entry: FoldedSession, { status, statusAt }: StoredChange): void {
  if (status === 'keep') return;
  const last = entry.spans.at(-1);
  if (last) last.to ??= statusAt;
  else entry.closedAt ??= statusAt;
  if (status === null) return;
  entry.spans.push({ status: status.name, from: statusAt, to: null });
  if (status.isConnected) entry.connections += 1;
}
