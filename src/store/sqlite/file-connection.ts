import type { SqlConnection } from '../sql.ts';
import { exclusiveConnection } from './exclusive-connection.ts';
import { workerStatements } from './worker-statements.ts';

export interface FileConnection {
  readonly connection: SqlConnection;
  /** Finishes what was sent, and closes the file. */
  close(): Promise<void>;
}

/** Statements that only read. The others of `all` are `pragma` and `vacuum`. */
const READS = /^\s*(?:select|with)\b/i;

/**
 * Opens a file by two connections, each in a worker thread of its own: one writes, the other reads history beside it, so that a
 * commit does not wait for a long query. What was committed before a query is sent is in its result.
 *
 * @throws StoreError when it cannot be opened: see `openSqlite`
 */
export async function fileConnection(path: string): Promise<FileConnection> {
  const writer = await workerStatements({ path, mode: 'write' });
  const reader = await workerStatements({ path, mode: 'read' }).catch(async (error: unknown) => {
    await writer.close();
    throw error;
  });
  const writing = exclusiveConnection(writer);
  const reading = exclusiveConnection(reader, 'begin');
  return {
    connection: {
      all: (text, params) => (READS.test(text) ? reading : writing).all(text, params),
      run: writing.run,
      transaction: (work, mode) => (mode === 'snapshot' ? reading : writing).transaction(work),
    },
    async close() {
      // The last connection to close writes the journal back, which a reader cannot.
      await reader.close();
      await writer.close();
    },
  };
}
