import { hash } from 'node:crypto';
import type { QueryConfig } from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { postgresPool } from '../../store/postgres/postgres-pool.ts';
import type { CountingDatabase, SharedCounter } from './rate-limit.ts';

/** Timeout of the database, after which a replica counts its own requests. Milliseconds. */
const ANSWER_MS = 250;
/** Time for which a database is not asked after a failure: requests do not wait for it one by one. Milliseconds. */
const PAUSE_MS = 1_000;
/** Connections beside those of the store: requests wait for no commit, and commits for no request. */
const CONNECTIONS = 2;

/**
 * Counts the requests of all replicas in PostgreSQL, one short statement each; callers above the limit are rejected without one.
 * Callers are stored as digests: their names may be those of people, and of any length.
 */
export function postgresCounter(
  { url, passwordFile }: CountingDatabase,
  limits: { readonly points: number; readonly duration: number },
): SharedCounter {
  const timeouts = { connectionTimeoutMillis: ANSWER_MS, query_timeout: ANSWER_MS };
  const pool = postgresPool(url, passwordFile, { max: CONNECTIONS, ...timeouts });
  // Named statements, which the limiter prepares, do not pass PgBouncer in transaction mode.
  const storeClient = { query: ({ text, values }: QueryConfig) => pool.query(text, values) };
  const limiter = new RateLimiterPostgres({
    ...limits,
    storeClient,
    storeType: 'client',
    tableName: 'request_count',
    tableCreated: true,
    keyPrefix: '',
    inMemoryBlockOnConsumed: limits.points + 1,
  });
  return {
    name: 'PostgreSQL',
    limiter: { consume: (key) => limiter.consume(hash('sha256', String(key), 'base64url')) },
    pauseMs: PAUSE_MS,
    close: () => pool.end(),
  };
}
