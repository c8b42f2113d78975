import { writeRows } from '../commit/write-rows.ts';
import { LEASE_MS } from '../replica-store.ts';
import type { SqlConnection, SqlRow } from '../sql.ts';
import type { Lease } from '../stored-change.ts';

/** Time after which a process that has not renewed anything is forgotten. Milliseconds. */
const FORGET_MS = 60_000;

const AMONG = 'in (select json_array_elements_text(cast($2 as json)))';

const ALIVE = (now: string) => `insert into replica (id, until) values ($1, ${now} + ${LEASE_MS})
  on conflict (id) do update set until = excluded.until`;
const HELD = (now: string) => `select source_id, epoch from lease where holder = $1 and until > ${now}
  and source_id ${AMONG} order by source_id for update`;
const GIVE_UP = `update lease set holder = null, until = 0 where holder = $1 and source_id ${AMONG}`;
const RENEW = (now: string) => `update lease set until = ${now} + ${LEASE_MS} where holder = $1 and source_id ${AMONG}`;
/** Rows that another process takes at the same moment are left to it. */
const TAKE = (now: string) => `update lease set holder = $1, epoch = epoch + 1, until = ${now} + ${LEASE_MS}
  where source_id in (select source_id from lease where until <= ${now} and source_id ${AMONG}
    order by source_id limit $3 for update skip locked) returning source_id, epoch`;

/** Renews, gives up and takes leases in one transaction: see `ReplicaStore.hold`. @param now expression of the database's time */
export function holdLeases(
  connection: SqlConnection,
  replica: string,
  units: readonly string[],
  now: string,
): Promise<readonly Lease[]> {
  return connection.transaction(async (transaction) => {
    await transaction.run(ALIVE(now), [replica]);
    await transaction.run(`delete from replica where until < ${now} - ${FORGET_MS}`);
    await writeRows(
      transaction,
      units.map((unit) => [unit]),
      (values) => `insert into lease (source_id, epoch, until) select unit, 0, 0 from (values ${values}) as units (unit)
        on conflict (source_id) do nothing`,
      ['text'],
    );
    const alive = await transaction.all(`select id from replica where until > ${now} order by id`);
    const share = shareOf(
      replica,
      alive.map(({ id }) => String(id)),
      units.length,
    );
    const held = (await transaction.all(HELD(now), [replica, JSON.stringify(units)])).map(toLease);
    const [kept, surplus] = [held.slice(0, share), held.slice(share)];
    if (surplus.length > 0) await transaction.run(GIVE_UP, [replica, unitsOf(surplus)]);
    if (kept.length > 0) await transaction.run(RENEW(now), [replica, unitsOf(kept)]);
    const free = share - kept.length;
    const taken = free > 0 ? await transaction.all(TAKE(now), [replica, JSON.stringify(units), free]) : [];
    return [...kept, ...taken.map(toLease)];
  });
}

/** Gives up all leases of a process. */
export async function releaseLeases(connection: SqlConnection, replica: string): Promise<void> {
  await connection.transaction(async (transaction) => {
    await transaction.run('update lease set holder = null, until = 0 where holder = $1', [replica]);
    await transaction.run('delete from replica where id = $1', [replica]);
  });
}

/**
 * Returns the number of units for a process. The first ones in the order of their ids have one more, so that all processes agree,
 * and units move only when a process comes or goes.
 */
function shareOf(replica: string, alive: readonly string[], units: number): number {
  const place = alive.indexOf(replica);
  const count = Math.max(1, alive.length);
  return Math.floor(units / count) + (place < units % count ? 1 : 0);
}

function toLease({ source_id, epoch }: SqlRow): Lease {
  return { unit: String(source_id), epoch: Number(epoch) };
}

function unitsOf(leases: readonly Lease[]): string {
  return JSON.stringify(leases.map(({ unit }) => unit));
}
