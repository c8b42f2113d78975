import { setTimeout as wait } from 'node:timers/promises';
import { startEmulator } from '../../emulator/emulator.ts';
import { openPostgresStore } from '../../src/store/open/open-postgres-store.ts';
import type { SqlConnection } from '../../src/store/sql.ts';
import type { PostgresServer } from '../../test/support/postgres.ts';
import { buildWorld } from '../../test/support/world.ts';
import { type Audit, startAudit } from './audit.ts';
import { type Follower, type SeenEvent, startFollower } from './follower.ts';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts';

/** Gateways over one emulated AWS and one database, and a client that follows them. */
export interface Cluster {
  readonly server: PostgresServer;
  /** Gateways that should serve. */
  gateways: GatewayProcess[];
  readonly follower: Follower;
  readonly audit: Audit;
  /** Everything that has happened in AWS. */
  readonly happened: SeenEvent[];
  /** Number of events that happened before the client began. */
  readonly before: number;
  readonly sql: SqlConnection;
  /** Starts more gateways. */
  add(count: number): Promise<void>;
  /** Starts and ends sessions in AWS. */
  change(): void;
  /** Returns true if each gateway holds a unit at least: they have divided the units. */
  isShared(): Promise<boolean>;
  /** Returns the id of the replica that holds a service, as the database has it. */
  holderOf(service: string): Promise<string>;
  /** Returns true if every unit is held, and none by this replica. */
  isHeldWithout(holder: string | null): Promise<boolean>;
  /** Lets the leases of a replica expire, as if their time had passed. */
  expire(holder: string): Promise<void>;
  /** Returns true if all of them show the sessions that AWS has. */
  isShownBy(gateways: readonly GatewayProcess[]): Promise<boolean>;
  close(): Promise<void>;
}

export interface ClusterOptions {
  readonly replicas: number;
  /** Returns the URL of the database for the next gateway. */
  readonly urlOf: (url: string) => string | Promise<string>;
  /** Folder of the logs of gateways. */
  readonly logs?: string | undefined;
}

/** Starts a server of PostgreSQL, an emulated AWS and gateways; resolves when all gateways show all sessions. */
export async function startCluster(
  { replicas, urlOf, logs }: ClusterOptions,
  server: PostgresServer,
): Promise<Cluster> {
  const url = await server.createDatabase();
  const builder = buildWorld().fleet('design').stack('Design').associate('Design', 'design');
  const { world, location } = builder
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 60 })
    .ssmSessions({ count: 200 });
  const emulator = await startEmulator({ world });
  const store = await openPostgresStore(url, '');
  const { sql } = store;
  const audit = await startAudit(sql);
  const sessionIds = () => [
    ...[...location.ssmSessions.values()].map((session) => session.SessionId),
    ...[...location.appStreamSessions.values()].map((session) => session.Id),
  ];
  const happened = sessionIds().map((sessionId) => ({ kind: 'STARTED', sessionId }));
  const note = (kind: string, sessionId: string) => void happened.push({ kind, sessionId });
  const gateways: GatewayProcess[] = [];

  const cluster: Omit<Cluster, 'follower'> & { follower: Follower | null } = {
    server,
    sql,
    gateways,
    follower: null,
    audit,
    happened,
    before: happened.length,
    async add(count) {
      const urls: string[] = [];
      while (urls.length < count) urls.push(await urlOf(url));
      const environments = urls.map((each) => environmentOf(each, emulator.endpoint, location.region));
      cluster.gateways.push(...(await Promise.all(environments.map((each) => startGatewayProcess(each, logs)))));
    },
    change() {
      const [shell] = location.ssmSessions.keys();
      location.ssmSessions.delete(shell ?? '');
      const [app] = [...location.appStreamSessions.values()].map(({ Id }) => Id);
      location.appStreamSessions.delete(app ?? '');
      const known = new Set(sessionIds());
      builder.ssmSessions({ count: 1 });
      const [begun] = sessionIds().filter((id) => !known.has(id));
      if (shell) note('ENDED', shell);
      if (app) note('ENDED', app);
      if (begun) note('STARTED', begun);
    },
    ...leasesIn(sql),
    isShared: async () => (await holdersIn(sql)) === cluster.gateways.length,
    async isShownBy(shown) {
      const totals = await Promise.all(shown.map((each) => each.total()));
      return totals.every((total) => total === sessionIds().length);
    },
    async close() {
      await cluster.follower?.close();
      await Promise.all(cluster.gateways.map((gateway) => gateway.end()));
      await store.close();
      await emulator.close();
    },
  };
  await cluster.add(replicas);
  if (!(await until(() => cluster.isShownBy(cluster.gateways))))
    throw new Error('the first scan has not been shown in time');
  cluster.follower = startFollower(() => cluster.gateways.map((each) => each.url));
  return cluster as Cluster;
}

/** Reads the leases of a database. */
function leasesIn(sql: SqlConnection): Pick<Cluster, 'holderOf' | 'isHeldWithout' | 'expire'> {
  return {
    async holderOf(service) {
      const [row] = await sql.all('select holder from lease where source_id like $1', [`["${service} %`]);
      return String(row?.holder);
    },
    async isHeldWithout(holder) {
      const rows = await sql.all(
        'select source_id from lease where holder = $1 or until <= extract(epoch from clock_timestamp()) * 1000',
        [holder],
      );
      return rows.length === 0;
    },
    async expire(holder) {
      await sql.run('update lease set until = 1 where holder = $1', [holder]);
      await sql.run('delete from replica where id = $1', [holder]);
    },
  };
}

async function holdersIn(sql: SqlConnection): Promise<number> {
  return (await sql.all('select distinct holder from lease where holder is not null')).length;
}

/** Time between two looks whether something is true. Milliseconds. */
const LOOK_MS = 500;
/** Longest wait for what has to come. Milliseconds. */
const LONGEST_MS = 180_000;

/** Waits until something is true; what fails meanwhile is not true yet. @returns false if it does not become true in time */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<boolean> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < LONGEST_MS) {
    if (await (async () => isTrue())().catch(() => false)) return true;
    await wait(LOOK_MS);
  }
  return false;
}

function environmentOf(url: string, endpoint: string, region: string): Readonly<Record<string, string>> {
  return {
    GATEWAY_STORE: url,
    GATEWAY_CURSOR_SECRET: 'chaos-needs-sixteen',
    GATEWAY_AWS: 'live',
    GATEWAY_LOG_LEVEL: 'debug',
    GATEWAY_LIVE_CALLS_PER_SECOND: '100',
    // Sources are scanned every 10 s at least.
    GATEWAY_LIVE_MAX_AGE_S: '15',
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'any',
  };
}
