import type { SessionChange } from '../../src/live/live-session.ts';
import { openPostgresStore } from '../../src/store/open/open-postgres-store.ts';
import type { SqlRow } from '../../src/store/sql.ts';
import type { Store } from '../../src/store/store.ts';
import { startLive, type TestLive, type TestLiveOptions } from './live.ts';
import { createDatabase } from './shared-postgres.ts';

/** One of several gateways that share a database. */
export interface Replica extends TestLive {
  readonly store: Store;
  /** All changes that it has shown. */
  readonly told: readonly SessionChange[];
  /** True while its time stands still, as that of a process that is stopped. */
  isStopped: boolean;
}

export interface Replicas {
  readonly all: readonly Replica[];
  /** Lets time pass until something is true: virtual time, of those that are not stopped, and the real time of the database. */
  until(isTrue: () => boolean | Promise<boolean>): Promise<void>;
  /** Lets the same virtual time pass for all that are not stopped. */
  pass(milliseconds: number): Promise<void>;
  /** Leases as the database has them. */
  leases(): Promise<readonly SqlRow[]>;
  /** Lets the leases of a replica expire, as if their time had passed. */
  expire(replica: Replica): Promise<void>;
}

/**
 * Starts gateways over one emulator and one new database; each has a virtual time of its own.
 *
 * @param urlOf returns the URL by which the next one reaches the database
 */
export async function startReplicas(
  count: number,
  options: TestLiveOptions,
  urlOf: (url: string) => string | Promise<string> = (url) => url,
): Promise<Replicas> {
  const url = await createDatabase();
  const all: Replica[] = [];
  for (let index = 0; index < count; index += 1) {
    const store = await openPostgresStore(await urlOf(url), '');
    const [first] = all;
    const live = await startLive({ ...options, store, ...(first && { emulator: first.emulator }) });
    const told: SessionChange[] = [];
    live.live.changes.subscribe(({ changes }) => told.push(...changes));
    all.push({ ...live, store, told, isStopped: false });
  }
  for (const { live } of all) live.start();

  async function pass(milliseconds: number): Promise<void> {
    const STEP = 500;
    for (let passed = 0; passed < milliseconds; passed += STEP) {
      for (const replica of all) if (!replica.isStopped) await replica.pass(STEP, STEP);
      // The database answers in real time.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  const sql = () => (all.find(({ isStopped }) => !isStopped) as Replica).store.sql;
  return {
    all,
    pass,
    async until(isTrue) {
      while (!(await isTrue())) await pass(1_000);
    },
    leases: () => sql().all('select source_id, holder, epoch from lease order by source_id'),
    expire: async ({ store }) => {
      await sql().run('update lease set until = 1 where holder = $1', [store.replicas?.id ?? '']);
      await sql().run('delete from replica where id = $1', [store.replicas?.id ?? '']);
    },
  };
}
