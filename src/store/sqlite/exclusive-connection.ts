import type { SqlConnection } from '../sql.ts';
import { StoreError } from '../store-error.ts';

/** Statements and transactions that may wait for their turn. */
const MAX_WAITING = 1_000;

/** Statements of one database, without transactions. */
export type Statements = Pick<SqlConnection, 'all' | 'run'>;

/**
 * Gives transactions to a connection: statements of others wait until one has ended, and so never see what is not committed.
 *
 * @param begin statement that begins a transaction
 * @throws StoreError `TOO_MANY_STATEMENTS` when a thousand wait
 */
export function exclusiveConnection(statements: Statements, begin = 'begin immediate'): SqlConnection {
  const waiting: (() => void)[] = [];
  let isBusy = false;

  async function exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    if (isBusy) {
      if (waiting.length >= MAX_WAITING) throw new StoreError('Too many statements wait.', 'TOO_MANY_STATEMENTS');
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    isBusy = true;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The turn passes on as a whole, so that no other statement comes in between.
      if (next) next();
      else isBusy = false;
    }
  }

  async function transact<Result>(work: (connection: SqlConnection) => Promise<Result>): Promise<Result> {
    await statements.run(begin);
    try {
      const result = await work({ ...statements, transaction: nested });
      await statements.run('commit');
      return result;
    } catch (error) {
      // SQLite rolls back by itself after some errors, such as a full disk.
      await statements.run('rollback').catch(() => {});
      throw error;
    }
  }

  return {
    all: (text, params) => exclusively(() => statements.all(text, params)),
    run: (text, params) => exclusively(() => statements.run(text, params)),
    transaction: (work) => exclusively(() => transact(work)),
  };
}

function nested(): never {
  throw new Error('A transaction cannot be nested.');
}
