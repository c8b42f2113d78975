import { Client } from 'pg';

/** Number of statements that connections of this process send to PostgreSQL. */
export interface StatementCount {
  readonly count: number;
  stop(): void;
}

/** Counts statements of all connections, those of transactions and of listeners among them. */
export function countStatements(): StatementCount {
  const { query } = Client.prototype;
  const counted = {
    count: 0,
    stop() {
      Client.prototype.query = query;
    },
  };
  Client.prototype.query = function (this: Client, ...args: unknown[]) {
    counted.count += 1;
    return Reflect.apply(query, this, args) as never;
  } as never;
  return counted;
}
