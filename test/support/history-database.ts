import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import type { SqlConnection, SqlRow, SqlValue } from '../../src/store/sql.ts';

const DDL = `
create table session (id text primary key, type text, service text not null, account_id text not null, region text not null, source_id text,
  session_id text not null, user_name text, resource text, fleet_name text, stack_name text, pool_id text, target text,
  instance_id text, status text not null, status_after bigint, status_before bigint, started_at bigint, started_after bigint,
  started_before bigint not null, first_seen_at bigint, last_seen_at bigint, expires_at bigint, ended_after bigint, ended_before bigint,
  end_reason text, is_listed integer, connections integer not null default 0, revision bigint, body text);
create index session_started on session (started_before, id);
create index session_ended on session (ended_before, started_before);
create index session_end_order on session (coalesce(ended_before, 0), id);
create index session_user on session (coalesce(user_name, ''), started_before, id);
create index session_resource on session (resource, started_before, id);
create index session_lasting on session (started_before) where ended_before is null;
create index session_length on session (ended_before - started_before);
create table span (id text not null, seq integer not null, status text not null, from_after bigint, from_before bigint not null,
  to_after bigint, to_before bigint, primary key (id, seq)) without rowid;
create table source (id text primary key, service text, account_id text, region text, state text);
create table observed (service text, account_id text, region text, source_id text, from_at bigint not null, to_at bigint not null);
create table usage_hour (hour bigint not null, service text not null, account_id text not null, region text not null,
  resource text not null, sessions_started bigint not null, session_ms bigint not null, connected_ms bigint not null,
  peak_concurrent bigint not null, peak_connected bigint not null, distinct_users bigint not null, observed_ms bigint not null,
  primary key (hour, service, account_id, region, resource)) without rowid;
create table summed (one integer primary key check (one = 1), until_at bigint not null);
create table change (revision integer primary key, committed_at bigint not null, id text not null, body text not null);
`;

/** Opens a database with the tables of the store, in memory; closes after the test. */
export function historyDatabase(): SqlConnection {
  const database = new DatabaseSync(':memory:');
  onTestFinished(() => database.close());
  database.exec(DDL);
  return connectionTo(database);
}

function connectionTo(database: DatabaseSync): SqlConnection {
  const prepared = (text: string, params: readonly SqlValue[]) => {
    const named = params.map((value, at) => [`$${at + 1}`, typeof value === 'number' ? BigInt(value) : value] as const);
    return [database.prepare(text), Object.fromEntries(named)] as const;
  };
  const connection: SqlConnection = {
    async all(text, params = []) {
      const [statement, named] = prepared(text, params);
      return statement.all(named) as unknown as SqlRow[];
    },
    async run(text, params = []) {
      const [statement, named] = prepared(text, params);
      return Number(statement.run(named).changes);
    },
    async transaction(work) {
      database.exec('begin');
      try {
        const result = await work(connection);
        database.exec('commit');
        return result;
      } catch (error) {
        database.exec('rollback');
        throw error;
      }
    },
  };
  return connection;
}
