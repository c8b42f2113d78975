import type { PacedPartition } from '../../aws/call-pace.ts';
import type { Deadline } from '../../aws/deadline.ts';
import type { ReadableLocation } from '../../services/services.ts';
import type { AnySession } from '../../sessions/any-session.ts';
import type { SourceMetadata } from '../../sessions/provider.ts';
import type { Broadcaster } from '../broadcaster/broadcaster.ts';
import type { ChangeLog } from '../change-log.ts';
import type { LiveIndex } from '../index/live-index.ts';
import type { LiveSourceState } from '../live-session.ts';
import type { ForgottenSessions } from '../reconciler/gateway-ends.ts';
import type { ReconcilerCounts } from '../reconciler/reconciler-counts.ts';
import type { Recorder } from '../recording/recorder.ts';
import type { ReplicaStatus } from '../replicas/replica-status.ts';

/** Live sessions of all configured services, accounts and regions: what AWS lists, as one reader last saw it. */
export interface Live {
  /** Index of the sessions as last seen. Reading it takes no AWS call; call `look` before. */
  readonly index: LiveIndex;
  /** Changes of the sessions, as the store has committed them. */
  readonly changes: ChangeLog;
  /** Commits to the store what scans find. */
  readonly recorder: Recorder;
  /** Sends the changes to subscriptions. */
  readonly broadcaster: Broadcaster;
  /**
   * Marks that somebody looks: with `GATEWAY_LIVE=demand`, scans run for 60 s more. Resolves once every selected source has been
   * read, or has failed, since scanning began; at the latest when a fifth of the reader's time is left. Never rejects.
   *
   * @param isSelected selects sources by service and location; all by default
   */
  look(reader: Deadline, isSelected?: (source: SourceMetadata) => boolean): Promise<void>;
  /**
   * Resolves when this process shows a revision that another one has shown already; at the latest when a fifth of the reader's time is
   * left. Never rejects.
   */
  caughtUp(revision: number, reader: Deadline): Promise<void>;
  /**
   * Ends a session that this gateway has terminated, without waiting for a scan.
   *
   * @param id Node id
   * @param session as AWS lists it afterwards; null where it does not
   */
  ended(id: string, session: AnySession | null): void;
  /** Resolves when what was ended is visible; after a second at the latest. */
  settled(reader: Deadline): Promise<void>;
  /** Reads the source of a session soon, because this gateway has changed it. @param id Node id */
  touch(id: string): void;
  /**
   * Drops all that is known of sessions, as their user is being erased, and ignores them until they are released. Resolves once the
   * store has it.
   *
   * @param ids Node ids
   */
  forget(ids: readonly string[], reader: Deadline): Promise<ForgottenSessions>;
  /** Drops the changes of the change buffer, which name users: subscriptions from before read the list again. */
  dropChanges(): Promise<void>;
  /** Reads what a write may have changed soon. @param kinds cache kinds: see `AwsWrite.changes` */
  written(partition: PacedPartition, kinds: readonly string[]): void;
  /** Returns all locations, on behalf of a new request of the reader: its budget paces the calls. */
  locations(): readonly ReadableLocation[];
  /** Returns true if this process reads a service and location; of several that share a store, one does. @param key see `locationSourceKey` */
  isReader(key: string): boolean;
  /** Returns the states of all sources. */
  sources(): readonly LiveSourceState[];
  /** Counters, for metrics. */
  readonly counts: ReconcilerCounts;
  /** Returns the state of this process among those that share the store; null where there are none. */
  replica(): ReplicaStatus | null;
  /** Begins to scan, with `GATEWAY_LIVE=always`. Called once the gateway is ready, so that scans do not delay it. */
  start(): void;
  /** Lets other processes read what this one has read, before it drains; without any, it goes on. */
  standDown(): Promise<void>;
  /** Stops to scan; aborts calls in flight; resolves when the store has committed what it had begun to. */
  close(): Promise<void>;
}
