import type { SessionStatus } from '../../../sessions/provider.ts';
import type { SqlRow } from '../../sql.ts';
import { raw } from '../../sql-text.ts';
import type { EndReason, RecordBounds, SessionRecord, StatusSpan } from './session-record.ts';

/** Columns of `session` that a record has. */
export const RECORD_COLUMNS = raw(
  [
    'id, service, account_id, region, session_id, user_name, fleet_name, stack_name, pool_id, target, instance_id',
    'status, started_at, started_after, started_before, ended_after, ended_before, end_reason, connections',
  ].join(', '),
);

type Text = string | null;
type Time = number | null;

export function toRecord(row: SqlRow): SessionRecord {
  const [endedAfter, endedBefore] = [row.ended_after as Time, row.ended_before as Time];
  return {
    id: row.id as string,
    service: row.service as string,
    location: { accountId: row.account_id as string, region: row.region as string },
    sessionId: row.session_id as string,
    userName: row.user_name as Text,
    fleetName: row.fleet_name as Text,
    stackName: row.stack_name as Text,
    poolId: row.pool_id as Text,
    target: row.target as Text,
    instanceId: row.instance_id as Text,
    startedAt: row.started_at as Time,
    started: { after: row.started_after as Time, before: row.started_before as number },
    ended: boundsOf(endedAfter, endedBefore),
    endReason: row.end_reason as EndReason | null,
    status: row.status as SessionStatus,
    connections: row.connections as number,
  };
}

export function toSpan(row: SqlRow): StatusSpan {
  return {
    status: row.status as SessionStatus,
    from: { after: row.from_after as Time, before: row.from_before as number },
    to: boundsOf(row.to_after as Time, row.to_before as Time),
  };
}

function boundsOf(after: Time, before: Time): RecordBounds | null {
  return before === null ? null : { after, before };
}
