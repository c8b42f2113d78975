import type { SqlConnection } from '../sql.ts';
import { exclusiveConnection } from './exclusive-connection.ts';
import { openSqlite } from './sqlite-database.ts';

/**
 * Opens a database in the memory of this thread. A worker of its own would take some 35 MB; the store in memory is bounded, so
 * that its statements take milliseconds.
 */
export function memoryConnection(): { readonly connection: SqlConnection; close(): Promise<void> } {
  const database = openSqlite(':memory:');
  const connection = exclusiveConnection({
    all: async (text, params = []) => database.all(text, params),
    run: async (text, params = []) => database.run(text, params),
  });
  return { connection, close: async () => database.close() };
}
