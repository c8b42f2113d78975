import type { PoolClient, QueryConfig, QueryResult } from 'pg';
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

/** Statements on a pool of connections to PostgreSQL. An error of the work of a transaction is thrown as it is. */
export function postgresConnection(pool: ClientPool): SqlConnection {
  async function withSession<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    const client = await pool.connect().catch((error: unknown) => {
      throw toPostgresError(error);
    });
    const session = sessionOf(client);
    try {
      return await work(session);
    } finally {
      client.release(session.isBroken());
    }
  }

  return {
    all: (text, params) => withSession((session) => statementsOf(session, STATEMENT_MS.snapshot).all(text, params)),
    run: (text, params) => withSession((session) => statementsOf(session, STATEMENT_MS.write).run(text, params)),
    transaction: (work, mode = 'write') => withSession((session) => transact(session, work, mode)),
  };
}

/** Use of one client. */
interface Session {
  /** @throws StoreError */
  query(query: string | QueryConfig): Promise<QueryResult<SqlRow>>;
  /** Returns true once a failure has left the connection in an unknown state. */
  isBroken(): boolean;
}

function sessionOf(client: PoolClient): Session {
  let isBroken = false;
  return {
    async query(query) {
      try {
        return await client.query<SqlRow>(query as QueryConfig);
      } catch (error) {
        isBroken ||= !isUsableAfter(error);
        throw toPostgresError(error);
      }
    },
    isBroken: () => isBroken,
  };
}

async function transact<Result>(
  session: Session,
  work: (connection: SqlConnection) => Promise<Result>,
  mode: TransactionMode,
): Promise<Result> {
  await session.query(BEGIN[mode]);
  try {
    const result = await work({
      ...statementsOf(session, STATEMENT_MS[mode]),
      isPipelined: true,
      transaction: nested,
    });
    const { command } = await session.query('commit');
    // The server answers so where a statement has failed, and the work has hidden it.
    if (command !== 'COMMIT') throw new StoreError('The transaction was rolled back.', 'ROLLED_BACK');
    return result;
  } catch (error) {
    if (!session.isBroken()) await session.query('rollback').catch(() => {});
    throw error;
  }
}

/** Statements of one client. Those of an aborted transaction fail until it is rolled back. */
function statementsOf({ query }: Session, milliseconds: number): Pick<SqlConnection, 'all' | 'run'> {
  const send = (text: string, params: readonly SqlValue[] = []) =>
    query({ text, values: [...params], query_timeout: milliseconds + ANSWER_MS } as QueryConfig);
  return {
    all: async (text, params) => (await send(text, params)).rows,
    run: async (text, params) => (await send(text, params)).rowCount ?? 0,
  };
}

function nested(): never {
  throw new Error('A transaction cannot be nested.');
}
