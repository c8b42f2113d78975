import type { TestProject } from 'vitest/node';
import { HAS_PGBOUNCER, startPgbouncer } from './pgbouncer.ts';
import { POSTGRES, startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Ports of PostgreSQL, and of PgBouncer in front of it; null where they are not installed. */
    databases: { readonly postgres: number; readonly pgbouncer: number | null } | null;
  }
}

/** Starts the PostgreSQL server that all tests share, each with databases of its own. Vitest calls this once, before them. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (POSTGRES === null) {
    project.provide('databases', null);
    return undefined;
  }
  const server = await startPostgres();
  const pgbouncer = HAS_PGBOUNCER ? await startPgbouncer(server) : null;
  project.provide('databases', { postgres: server.port, pgbouncer: pgbouncer?.port ?? null });
  return async () => {
    await pgbouncer?.close();
    await server.close();
  };
}
