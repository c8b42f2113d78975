import { inject } from 'vitest';
import { throughPort } from './pgbouncer.ts';
import { createDatabase as createOn } from './postgres.ts';

/** Creates an empty database on the PostgreSQL server that all tests share. @returns its URL */
export function createDatabase(): Promise<string> {
  return createOn(ports().postgres);
}

/** Maps the URL of a database of `createDatabase` to the one through PgBouncer. */
export function throughPgbouncer(url: string): string {
  const { pgbouncer } = ports();
  if (pgbouncer === null) throw new Error('PgBouncer is not installed');
  return throughPort(pgbouncer, url);
}

function ports() {
  const found = inject('databases');
  if (found === null) throw new Error('PostgreSQL is not installed');
  return found;
}
