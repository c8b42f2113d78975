import { setTimeout as wait } from 'node:timers/promises';
import { type Pgbouncer, startPgbouncer } from '../../test/support/pgbouncer.ts';
import { type PostgresServer, startPostgres } from '../../test/support/postgres.ts';
import { type StoreProxy, startStoreProxy } from '../../test/support/store-proxy.ts';
import type { Cluster } from './cluster.ts';
import type { GatewayProcess } from './gateway-process.ts';

/** Loss that a cluster has suffered. */
export interface Loss {
  /** Gateways that go on meanwhile. */
  readonly survivors: readonly GatewayProcess[];
  /** Ends it: all gateways of the cluster serve again. */
  recover(): Promise<void>;
}

/** Kind of disruption. */
export interface Disruption {
  /** Returns the URL by which the next gateway reaches the database. */
  urlOf(url: string): string | Promise<string>;
  /** @param replica that reads what changes meanwhile @param round of this kind, counted from 0 */
  lose(cluster: Cluster, replica: GatewayProcess, round: number): Promise<Loss>;
  close(): Promise<void>;
}

type Open = (server: PostgresServer) => Promise<Disruption> | Disruption;

/** Time for which the database is away, in every second round. Milliseconds. */
const AWAY_MS = 5_000;

const plain = { urlOf: (url: string) => url, close: async () => {} };

/** A process ends, and another one takes its place. */
const ending = (signal: NodeJS.Signals): Open => {
  return () => ({ ...plain, lose: (cluster, replica) => end(cluster, replica, signal) });
};

export const DISRUPTIONS: Readonly<Record<string, Open>> = {
  'kill -9': ending('SIGKILL'),
  SIGTERM: ending('SIGTERM'),
  'SIGSTOP, SIGCONT': () => ({ ...plain, lose: stop }),
  'network cut': network,
  'PostgreSQL restarted': () => ({ ...plain, lose: restartServer }),
  'PgBouncer between': pgbouncer,
};

/** Starts the server of a cluster. */
export const startServer = startPostgres;

async function end(cluster: Cluster, replica: GatewayProcess, signal: NodeJS.Signals): Promise<Loss> {
  cluster.gateways = cluster.gateways.filter((each) => each !== replica);
  replica.kill(signal);
  return {
    survivors: cluster.gateways,
    async recover() {
      await replica.exited();
      await cluster.add(1);
    },
  };
}

/** Stops a process for longer than its lease; it goes on without knowing. */
async function stop(cluster: Cluster, replica: GatewayProcess): Promise<Loss> {
  const survivors = cluster.gateways.filter((each) => each !== replica);
  cluster.gateways = survivors;
  replica.kill('SIGSTOP');
  return {
    survivors,
    async recover() {
      replica.kill('SIGCONT');
      cluster.gateways = [...survivors, replica];
    },
  };
}

async function restartServer({ server, gateways }: Cluster, _replica: GatewayProcess, round: number): Promise<Loss> {
  await server.crash();
  await wait((round % 2) * AWAY_MS);
  await server.start();
  return { survivors: gateways, recover: async () => {} };
}

/** Cuts a replica off its database: connections break in even rounds, and in odd ones nothing passes. */
function network(): Disruption {
  /** By the URL that a gateway has. */
  const proxies = new Map<string, StoreProxy>();
  return {
    async urlOf(url) {
      const proxy = await startStoreProxy(url);
      proxies.set(proxy.url, proxy);
      return proxy.url;
    },
    async lose({ gateways }, replica, round) {
      const proxy = proxies.get(replica.storeUrl) as StoreProxy;
      const isCut = round % 2 === 0;
      if (isCut) await proxy.cut();
      else proxy.freeze();
      return {
        survivors: gateways.filter((each) => each !== replica),
        recover: async () => (isCut ? proxy.restore() : proxy.thaw()),
      };
    },
    async close() {
      for (const proxy of proxies.values()) await proxy.cut();
    },
  };
}

/** Reaches the database through PgBouncer; a replica is killed in even rounds, and PgBouncer itself in odd ones. */
async function pgbouncer(server: PostgresServer): Promise<Disruption> {
  const between: Pgbouncer = await startPgbouncer(server);
  return {
    urlOf: between.through,
    async lose(cluster, replica, round) {
      if (round % 2 === 0) return end(cluster, replica, 'SIGKILL');
      await between.crash();
      await wait(AWAY_MS);
      await between.start();
      return { survivors: cluster.gateways, recover: async () => {} };
    },
    close: between.close,
  };
}
