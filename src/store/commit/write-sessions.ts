import type { SqlValue } from '../sql.ts';
import type { Statement } from '../sql-text.ts';
import type { FoldedSession } from './fold-changes.ts';
import { toText } from './to-text.ts';
import { rowStatements } from './write-rows.ts';

/** Columns that a later change replaces. */
const REPLACED = [
  'type',
  'service',
  'account_id',
  'region',
  'source_id',
  'session_id',
  'user_name',
  'resource',
  'fleet_name',
  'stack_name',
  'pool_id',
  'target',
  'instance_id',
  'status',
  'status_after',
  'status_before',
  'last_seen_at',
  'expires_at',
  'is_listed',
  'revision',
  'body',
] as const;
const END = ['ended_after', 'ended_before', 'end_reason'] as const;
const COLUMNS = [
  'id',
  ...REPLACED,
  ...END,
  'started_at',
  'started_after',
  'started_before',
  'first_seen_at',
  'connections',
];

const replaced = (columns: readonly string[]) => columns.map((column) => `${column} = excluded.${column}`);

/** AWS may name the start later than the session was first seen; what it has named stays. */
const STARTED = [
  'started_after = case when excluded.started_at is null then session.started_after else excluded.started_after end',
  'started_before = case when excluded.started_at is null then session.started_before else excluded.started_before end',
  'started_at = coalesce(excluded.started_at, session.started_at)',
];

const upsert = (columns: readonly string[]) => (values: string) =>
  `insert into session (${COLUMNS.join(', ')}) values ${values} on conflict (id) do update set ${[
    ...replaced(columns),
    ...STARTED,
    'connections = session.connections + excluded.connections',
  ].join(', ')}`;

const WITHOUT_END = upsert(REPLACED);
const WITH_END = upsert([...REPLACED, ...END]);

/** Makes statements that add sessions, or replace what has changed of them. */
export function sessionStatements(sessions: readonly FoldedSession[]): readonly Statement[] {
  const { lasting = [], decided = [] } = Object.groupBy(sessions, ({ end }) =>
    end === 'keep' ? 'lasting' : 'decided',
  );
  return [...rowStatements(lasting.map(toRow), WITHOUT_END), ...rowStatements(decided.map(toRow), WITH_END)];
}

function toRow({ session, end, connections, revision }: FoldedSession): readonly SqlValue[] {
  const { started, statusSince } = session;
  const ended = end === 'keep' ? null : end;
  return [
    session.id,
    session.type,
    session.service,
    session.accountId,
    session.region,
    session.sourceId,
    toText(session.sessionId),
    toText(session.userName),
    toText(session.resource),
    toText(session.fleetName),
    toText(session.stackName),
    toText(session.poolId),
    toText(session.target),
    toText(session.instanceId),
    session.status,
    statusSince.after,
    statusSince.before,
    session.lastSeenAt,
    session.expiresAt,
    session.isListed ? 1 : 0,
    revision,
    session.body,
    ended?.after ?? null,
    ended?.before ?? null,
    ended?.reason ?? null,
    session.startedAt,
    started.after,
    started.before,
    session.firstSeenAt,
    connections,
  ];
}
