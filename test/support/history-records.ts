import fc from 'fast-check';
import { END_REASONS, type EndReason } from '../../src/store/history/records/session-record.ts';
import type { SqlConnection, SqlRow, SqlValue } from '../../src/store/sql.ts';

/** Time at which lasting sessions are read. */
export const NOW = Date.UTC(2026, 10, 20);
export const HOUR = 3_600_000;
/** Begin of the week of these tests: a Monday. */
export const WEEK = Date.UTC(2026, 10, 9);

/** Members of a row of `session` that these tests do not read. */
export const OBSERVED = {
  status_before: WEEK,
  first_seen_at: WEEK,
  last_seen_at: WEEK,
  connections: 1,
  revision: 1,
} as const;

/** Creates a row of `session` as SSM has them. @param number of its id: `s-1` */
export const ssmRow = (number: number, more: SqlRow) => ({
  ...OBSERVED,
  id: `s-${number}`,
  type: 'SsmSession',
  service: 'SSM',
  account_id: '1',
  region: 'r',
  source_id: 'a',
  session_id: 'x',
  status: 'CONNECTED',
  started_before: WEEK,
  ...more,
});

/** Row of `session` with its spans. */
export interface StoredSession {
  readonly row: SqlRow;
  readonly spans: readonly SqlRow[];
}

/** Inserts rows of a table, whose columns are those of the first. */
export async function insert(connection: SqlConnection, table: string, rows: readonly SqlRow[]): Promise<void> {
  for (const row of rows) {
    const columns = Object.keys(row);
    const marks = columns.map((_, at) => `$${at + 1}`).join(', ');
    await connection.run(`insert into ${table} (${columns.join(', ')}) values (${marks})`, Object.values(row));
  }
}

export async function store(connection: SqlConnection, sessions: readonly StoredSession[]): Promise<void> {
  await insert(
    connection,
    'session',
    sessions.map(({ row }) => row),
  );
  await insert(
    connection,
    'span',
    sessions.flatMap(({ spans }) => spans),
  );
}

/** Few values of each member, so that records match many filters and are equal in many orders. */
export const VALUES = {
  users: ['anna', 'annabel', 'bruno@example.com', 'änna', 'ann\u{10FFFF}', 'zo'],
  accounts: ['111111111111', '222222222222'],
  regions: ['eu-west-1', 'us-east-1'],
  fleets: ['Design', 'design', 'Office'],
} as const;

const SERVICES = ['APPSTREAM', 'SSM', 'WORKSPACES'] as const;

/** Times of a few hours, some of them exactly at the hour. */
export const times = fc
  .tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom(0, 0, 1, 1_800_000, HOUR - 1))
  .map(([hours, rest]) => WEEK + hours * HOUR + rest);

const lengths = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3 * HOUR }), fc.constantFrom(HOUR, 30 * HOUR));

interface Told {
  readonly service: (typeof SERVICES)[number];
  readonly user: string | null;
  readonly account: string;
  readonly region: string;
  readonly fleet: string;
  readonly start: number;
  readonly length: number | null;
  readonly reason: EndReason;
  readonly cuts: readonly number[];
}

const told: fc.Arbitrary<Told> = fc.record({
  service: fc.constantFrom(...SERVICES),
  user: fc.option(fc.constantFrom(...VALUES.users), { nil: null }),
  account: fc.constantFrom(...VALUES.accounts),
  region: fc.constantFrom(...VALUES.regions),
  fleet: fc.constantFrom(...VALUES.fleets),
  start: times,
  length: fc.option(lengths, { nil: null, freq: 4 }),
  reason: fc.constantFrom(...END_REASONS),
  cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
});

/** Random sessions with ids of their own. */
export const storedSessions = (maxLength = 25, minLength = 0): fc.Arbitrary<StoredSession[]> =>
  fc.array(told, { minLength, maxLength }).map((all) => all.map(toStored));

function toStored(session: Told, number: number): StoredSession {
  const { service, user, account, region, fleet, start, length, reason } = session;
  const end = length === null ? null : start + length;
  const id = `${'zbay'[number % 4]}-${number}`;
  const row = {
    id,
    type: `${service}Session`,
    service,
    account_id: account,
    region,
    source_id: `${service} ${region}`,
    session_id: `aws-${number}`,
    user_name: user,
    resource: fleet,
    fleet_name: service === 'APPSTREAM' ? fleet : null,
    stack_name: service === 'APPSTREAM' ? `${fleet}-stack` : null,
    pool_id: service === 'WORKSPACES' ? fleet : null,
    target: service === 'SSM' ? fleet : null,
    ...OBSERVED,
    status: end === null ? 'CONNECTED' : 'DISCONNECTED',
    started_before: start,
    ended_after: end,
    ended_before: end,
    end_reason: end === null ? null : reason,
    is_listed: end === null ? 1 : 0,
  };
  return { row, spans: spansOf(id, start, end, session.cuts) };
}

/** Cuts a session into spans that are connected and disconnected in turn. */
function spansOf(id: string, start: number, end: number | null, cuts: readonly number[]): SqlRow[] {
  const last = end ?? NOW;
  const at = [start, ...cuts.toSorted().map((share) => Math.floor(start + share * (last - start))), last];
  return at.slice(1).map((to, seq) => {
    const isLasting = end === null && seq === at.length - 2;
    const status = seq % 2 === 0 ? 'CONNECTED' : 'DISCONNECTED';
    const ending: SqlValue = isLasting ? null : to;
    return { id, seq, status, from_after: null, from_before: at[seq] as number, to_after: ending, to_before: ending };
  });
}
