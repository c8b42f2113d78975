import { hash } from 'node:crypto';
import { SESSION_STATUSES } from '../../sessions/provider.ts';
import type { LiveSession, Timestamp } from '../live-session.ts';
import { resourceOf } from './live-filter.ts';

/** Members by which live sessions are sorted. */
export const ORDER_FIELDS = [
  'STARTED_AT',
  'STATUS_SINCE',
  'USER_NAME',
  'STATUS',
  'EXPIRES_AT',
  'RESOURCE',
  'INSTANCE_ID',
  'REGION',
] as const;
export type LiveOrderField = (typeof ORDER_FIELDS)[number];

export interface LiveOrder {
  readonly field: LiveOrderField;
  readonly direction: 'ASC' | 'DESC';
}

/** Newest first. */
export const DEFAULT_ORDER: readonly LiveOrder[] = [{ field: 'STARTED_AT', direction: 'DESC' }];

/** Stands for a time that is absent: smaller than any `Date`. An absent text is the empty text. */
export const NO_TIME: Timestamp = -8_640_000_000_000_001;

/** Value by which a session is sorted. Texts are compared by their Unicode code points, as SQLite does. */
export type SortValue = string | number;

/** Place of a session in an order: its sort values, and the digest of its id, which sorts sessions with equal values. */
export type LiveKey = readonly SortValue[];

/** Column of the table of sessions by which they are sorted, and its value. */
interface SortColumn {
  readonly column: string;
  valueOf(session: LiveSession): SortValue;
}

/** Columns by field. Absent values are smaller than all others; statuses are sorted in the order of `SESSION_STATUSES`. */
export const SORT_COLUMNS: Readonly<Record<LiveOrderField, SortColumn>> = {
  STARTED_AT: { column: 'started_at', valueOf: ({ view }) => timeOf(view.startedAt) },
  STATUS_SINCE: { column: 'status_since', valueOf: ({ statusSince }) => statusSince.before },
  USER_NAME: { column: 'user_name', valueOf: ({ userName }) => userName ?? '' },
  STATUS: { column: 'status', valueOf: ({ view }) => SESSION_STATUSES.indexOf(view.status) },
  EXPIRES_AT: { column: 'expires_at', valueOf: ({ view }) => timeOf(view.expiresAt) },
  RESOURCE: { column: 'resource', valueOf: (session) => resourceOf(session) ?? '' },
  INSTANCE_ID: { column: 'instance_id', valueOf: ({ view }) => view.instanceId ?? '' },
  REGION: { column: 'region', valueOf: ({ view }) => view.location.region },
};

/** Returns a time in milliseconds. An invalid one is absent. */
function timeOf(date: Date | null): Timestamp {
  const time = date?.getTime() ?? Number.NaN;
  return Number.isNaN(time) ? NO_TIME : time;
}

/** Returns the place of a session in an order. */
export function keyOf(session: LiveSession, order: readonly LiveOrder[]): LiveKey {
  return [...order.map(({ field }) => SORT_COLUMNS[field].valueOf(session)), idDigest(session.id)];
}

/** Hexadecimal digits of a digest: 52 bits, an exact integer. Two of 100,000 ids have the same with a probability of 10^-6. */
const DIGITS = 13;

/** Returns a number for an id, the same in every process. */
export function idDigest(id: string): number {
  return Number.parseInt(hash('sha256', id).slice(0, DIGITS), 16);
}

/** Returns the key of a session in the default order. */
export function defaultKeyOf(session: LiveSession): LiveKey {
  return keyOf(session, DEFAULT_ORDER);
}
