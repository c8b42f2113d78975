import { setTimeout as wait } from 'node:timers/promises';
import { openPostgresStore } from '../../src/store/open/open-postgres-store.ts';
import { HAS_PGBOUNCER, startPgbouncer } from '../../test/support/pgbouncer.ts';
import { POSTGRES, type PostgresServer, startPostgres } from '../../test/support/postgres.ts';
import { type BatchLag, batchLag } from '../support/batch-lag.ts';
import type { Child } from '../support/child.ts';
import type { Row } from '../support/figures.ts';
import { liveWorld, started } from '../support/live-world.ts';
import { startAws, startGateway } from '../support/programs.ts';
import { committer } from '../support/status-changes.ts';
import { MANY } from '../support/stream-control.ts';

const SESSIONS = 4_000;
/** Measurements in turn, a quarter of a minute each. */
const LOADS = [
  { changesPerCommit: 20, streams: 1 },
  { changesPerCommit: 20, streams: 300 },
  { changesPerCommit: 100, streams: 1 },
];
const RATE = { commitsPerSecond: 10, seconds: 12 };
/** Fleets that are stopped on one replica and read on another. */
const MUTATIONS = 10;

const row = { scenario: 'replicas', unit: 'ms' };

/** Measures the time until replicas show what another one has committed or changed: two gateways and a writer over one PostgreSQL server. */
export async function replicas(): Promise<Row[]> {
  if (POSTGRES === null) {
    process.stdout.write('PostgreSQL is not installed: replicas are not measured.\n');
    return [];
  }
  const server = await startPostgres();
  try {
    const direct = await overServer(server, (url) => url, 'by hints');
    if (!HAS_PGBOUNCER) return direct;
    const between = await startPgbouncer(server);
    const polled = await overServer(server, between.through, 'through PgBouncer');
    await between.close();
    return [...direct, ...polled];
  } finally {
    await server.close();
  }
}

async function overServer(server: PostgresServer, through: (url: string) => string, how: string): Promise<Row[]> {
  const aws = await startAws();
  const url = through(await server.createDatabase());
  const environment = {
    ...MANY,
    GATEWAY_STORE: url,
    GATEWAY_CURSOR_SECRET: 'a secret of both replicas',
    GATEWAY_MUTATIONS: 'on',
  };
  const [one, other] = [await startGateway(aws.url, environment), await startGateway(aws.url, environment)];
  const store = await openPostgresStore(url, '');
  try {
    const world = liveWorld(SESSIONS);
    const commit = committer(store);
    const all = started(world);
    for (let first = 0; first < all.length; first += 200) await commit(all.slice(first, first + 200), false);
    const rows: Row[] = [];
    for (const load of LOADS) {
      const rate = RATE.commitsPerSecond * load.changesPerCommit;
      const lag = await batchLag({ store, world, url: one.url, ...load, ...RATE });
      rows.push(...lagRows(`${rate}/s ${how}, ${load.streams} streams`, rate, lag));
    }
    rows.push(mutationRow(how, await readsAfterMutations(one, other)));
    return rows;
  } finally {
    await store.close();
    await Promise.all([one.stop(), other.stop()]);
    await aws.stop();
  }
}

function lagRows(what: string, rate: number, { lags, changesPerSecond }: BatchLag): Row[] {
  const sorted = lags.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return [
    { ...row, what: `commit to batch, ${what}: median`, ours: at(0.5), reference: 500, against: 'the promise' },
    { ...row, what: `commit to batch, ${what}: p99`, ours: at(0.99), reference: 500, against: 'the promise' },
    {
      ...row,
      what: `commit to batch, ${what}: rate`,
      ours: changesPerSecond,
      reference: rate,
      against: 'the rate that was meant',
      unit: 'changes/s',
    },
  ];
}

const mutationRow = (how: string, times: readonly number[]): Row => ({
  ...row,
  what: `mutation to read on the other, ${how}: longest of ${times.length}`,
  ours: Math.max(...times),
  reference: 1_000,
  against: 'the promise',
});

/** Stops fleets on one replica, and reads them on another, which has them cached, until it shows the change. Milliseconds. */
async function readsAfterMutations(one: Child, other: Child): Promise<readonly number[]> {
  const { fleets } = await ask<{ fleets: { nodes: readonly { name: string; state: string }[] } }>(
    other,
    '{ fleets(first: 100) { nodes { name state } } }',
  );
  const running = fleets.nodes.filter(({ state }) => state === 'RUNNING').slice(0, MUTATIONS);
  const times: number[] = [];
  for (const { name } of running) {
    const read = async () =>
      (await ask<{ fleet: { state: string } }>(other, `{ fleet(name: "${name}") { state } }`)).fleet.state;
    await read();
    await ask(one, `mutation { stopFleet(input: { name: "${name}" }) { userErrors { code } } }`);
    const since = performance.now();
    while ((await read()) === 'RUNNING') await wait(5);
    times.push(performance.now() - since);
  }
  return times;
}

async function ask<Data>({ url }: Child, query: string): Promise<Data> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return ((await response.json()) as { data: Data }).data;
}
