import { readFile } from 'node:fs/promises';
import { type ClientConfig, Pool, type PoolConfig, types } from 'pg';

/** Connections of one process at most: one commits, the others read history. */
const MAX_CONNECTIONS = 4;
/** Longest wait for a connection. Milliseconds. */
const CONNECT_MS = 5_000;
const IDLE_MS = 30_000;

/** Types whose values are numbers here: `bigint`, and `numeric`, which is the sum of such. Both stay below 2^53. */
const NUMBERS: ReadonlySet<number> = new Set([types.builtins.INT8, types.builtins.NUMERIC]);

const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  NUMBERS.has(oid) && format !== 'binary' ? Number : types.getTypeParser(oid, format as 'text');

/**
 * Creates a pool of connections. TLS follows the URL: `sslmode=verify-full` with `sslrootcert=/path`.
 *
 * @param url of the database
 * @param passwordFile file with the password, read for each connection, so that it can be changed; empty: that of the URL
 * @param limits other limits than those of the store
 */
export function postgresPool(url: string, passwordFile: string, limits: PoolConfig = {}): Pool {
  const pool = new Pool({
    ...clientConfig(url, passwordFile),
    max: MAX_CONNECTIONS,
    pipeline: true,
    idleTimeoutMillis: IDLE_MS,
    types: { getTypeParser },
    ...limits,
  });
  // Connections that break while nothing uses them are replaced; one in use reports its error where it is used.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Returns how to connect. */
export function clientConfig(url: string, passwordFile: string): ClientConfig {
  return {
    ...(passwordFile === '' ? { connectionString: url } : { connectionString: withoutPassword(url) }),
    ...(passwordFile !== '' && { password: () => readPassword(passwordFile) }),
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: 'session-gateway',
  };
}

async function readPassword(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
}

/** The password of a URL would take precedence over that of the file. */
function withoutPassword(url: string): string {
  const parsed = new URL(url);
  parsed.password = '';
  return parsed.href;
}
