import { setTimeout as wait } from 'node:timers/promises';
import { startEmulator } from '../../emulator/emulator.ts';
import { openPostgresStore } from '../../src/store/open/open-postgres-store.ts';
import type { SqlConnection } from '../../src/store/sql.ts';
import { buildWorld } from '../../test/support/world.ts';
import { type GatewayProcess, startGatewayProcess } from './gateway-process.ts';

export interface ChaosReport {
  readonly rounds: number;
  /** Milliseconds from the loss of a replica until others held all leases, per round. */
  readonly failovers: readonly number[];
  /** Commits that the database has rejected because their lease was lost. */
  readonly fenced: number;
  readonly faults: readonly string[];
}

/** Fault of a replica. */
const LOSSES = ['SIGKILL', 'SIGSTOP', 'SIGTERM'] as const;

/** Longest failover that counts as one. Milliseconds. */
const FAILOVER_MS = 20_000;
/** Longest wait for an end to be shown by all. Milliseconds. */
const SHOWN_MS = 90_000;

/**
 * Runs three gateways over one emulator and one empty database, and loses one of them in each round: killed, stopped for longer than its
 * lease, or shut down. Meanwhile a session ends. Afterwards the change log has exactly the ends that happened, once each.
 */
export async function chaosRounds(url: string, rounds: number): Promise<ChaosReport> {
  const builder = buildWorld().fleet('design').stack('Design').associate('Design', 'design');
  const { world, location } = builder
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 60 })
    .ssmSessions({ count: 200 });
  const emulator = await startEmulator({ world });
  const environment = environmentOf(url, emulator.endpoint, location.region);
  const store = await openPostgresStore(url, '');
  const cluster: Cluster = { sql: store.sql, gateways: [], sessions: 260 };
  const [failovers, faults, ended]: [number[], string[], string[]] = [[], [], []];
  let fenced = 0;
  try {
    for (let index = 0; index < 3; index += 1) cluster.gateways.push(await startGatewayProcess(environment));
    const isShared = await until(async () => (await holders(cluster)) === 3 && (await allShow(cluster)), SHOWN_MS);
    if (isShared === null) faults.push('the replicas have not shared the units at first');
    for (let round = 0; round < rounds; round += 1) {
      const shell = [...location.ssmSessions.values()][0]?.SessionId ?? '';
      const signal = LOSSES[round % LOSSES.length] as NodeJS.Signals;
      const end = () => {
        location.ssmSessions.delete(shell);
        ended.push(shell);
        cluster.sessions -= 1;
      };
      const result = await loseOne(cluster, cluster.gateways[round % 3] as GatewayProcess, signal, end);
      if (result.failover !== null) failovers.push(result.failover);
      faults.push(...result.faults.map((fault) => `round ${round + 1}, ${signal}: ${fault}`));
      fenced += result.fenced;
      cluster.gateways.push(await startGatewayProcess(environment));
      await until(async () => (await holders(cluster)) === 3, SHOWN_MS);
    }
    faults.push(...(await wrongEnds(store.sql, ended)));
  } finally {
    for (const gateway of cluster.gateways) gateway.kill('SIGTERM');
    await Promise.all(cluster.gateways.map((gateway) => gateway.exited()));
    await store.close();
    await emulator.close();
  }
  return { rounds, failovers, fenced, faults };
}

interface Cluster {
  readonly sql: SqlConnection;
  /** Those that run. */
  gateways: GatewayProcess[];
  /** Sessions of the world. */
  sessions: number;
}

/** Loses a gateway, ends a session, and waits until the others have taken over, and show the end. */
async function loseOne(cluster: Cluster, lost: GatewayProcess, signal: NodeJS.Signals, end: () => void) {
  const faults: string[] = [];
  cluster.gateways = cluster.gateways.filter((each) => each !== lost);
  lost.kill(signal);
  end();
  const failover = await until(
    async () => (await freeUnits(cluster)) === 0 && (await holders(cluster)) <= 2,
    FAILOVER_MS,
  );
  if (failover === null) faults.push('no failover');
  if ((await until(() => allShow(cluster), SHOWN_MS)) === null) faults.push('an end is not shown');
  let fenced = 0;
  if (signal === 'SIGSTOP') {
    lost.kill('SIGCONT');
    const isLevel = await until(async () => (await lost.total()) === cluster.sessions, SHOWN_MS);
    if (isLevel === null) faults.push('the replica that was stopped does not catch up');
    fenced = lost.count('fenced');
    lost.kill('SIGTERM');
  }
  await lost.exited();
  return { failover, faults, fenced };
}

/** Waits until something is true. @returns milliseconds, to a tenth of a second; null if it does not become true in time */
async function until(isTrue: () => Promise<boolean>, most: number): Promise<number | null> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < most) {
    if (await isTrue()) return Math.round((performance.now() - startedAt) / 100) * 100;
    await wait(100);
  }
  return null;
}

async function freeUnits({ sql }: Cluster): Promise<number> {
  const rows = await sql.all('select source_id from lease where until <= extract(epoch from clock_timestamp()) * 1000');
  return rows.length;
}

/** Number of replicas that hold a unit. */
async function holders({ sql }: Cluster): Promise<number> {
  return (await sql.all('select distinct holder from lease where holder is not null')).length;
}

async function allShow({ gateways, sessions }: Cluster): Promise<boolean> {
  return (await Promise.all(gateways.map((each) => each.total()))).every((total) => total === sessions);
}

function environmentOf(url: string, endpoint: string, region: string): Readonly<Record<string, string>> {
  return {
    GATEWAY_STORE: url,
    GATEWAY_CURSOR_SECRET: 'chaos-needs-sixteen',
    GATEWAY_AWS: 'live',
    GATEWAY_LIVE_CALLS_PER_SECOND: '100',
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'any',
  };
}

/** Compares the ends of the change log with those that happened. */
async function wrongEnds(sql: SqlConnection, ended: readonly string[]): Promise<readonly string[]> {
  const rows = await sql.all('select revision, body from change order by revision');
  const gaps = rows.filter(({ revision }, index) => revision !== index + 1);
  const told = rows
    .map(({ body }) => JSON.parse(String(body)) as { kind: string; session: { view: { sessionId: string } } })
    .filter(({ kind }) => kind === 'ENDED')
    .map(({ session }) => session.view.sessionId);
  const others = rows.filter(({ body }) => /^\{"kind":"(?:REAPPEARED|UNLISTED)"/.test(String(body)));
  return [
    ...(gaps.length > 0 ? ['the change log has gaps'] : []),
    ...(others.length > 0 ? [`${others.length} sessions came back`] : []),
    ...(JSON.stringify([...told].sort()) === JSON.stringify([...ended].sort())
      ? []
      : [`ended: ${ended.join(' ')}; told: ${told.join(' ')}`]),
  ];
}
