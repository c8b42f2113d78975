/** Indexes of history, and how far hours are summed up: see `migrations/sqlite/0002-history.ts`. */
export const HISTORY: readonly string[] = [
  'drop index session_by_end',
  'drop index session_by_user',
  'create index session_by_end on session (ended_before, started_before, id)',
  'create index session_by_end_order on session (coalesce(ended_before, 0), id)',
  `create index session_by_name on session (coalesce(user_name, ''), started_before, id)`,
  'create index session_lasting on session (started_before) where ended_before is null',
  'create index session_by_length on session ((ended_before - started_before))',
  'create table summed (one bigint primary key check (one = 1), until_at bigint not null)',
];
