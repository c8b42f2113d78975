import type { SqlConnection } from './sql.ts';
import type { Statement } from './sql-text.ts';

/** Executes statements in their order: without waiting for each answer, where a transaction is pipelined. */
export async function runAll(
  { run, isPipelined }: Pick<SqlConnection, 'run' | 'isPipelined'>,
  statements: readonly Statement[],
): Promise<void> {
  if (isPipelined) await Promise.all(statements.map(({ text, params }) => run(text, params)));
  else for (const { text, params } of statements) await run(text, params);
}
