/**
 * First tables: see `migrations/sqlite/0001-tables.ts`. Texts are compared by their code points, as SQLite does. `clock` has room
 * for new versions of its row, which every commit writes.
 */
export const TABLES: readonly string[] = [
  `create table clock (one bigint primary key check (one = 1), store_id text not null, revision bigint not null, stamp bigint not null)
    with (fillfactor = 10)`,
  `create table writer (id text collate "C" primary key, number bigint not null, revision_from bigint not null,
    revision_to bigint not null, committed_at bigint not null)`,
  `create table session (id text collate "C" primary key, type text not null, service text collate "C" not null,
    account_id text collate "C" not null, region text collate "C" not null, source_id text collate "C" not null,
    session_id text collate "C" not null, user_name text collate "C", resource text collate "C", fleet_name text collate "C",
    stack_name text collate "C", pool_id text collate "C", target text collate "C", instance_id text collate "C",
    status text collate "C" not null, status_after bigint, status_before bigint not null, started_at bigint, started_after bigint,
    started_before bigint not null, first_seen_at bigint not null, last_seen_at bigint not null, expires_at bigint,
    ended_after bigint, ended_before bigint, end_reason text collate "C", is_listed bigint not null, connections bigint not null,
    revision bigint not null, body text)`,
  `create index session_by_start on session (started_before, id)`,
  `create index session_by_end on session (ended_before, id)`,
  `create index session_by_user on session (user_name, started_before, id)`,
  `create index session_by_resource on session (resource, started_before, id)`,
  `create index session_by_source on session (source_id) where is_listed = 1`,
  `create table span (id text collate "C" not null, seq bigint not null, status text collate "C" not null, from_after bigint,
    from_before bigint not null, to_after bigint, to_before bigint, primary key (id, seq))`,
  `create table change (revision bigint primary key, committed_at bigint not null, id text collate "C" not null, body text not null)`,
  `create table source (id text collate "C" primary key, service text collate "C" not null, account_id text collate "C",
    region text collate "C" not null, state text, stamp bigint not null)`,
  `create table observed (service text collate "C" not null, account_id text collate "C", region text collate "C" not null,
    source_id text collate "C" not null, from_at bigint not null, to_at bigint not null, primary key (source_id, from_at))`,
  `create index observed_by_end on observed (to_at)`,
  `create table usage_hour (hour bigint not null, service text collate "C" not null, account_id text collate "C" not null,
    region text collate "C" not null, resource text collate "C" not null, sessions_started bigint not null,
    session_ms bigint not null, connected_ms bigint not null, peak_concurrent bigint not null, peak_connected bigint not null,
    distinct_users bigint not null, observed_ms bigint not null, primary key (hour, service, account_id, region, resource))`,
  `create table message (stamp bigint not null, sender text collate "C" not null, sent_at bigint not null, kind text not null,
    body text not null, primary key (stamp, sender))`,
  `create table lease (source_id text collate "C" primary key, holder text, epoch bigint not null, until bigint not null)`,
  `create table replica (id text collate "C" primary key, until bigint not null)`,
];
