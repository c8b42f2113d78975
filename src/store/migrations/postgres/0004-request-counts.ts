/**
 * `request_count`: requests of each caller in its current minute, in the columns that `RateLimiterPostgres` has. Without a write-ahead
 * log: after a crash of the server the minute begins anew.
 */
export const REQUEST_COUNTS: readonly string[] = [
  'create unlogged table request_count (key text collate "C" primary key, points integer not null, expire bigint)',
];
