import type { PoolClient } from 'pg';
import type { SqlConnection, SqlRow, SqlValue, TransactionMode } from '../sql.ts';
import { StoreError } from '../store-error.ts';
import { isUsableAfter, toPostgresError } from './postgres-error.ts';

/** Part of `pg`'s pool that a connection needs. */
export interface ClientPool {
  connect(): Promise<PoolClient>;
}

/**
 * Longest time that a statement may take on the server, and that a transaction may wait for its next one. A process that is
 * stopped within a transaction loses it after this time, and with it the lock that other writers wait for. Milliseconds.
 */
const STATEMENT_MS = { write: 5_000, snapshot: 15_000 };
/** Time after which the server counts as unreachable, beyond that of the statement. Milliseconds. */
const ANSWER_MS = 1_000;

const BEGIN: Readonly<Record<TransactionMode, string>> = {
  write: `begin; ${limits(STATEMENT_MS.write)}`,
  snapshot: `begin isolation level repeatable read read only; ${limits(STATEMENT_MS.snapshot)}`,
};

/** Limits of one transaction: those of a connection would not pass PgBouncer. */
function limits(milliseconds: number): string {
  return `set local statement_timeout = ${milliseconds}; set local idle_in_transaction_session_timeout = ${milliseconds}`;
}

/** Statements on a pool of connections to PostgreSQL. */
export function postgresConnection(pool: ClientPool): SqlConnection {
  async function withClient<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const client = await pool.connect().catch((error: unknown) => {
      throw toPostgresError(error);
    });
    try {
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      client.release(!isUsableAfter(error));
      throw toPostgresError(error);
    }
  }

  async function transact<Result>(
    client: PoolClient,
    work: (connection: SqlConnection) => Promise<Result>,
    mode: TransactionMode,
  ): Promise<Result> {
    await client.query(BEGIN[mode]);
    try {
      const result = await work({ ...statementsOf(client, STATEMENT_MS[mode]), transaction: nested });
      const { command } = await client.query('commit');
      // The server answers so where a statement has failed, and the work has hidden it.
      if (command !== 'COMMIT') throw new StoreError('The transaction was rolled back.', 'ROLLED_BACK');
      return result;
    } catch (error) {
      // An error of the work itself leaves a connection that can be used once it is rolled back.
      if (isUsableAfter(error) || error instanceof StoreError) await client.query('rollback');
      throw error;
    }
  }

  return {
    all: (text, params) => withClient((client) => statementsOf(client, STATEMENT_MS.snapshot).all(text, params)),
    run: (text, params) => withClient((client) => statementsOf(client, STATEMENT_MS.write).run(text, params)),
    transaction: (work, mode = 'write') => withClient((client) => transact(client, work, mode)),
  };
}

/** Statements of one client. Those of an aborted transaction fail until it is rolled back. */
function statementsOf(client: PoolClient, milliseconds: number): Pick<SqlConnection, 'all' | 'run'> {
  const query = (text: string, params: readonly SqlValue[] = []) =>
    client.query<SqlRow>({ text, values: [...params], query_timeout: milliseconds + ANSWER_MS } as never);
  return {
    all: async (text, params) => (await query(text, params)).rows,
    run: async (text, params) => (await query(text, params)).rowCount ?? 0,
  };
}

function nested(): never {
  throw new Error('A transaction cannot be nested.');
}
