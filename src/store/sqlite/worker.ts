import { parentPort, workerData } from 'node:worker_threads';
import { openSqlite, type SqliteDatabase } from './sqlite-database.ts';
import { toSqliteError } from './sqlite-error.ts';
import type { WorkerAnswer, WorkerData, WorkerRequest } from './worker-messages.ts';

/** Thread of a database in a file: its statements, and what they wait for on the disk, hold nothing else up. */
const answer = (message: WorkerAnswer) => parentPort?.postMessage(message);

function attempt(number: number, work: () => Extract<WorkerAnswer, { result: unknown }>['result']): void {
  try {
    answer({ number, result: work() });
  } catch (thrown) {
    const { message, code } = toSqliteError(thrown);
    answer({ number, error: { message, code } });
  }
}

attempt(0, () => {
  const { path, mode } = workerData as WorkerData;
  const database: SqliteDatabase = openSqlite(path, mode);
  parentPort?.on('message', (message: WorkerRequest | null) => {
    if (message) attempt(message.number, () => database[message.method](message.text, message.params));
    else close(database);
  });
  return 0;
});

function close(database: SqliteDatabase): void {
  database.close();
  parentPort?.close();
}
