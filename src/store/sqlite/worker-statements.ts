import { Worker } from 'node:worker_threads';
import type { SqlRow, SqlValue } from '../sql.ts';
import { StoreError } from '../store-error.ts';
import type { Statements } from './exclusive-connection.ts';
import type { WorkerAnswer, WorkerData, WorkerRequest } from './worker-messages.ts';

export interface WorkerStatements extends Statements {
  /** Finishes what was sent, and closes the file. */
  close(): Promise<void>;
}

/**
 * Opens a file in a worker thread.
 *
 * @throws StoreError when it cannot be opened: see `openSqlite`
 */
export async function workerStatements(workerData: WorkerData): Promise<WorkerStatements> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
  const waiting = new Map<number, PromiseWithResolvers<readonly SqlRow[] | number>>();
  const exited = Promise.withResolvers<void>();
  let failure: StoreError | null = null;
  let count = 0;

  function fail(error: StoreError): void {
    failure ??= error;
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  }

  worker.on('message', (answer: WorkerAnswer) => {
    const request = waiting.get(answer.number);
    waiting.delete(answer.number);
    if ('result' in answer) request?.resolve(answer.result);
    else request?.reject(new StoreError(answer.error.message, answer.error.code));
  });
  worker.on('error', (cause: Error) => fail(new StoreError(cause.message, 'WORKER_FAILED', { cause })));
  worker.on('exit', () => {
    fail(new StoreError('The store is closed.', 'CLOSED'));
    exited.resolve();
  });

  function request(number: number): Promise<readonly SqlRow[] | number> {
    const answer = Promise.withResolvers<readonly SqlRow[] | number>();
    waiting.set(number, answer);
    return answer.promise;
  }

  async function send(method: WorkerRequest['method'], text: string, params: readonly SqlValue[] = []) {
    if (failure) throw failure;
    count += 1;
    worker.postMessage({ number: count, method, text, params } satisfies WorkerRequest);
    return request(count);
  }

  await request(0).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });

  return {
    all: async (text, params) => (await send('all', text, params)) as readonly SqlRow[],
    run: async (text, params) => (await send('run', text, params)) as number,
    async close() {
      worker.postMessage(null);
      await exited.promise;
    },
  };
}
