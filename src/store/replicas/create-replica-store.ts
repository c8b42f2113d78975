import type { ReplicaStore } from '../replica-store.ts';
import type { SqlConnection } from '../sql.ts';
import { holdLeases, releaseLeases } from './hold-leases.ts';
import { readNews } from './read-news.ts';

export interface ReplicaStoreOptions {
  /** Expression of the database's time, in milliseconds. */
  readonly now: string;
  readonly notify: string;
  readonly onHint: ReplicaStore['onHint'];
}

/** @param id of this process */
export function replicaStore(
  connection: SqlConnection,
  id: string,
  { now, notify, onHint }: ReplicaStoreOptions,
): ReplicaStore {
  return {
    id,
    hold: (units) => holdLeases(connection, id, units, now),
    release: () => releaseLeases(connection, id),
    async now() {
      const [row] = await connection.all(`select ${now} as now`);
      return Number(row?.now);
    },
    read: (after) => readNews(connection, id, after),
    send: (kind, body) =>
      connection.transaction(async (transaction) => {
        await transaction.run('update clock set stamp = stamp + 1');
        await transaction.run(
          `insert into message (stamp, sender, sent_at, kind, body) select stamp, $1, ${now}, $2, $3 from clock`,
          [id, kind, body],
        );
        await transaction.all(notify);
      }),
    onHint,
  };
}
