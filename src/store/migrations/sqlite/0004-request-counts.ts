/** `request_count`: see `migrations/postgres/0004-request-counts.ts`. A file has one process, which counts in its memory: it stays empty. */
export const REQUEST_COUNTS: readonly string[] = [
  'create table request_count (key text primary key, points integer not null, expire integer) strict, without rowid',
];
