/**
 * First tables. Times are milliseconds since the epoch.
 *
 * - `clock`: one row, the id of the store, the number of changes (`revision`) and of commits (`stamp`) so far
 * - `writer`: last commit of each process, so that one whose answer was lost is not committed twice
 * - `session`: sessions, ended ones too; `ended_before` is null while one is there, `body` once it left the live index
 * - `span`: spans of one status; `to_before` is null while it lasts
 * - `change`: changes of the last 15 minutes, for clients that resume
 * - `source`: states of sources; `state` is null once it is gone
 * - `observed`: periods in which a source was scanned often enough
 * - `message`: messages between replicas, for a minute
 * - `lease`: which replica reads a service and location; `epoch` counts its holders
 * - `replica`: processes that use the store, until when they are alive
 * - `usage_hour`: sums of hours whose records are deleted, without names
 */
export const TABLES: readonly string[] = [
  `create table clock (one integer primary key check (one = 1), store_id text not null, revision integer not null, stamp integer not null) strict`,
  `create table writer (id text primary key, number integer not null, revision_from integer not null, revision_to integer not null,
    committed_at integer not null) strict, without rowid`,
  `create table session (id text primary key, type text not null, service text not null, account_id text not null, region text not null,
    source_id text not null, session_id text not null, user_name text, resource text, fleet_name text, stack_name text, pool_id text,
    target text, instance_id text, status text not null, status_after integer, status_before integer not null, started_at integer,
    started_after integer, started_before integer not null, first_seen_at integer not null, last_seen_at integer not null,
    expires_at integer, ended_after integer, ended_before integer, end_reason text, is_listed integer not null,
    connections integer not null, revision integer not null, body text) strict`,
  `create index session_by_start on session (started_before, id)`,
  `create index session_by_end on session (ended_before, id)`,
  `create index session_by_user on session (user_name, started_before, id)`,
  `create index session_by_resource on session (resource, started_before, id)`,
  `create index session_by_source on session (source_id) where is_listed = 1`,
  `create table span (id text not null, seq integer not null, status text not null, from_after integer, from_before integer not null,
    to_after integer, to_before integer, primary key (id, seq)) strict, without rowid`,
  `create table change (revision integer primary key, committed_at integer not null, id text not null, body text not null) strict`,
  `create table source (id text primary key, service text not null, account_id text, region text not null, state text,
    stamp integer not null) strict, without rowid`,
  `create table observed (service text not null, account_id text, region text not null, source_id text not null,
    from_at integer not null, to_at integer not null, primary key (source_id, from_at)) strict, without rowid`,
  `create index observed_by_end on observed (to_at)`,
  `create table usage_hour (hour integer not null, service text not null, account_id text not null, region text not null,
    resource text not null, sessions_started integer not null, session_ms integer not null, connected_ms integer not null,
    peak_concurrent integer not null, peak_connected integer not null, distinct_users integer not null, observed_ms integer not null,
    primary key (hour, service, account_id, region, resource)) strict, without rowid`,
  `create table message (stamp integer not null, sender text not null, sent_at integer not null, kind text not null, body text not null,
    primary key (stamp, sender)) strict, without rowid`,
  `create table lease (source_id text primary key, holder text, epoch integer not null, until integer not null) strict, without rowid`,
  `create table replica (id text primary key, until integer not null) strict, without rowid`,
];
