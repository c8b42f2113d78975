import { onTestFinished } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { SQLITE_MIGRATIONS } from '../../src/store/migrations/sqlite/migrations.ts';
import type { SqlConnection } from '../../src/store/sql.ts';
import { memoryConnection } from '../../src/store/sqlite/memory-connection.ts';

/** Opens a store in memory; closes after the test. */
export async function historyDatabase(): Promise<SqlConnection> {
  const { connection, close } = memoryConnection();
  onTestFinished(close);
  await migrate(connection, SQLITE_MIGRATIONS);
  return connection;
}
