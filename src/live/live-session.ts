import type { AnySession } from '../sessions/any-session.ts';
import type { SessionStatus, SourceMetadata } from '../sessions/provider.ts';

/** Milliseconds since the epoch. */
export type Timestamp = number;

/** Moment that lies between two others. Equal: exact. `after` is null where nothing was observed before. */
export interface TimeBounds {
  readonly after: Timestamp | null;
  readonly before: Timestamp;
}

/** Session as the reconciler last saw it. */
export interface LiveSession extends AnySession {
  /** Node id: opaque, stable across restarts. */
  readonly id: string;
  /** Id of the source that lists it: see `LiveSourceState`. */
  readonly sourceId: string;
  /** Normalised identity, as `User.userName`; null where AWS names no user. */
  readonly userName: string | null;
  readonly firstSeenAt: Timestamp;
  readonly statusSince: TimeBounds;
}

export type SessionEndReason =
  | 'DISAPPEARED'
  | 'REPORTED_BY_AWS'
  | 'TERMINATED_BY_GATEWAY'
  | 'EXPIRED'
  | 'RESOURCE_DELETED'
  | 'UNKNOWN';

/** Difference between what a source listed before and what it lists now. */
export type SessionChange =
  | {
      readonly kind: 'STARTED' | 'CONNECTED' | 'DISCONNECTED' | 'UPDATED' | 'REAPPEARED';
      /** Session after the change. */
      readonly session: LiveSession;
      readonly at: TimeBounds;
      /** Status before the change; null for a session that is new. */
      readonly previousStatus: SessionStatus | null;
    }
  | {
      readonly kind: 'ENDED';
      /** Session as last seen: where AWS lists it as ended, with the members that it has there. */
      readonly session: LiveSession;
      readonly at: TimeBounds;
      /** Time at which it left its last status; absent: with its end. Where AWS names the end exactly, scans may have missed other statuses before. */
      readonly statusUntil?: TimeBounds;
      readonly previousStatus: SessionStatus;
      readonly reason: SessionEndReason;
      /**
       * True if AWS still lists the session, such as an AppStream session in state `EXPIRED`: it stays in the live index with its
       * status, as `sessions` lists it, until `UNLISTED`. False: it leaves the live index.
       */
      readonly isListed: boolean;
    }
  | {
      /** An ended session that AWS no longer lists. It leaves the live index. Not an event: `ENDED` was. */
      readonly kind: 'UNLISTED';
      readonly session: LiveSession;
    };

export type LiveSourceStatus = 'UP_TO_DATE' | 'STALE' | 'FAILED' | 'SYNCING';

/** State of one source: a list of sessions that one reader scans. */
export interface LiveSourceState extends SourceMetadata {
  /** Keys of the source tree, joined: stable across restarts and replicas. */
  readonly id: string;
  readonly status: LiveSourceStatus;
  /** Start of the last complete scan; null before the first. Sessions of the source were there at this time. */
  readonly asOf: Timestamp | null;
  readonly nextReadAt: Timestamp | null;
  /** Time for which it may go unread beyond the maximum age, as all its lists were empty for long; absent: none. Milliseconds. */
  readonly restMs?: number;
  /** AWS calls of the last complete scan. */
  readonly callsPerScan: number | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** Changes that become visible together, and the sources whose state changed. */
export interface LiveCommit {
  readonly changes: readonly SessionChange[];
  readonly sources: readonly LiveSourceState[];
  /** Ids of sources that no longer exist. */
  readonly removedSources: readonly string[];
}

/** Commit with its place in the change log. Revisions have no gaps: `to` is `from` plus the number of changes. */
export interface NumberedCommit extends LiveCommit {
  readonly from: number;
  readonly to: number;
  readonly committedAt: Timestamp;
}
