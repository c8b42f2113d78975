import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createLiveIndex } from '../../src/live/index/live-index.ts';
import type { HistoryReads } from '../../src/store/history/history.ts';
import { readHistory } from '../../src/store/history/read-history.ts';
import type { RecordFilter } from '../../src/store/history/records/record-filter.ts';
import type { Usage } from '../../src/store/history/usage/usage.ts';
import { openPostgresStore } from '../../src/store/open/open-postgres-store.ts';
import { openFileStore } from '../../src/store/open/open-sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { POSTGRES, startPostgres } from '../../test/support/postgres.ts';
import { median, type Row, timed } from '../support/figures.ts';
import { BEGIN, END, fillHistory, RECORDS } from '../support/history-world.ts';
import { differentDashboards, readDashboard } from '../support/live-queries.ts';
import { commitOf, liveWorld, started } from '../support/live-world.ts';

const WEEK_MS = 7 * 86_400_000;
const WEEK = { from: BEGIN + 8 * WEEK_MS, to: BEGIN + 9 * WEEK_MS };
const OF_FLEET = { ...WEEK, fleetNames: ['fleet-7'] };
const NEWEST = [{ field: 'STARTED_AT', direction: 'DESC' }] as const;
const ROUNDS = 3;
/** Pages take so little that a checkpoint of the engine beside one of three would be the median. */
const PAGE_ROUNDS = 15;
const LIVE_SESSIONS = 20_000;
const LIVE_ROUNDS = 150;
const DASHBOARDS = 50;

/** A million records in a file of SQLite, then in PostgreSQL: what pages and usage take, and how much live queries lose beside them. */
export async function history(): Promise<Row[]> {
  const ofSqlite = await inSqlite();
  if (POSTGRES !== null) return [...ofSqlite, ...(await inPostgres())];
  process.stdout.write('PostgreSQL is not installed: history is measured in SQLite only.\n');
  return ofSqlite;
}

async function inSqlite(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-history-'));
  try {
    return await inStore('SQLite', await openFileStore(join(folder, 'store.db')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function inPostgres(): Promise<Row[]> {
  const server = await startPostgres();
  try {
    return await inStore('PostgreSQL', await openPostgresStore(await server.createDatabase(), ''));
  } finally {
    await server.close();
  }
}

async function inStore(engine: string, store: Store): Promise<Row[]> {
  try {
    await fillHistory(store);
    const reads = readHistory({
      connection: store.sql,
      now: () => END,
      maxWindowMs: Infinity,
      maxAgeMs: 60_000,
      recorded: async () => {},
      erase: async () => ({ records: 0, running: 0 }),
    });
    const rows = [...(await pages(reads)), ...(await usage(reads)), ...(await liveBeside(reads))];
    return rows.map((each) => ({ ...each, what: `${engine}: ${each.what}` }));
  } finally {
    await store.close();
  }
}

const row = { scenario: 'history', against: 'the goal', unit: 'ms' };

async function medianOf(task: (round: number) => Promise<unknown>, rounds = ROUNDS): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) times.push(await timed(() => task(round)));
  return median(times.slice(1));
}

async function pages(reads: HistoryReads): Promise<Row[]> {
  const page = (filter: RecordFilter, offset = 0) =>
    reads.page({ filter, order: NEWEST, limit: 50, isBackward: false, from: offset === 0 ? null : [END - offset, ''] });
  const week = await medianOf((round) => page({ ...WEEK, to: WEEK.to - round }), PAGE_ROUNDS);
  const deep = await medianOf((round) => page({ from: BEGIN, to: END }, (round + 1) * 5 * 86_400_000), PAGE_ROUNDS);
  const user = await medianOf(
    (round) => page({ from: BEGIN, to: END, userName: `user-${round * 31}@example.com` }),
    PAGE_ROUNDS,
  );
  const total = await medianOf((round) => reads.count({ ...WEEK, to: WEEK.to - round }));
  return [
    { ...row, what: 'page of 50 of a week, newest first', ours: week, reference: 5 },
    { ...row, what: `page of 50 anywhere in ${RECORDS.toLocaleString('en')} records`, ours: deep, reference: 5 },
    { ...row, what: 'newest 50 of one user', ours: user, reference: 5 },
    { ...row, what: 'total of a week', ours: total, reference: 50 },
  ];
}

const hours = (reads: HistoryReads, filter: RecordFilter) =>
  reads.usage({ filter, interval: 'HOUR', by: [] }, { maxPoints: 20_000 }) as Promise<Usage>;

async function usage(reads: HistoryReads): Promise<Row[]> {
  const ofFleet = await medianOf((round) => hours(reads, { ...OF_FLEET, to: OF_FLEET.to - round }));
  const all = await medianOf((round) => hours(reads, { ...WEEK, to: WEEK.to - round }));
  const connected = await medianOf(async (round) => {
    const { series } = await hours(reads, { ...WEEK, to: WEEK.to - round });
    // At once, as the fields of a query are resolved.
    await Promise.all([series[0]?.connected(), series[0]?.users()]);
  });
  return [
    { ...row, what: "one fleet's week by hour, with peaks", ours: ofFleet, reference: 50 },
    { ...row, what: "everything's week by hour, with peaks", ours: all, reference: 1_000 },
    { ...row, what: 'the same with connected times and users', ours: connected, reference: 1_000 },
  ];
}

/**
 * Measures live queries alone, and while history is read without a pause, in turns: processor time of their thread, as the store
 * has a thread of its own.
 */
async function liveBeside(reads: HistoryReads): Promise<Row[]> {
  const index = createLiveIndex({ maxAgeMs: 60_000, now: Date.now });
  const world = liveWorld(LIVE_SESSIONS);
  index.apply(commitOf(started(world), 0));
  const dashboards = differentDashboards(DASHBOARDS);
  let revision = world.length;
  const queries = async (): Promise<number> => {
    // As a sum: the kernel may count the processor time of a thread in steps of 4 ms.
    const since = process.threadCpuUsage();
    for (let round = 0; round < LIVE_ROUNDS; round += 1) {
      const changed = started(world.slice(round, round + 1));
      index.apply(commitOf(changed, revision));
      revision += changed.length;
      await readDashboard(index, dashboards[round % DASHBOARDS] as never);
    }
    const { user, system } = process.threadCpuUsage(since);
    return (user + system) / 1_000 / LIVE_ROUNDS;
  };
  await queries();
  const [alone, beside]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < 3; turn += 1) {
    alone.push(await queries());
    let isOver = false;
    const reading = (async () => {
      for (let round = 0; !isOver; round += 1) await hours(reads, { ...WEEK, to: WEEK.to - round });
    })();
    beside.push(await queries());
    isOver = true;
    await reading;
  }
  index.close();
  const against = 'the same alone';
  return [
    {
      ...row,
      unit: 'ms CPU',
      against,
      what: 'live page, total, 2 facets, beside usage',
      ours: median(beside),
      reference: median(alone),
    },
  ];
}
