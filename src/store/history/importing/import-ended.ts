import { hash } from 'node:crypto';
import { toText } from '../../commit/to-text.ts';
import { writeRows } from '../../commit/write-rows.ts';
import type { SqlConnection, SqlValue } from '../../sql.ts';
import { among, raw, sql, toStatement } from '../../sql-text.ts';
import type { StoredBounds, StoredSession } from '../../stored-change.ts';
import { summedUntil } from '../usage/hour-sums.ts';

/** Session that AWS lists as ended. */
export interface EndedSession {
  readonly session: StoredSession;
  readonly end: StoredBounds;
}

/** Result of importing a page of ended sessions. */
export interface Imported {
  /** Number of records that were added. */
  readonly added: number;
  /** Number of records whose end was made exact. */
  readonly refined: number;
}

const REASON = 'REPORTED_BY_AWS';

/** Digest of a session's Node id, which names its user. */
export function digestOf(id: string): string {
  return hash('sha256', id, 'base64url');
}

/**
 * Adds sessions that AWS lists as ended and that were not observed, and makes the end of others exact. Idempotent. Leaves out
 * sessions of erased users, and those whose hours are summed up; leaves sessions that have not ended in the store to the scans.
 */
export async function importEnded(connection: SqlConnection, ended: readonly EndedSession[]): Promise<Imported> {
  if (ended.length === 0) return { added: 0, refined: 0 };
  return connection.transaction(async (transaction) => {
    const until = await summedUntil(transaction);
    const known = await knownReasons(transaction, ended);
    const erased = await erasedDigests(transaction, ended);
    const isWanted = ({ session: { id }, end }: EndedSession) => end.before >= until && !erased.has(digestOf(id));
    const added = ended.filter((each) => !known.has(each.session.id) && isWanted(each));
    const refined = ended.filter(({ session: { id } }) => {
      const reason = known.get(id);
      return reason !== undefined && reason !== null && reason !== REASON;
    });
    await writeRows(transaction, added.map(toRow), ADD);
    const ends = refined.map(({ session: { id }, end }) => [id, end.after, end.before]);
    await writeRows(transaction, ends, REFINE, ['text', 'bigint', 'bigint']);
    await writeRows(transaction, ends, CUT_SPANS, ['text', 'bigint', 'bigint']);
    return { added: added.length, refined: refined.length };
  });
}

const COLUMNS = [
  ...['id', 'type', 'service', 'account_id', 'region', 'source_id', 'session_id', 'user_name', 'resource'],
  ...['fleet_name', 'stack_name', 'pool_id', 'target', 'instance_id', 'status', 'status_after', 'status_before'],
  ...['started_at', 'started_after', 'started_before', 'first_seen_at', 'last_seen_at', 'expires_at'],
  ...['ended_after', 'ended_before', 'end_reason', 'is_listed', 'connections', 'revision'],
];

const ADD = (values: string) =>
  `insert into session (${COLUMNS.join(', ')}) values ${values} on conflict (id) do nothing`;
const REFINE = (values: string) => `with reported (id, ended_after, ended_before) as (values ${values})
  update session set ended_after = reported.ended_after, ended_before = reported.ended_before, end_reason = '${REASON}'
  from reported where session.id = reported.id and session.ended_before is not null`;
const CUT_SPANS = (values: string) => `with reported (id, ended_after, ended_before) as (values ${values})
  update span set to_before = reported.ended_before,
    to_after = case when span.to_after < reported.ended_after then span.to_after else reported.ended_after end
  from reported where span.id = reported.id and span.to_before > reported.ended_before
    and span.from_before <= reported.ended_before`;

function toRow({ session, end }: EndedSession): SqlValue[] {
  const { started } = session;
  return [
    ...[session.id, session.type, session.service, session.accountId, session.region, session.sourceId],
    ...[session.sessionId, session.userName, session.resource].map(toText),
    ...[session.fleetName, session.stackName, session.poolId, session.target, session.instanceId].map(toText),
    ...[session.status, end.after, end.before],
    ...[session.startedAt, started.after, Math.min(started.before, end.before)],
    ...[session.firstSeenAt, end.after ?? end.before, session.expiresAt],
    ...[end.after, end.before, REASON, 0, 0, 0],
  ];
}

/** Returns the end reasons of the records that exist; null for a session that has not ended. */
async function knownReasons(connection: SqlConnection, ended: readonly EndedSession[]) {
  const ids = ended.map(({ session: { id } }) => id);
  const { text, params } = toStatement(sql`select id, end_reason from session where ${among(raw('id'), ids)}`);
  const rows = await connection.all(text, params);
  return new Map(rows.map(({ id, end_reason }) => [id as string, end_reason as string | null]));
}

async function erasedDigests(connection: SqlConnection, ended: readonly EndedSession[]): Promise<ReadonlySet<string>> {
  const digests = ended.map(({ session: { id } }) => digestOf(id));
  const { text, params } = toStatement(sql`select digest from erased where ${among(raw('digest'), digests)}`);
  return new Set((await connection.all(text, params)).map(({ digest }) => digest as string));
}
