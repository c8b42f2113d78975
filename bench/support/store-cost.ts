import { openPostgresStore } from '../../src/store/open/open-postgres-store.ts';
import type { Store } from '../../src/store/store.ts';
import { POSTGRES, startPostgres } from '../../test/support/postgres.ts';
import { countStatements } from '../../test/support/statements.ts';
import { liveWorld, started } from './live-world.ts';
import { committer, statusChanges } from './status-changes.ts';

/** Cost of changes in PostgreSQL. */
export interface StoreCost {
  readonly statementsPerCommit: number;
  readonly walBytesPerChange: number;
  /** Tables, indexes and TOAST of one session that started, and of one change. */
  readonly bytesPerSession: number;
  readonly bytesPerChange: number;
  readonly changesPerSecond: number;
}

const SESSIONS = 4_000;
/** Changes of one transaction, as the recorder has it. */
const BATCH = 200;
const ROUNDS = 10;

/**
 * Commits sessions and changes of status to a PostgreSQL server of its own.
 *
 * @returns null where PostgreSQL is not installed
 */
export async function storeCost(): Promise<StoreCost | null> {
  if (POSTGRES === null) return null;
  const server = await startPostgres();
  const url = await server.createDatabase();
  const statements = countStatements();
  const store = await openPostgresStore(url, '');
  try {
    const world = liveWorld(SESSIONS);
    const commit = committer(store);
    const all = started(world);
    for (let first = 0; first < all.length; first += BATCH) await commit(all.slice(first, first + BATCH), false);
    const bytes = await sizes(store);
    // The first change of status fills rows' spare space, as in a table that has been in use.
    for (let round = 0; round < ROUNDS; round += 1) await commit(statusChanges(world, BATCH, round), true);
    const [before, wal, since, sent] = [
      await sizes(store),
      await walPosition(store),
      performance.now(),
      statements.count,
    ];
    for (let round = 0; round < ROUNDS; round += 1) await commit(statusChanges(world, BATCH, ROUNDS + round), true);
    const seconds = (performance.now() - since) / 1_000;
    const perCommit = (statements.count - sent) / ROUNDS;
    const after = await sizes(store);
    return {
      statementsPerCommit: perCommit,
      walBytesPerChange: ((await walPosition(store)) - wal) / (ROUNDS * BATCH),
      bytesPerSession: bytes / SESSIONS,
      bytesPerChange: (after - before) / (ROUNDS * BATCH),
      changesPerSecond: (ROUNDS * BATCH) / seconds,
    };
  } finally {
    statements.stop();
    await store.close();
    await server.close();
  }
}

async function sizes({ sql }: Store): Promise<number> {
  const [row] = await sql.all(
    "select sum(pg_total_relation_size(relid)) as bytes from pg_stat_user_tables where relname in ('session', 'span', 'change')",
  );
  return Number(row?.bytes);
}

async function walPosition({ sql }: Store): Promise<number> {
  const [row] = await sql.all("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as position");
  return Number(row?.position);
}
