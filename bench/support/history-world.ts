import process from 'node:process';
import type { Store } from '../../src/store/store.ts';

/** Number of records, and the days that they are spread over. Fewer with `BENCH_RECORDS`, to try a scenario out. */
export const RECORDS = Number(process.env.BENCH_RECORDS ?? 1_000_000);
export const DAYS = 90;
const DAY_MS = 86_400_000;
/** Begin of the records: a Monday. */
export const BEGIN = Date.UTC(2026, 7, 3);
export const END = BEGIN + DAYS * DAY_MS;
/** Records of one statement. */
const SLICE = 50_000;

/**
 * Sessions of 36,000 users on 120 fleets, of minutes to eight hours, whose users are connected for the first half of them. Numbers
 * are multiplied by primes, so that they are the same in every run and in no order of time.
 */
const SESSIONS = `with recursive numbers (n) as (values (cast($1 as bigint)) union all select n + 1 from numbers where n + 1 < $2),
  told as (select n, ${BEGIN} + (n * 7919 % ${RECORDS}) * (${DAYS * DAY_MS} / ${RECORDS}) as start,
    60000 + (n * 104729 % 28800) * 1000 as length, n * 31 % 36000 as person, n * 17 % 120 as fleet from numbers)
  insert into session (id, type, service, account_id, region, source_id, session_id, user_name, resource, fleet_name, stack_name,
    status, status_before, started_at, started_after, started_before, first_seen_at, last_seen_at, ended_after, ended_before,
    end_reason, is_listed, connections, revision)
  select 's' || n, 'AppStreamSession', 'APPSTREAM', '111111111111', 'eu-west-1', 'fleet-' || fleet, 'session-' || n,
    'user-' || person || '@example.com', 'fleet-' || fleet, 'fleet-' || fleet, 'stack', 'TERMINATED', start, start, start, start,
    start, start + length, start + length - 30000, start + length, 'DISAPPEARED', 0, 1, n from told`;
const SPANS = `insert into span (id, seq, status, from_after, from_before, to_after, to_before)
  select id, 1, 'CONNECTED', started_before, started_before, (started_before + ended_before) / 2, (started_before + ended_before) / 2
  from session where revision >= $1 and revision < $2`;

/** Indexes of sessions, but that of the key. */
const SQLITE_INDEXES =
  "select name, sql from sqlite_schema where type = 'index' and tbl_name = 'session' and sql is not null";
const POSTGRES_INDEXES = `select indexname as name, indexdef as sql from pg_indexes
  where tablename = 'session' and indexname <> 'session_pkey'`;

/** Fills an empty store with a million records. Indexes are made afterwards, which takes a tenth of the time. */
export async function fillHistory({ sql: connection, isShared }: Pick<Store, 'sql' | 'isShared'>): Promise<void> {
  const indexes = await connection.all(isShared ? POSTGRES_INDEXES : SQLITE_INDEXES);
  for (const { name } of indexes) await connection.run(`drop index ${name}`);
  for (let from = 0; from < RECORDS; from += SLICE) await connection.run(SESSIONS, [from, from + SLICE]);
  await connection.run('create index filling on session (revision)');
  for (let from = 0; from < RECORDS; from += SLICE) await connection.run(SPANS, [from, from + SLICE]);
  await connection.run('drop index filling');
  for (const index of indexes) await connection.run(index.sql as string);
  // What autovacuum does of PostgreSQL's tables in time.
  if (isShared) for (const table of ['session', 'span']) await connection.run(`vacuum analyze ${table}`);
}
