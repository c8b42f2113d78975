import type { SessionStatus } from '../../../sessions/provider.ts';

/** Milliseconds since the epoch. */
export type Timestamp = number;

/** Moment between two observations; equal: exact. `after` is null where nothing was observed before. */
export interface RecordBounds {
  readonly after: Timestamp | null;
  readonly before: Timestamp;
}

export const END_REASONS = [
  'DISAPPEARED',
  'REPORTED_BY_AWS',
  'TERMINATED_BY_GATEWAY',
  'EXPIRED',
  'RESOURCE_DELETED',
  'UNKNOWN',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** Session as it was observed, from its start to its end. */
export interface SessionRecord {
  /** Node id of the session; a random id after the user was erased. */
  readonly id: string;
  readonly service: string;
  readonly location: { readonly accountId: string; readonly region: string };
  readonly sessionId: string;
  readonly userName: string | null;
  readonly fleetName: string | null;
  readonly stackName: string | null;
  readonly poolId: string | null;
  readonly target: string | null;
  readonly instanceId: string | null;
  /** Start time that AWS gives. */
  readonly startedAt: Timestamp | null;
  readonly started: RecordBounds;
  /** Null while the session is there. */
  readonly ended: RecordBounds | null;
  readonly endReason: EndReason | null;
  /** Last status that was observed. */
  readonly status: SessionStatus;
  /** Number of times that the user was seen to connect. */
  readonly connections: number;
}

/** Time in which a session had one status. */
export interface StatusSpan {
  readonly status: SessionStatus;
  readonly from: RecordBounds;
  /** Null while it lasts. */
  readonly to: RecordBounds | null;
}
