/**
 * Indexes of the statements that read history, and how far hours are summed up.
 *
 * - `session_by_end_order`, `session_by_name`: orders of records, with the expressions that statements have
 * - `session_by_end`, `session_lasting`: sessions that had started before a window
 * - `session_by_length`: the longest session, which bounds how long before a window they may have started
 * - `summed`: one row, the hour up to which `usage_hour` has sums, and before which records may be deleted
 */
export const HISTORY: readonly string[] = [
  'drop index session_by_end',
  'drop index session_by_user',
  'create index session_by_end on session (ended_before, started_before, id)',
  'create index session_by_end_order on session (coalesce(ended_before, 0), id)',
  `create index session_by_name on session (coalesce(user_name, ''), started_before, id)`,
  'create index session_lasting on session (started_before) where ended_before is null',
  'create index session_by_length on session (ended_before - started_before)',
  'create table summed (one integer primary key check (one = 1), until_at integer not null) strict',
];
