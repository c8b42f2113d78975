import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createLiveIndex, type LiveIndex } from '../../src/live/index/live-index.ts';
import type { LiveSession, SessionChange } from '../../src/live/live-session.ts';
import { median, type Row } from '../support/figures.ts';
import { differentDashboards, readByHand, readDashboard, SEARCHING } from '../support/live-queries.ts';
import { commitOf, liveWorld, started } from '../support/live-world.ts';

const SESSIONS = 100_000;
const ROUNDS = 60;
const WARM_UP = 40;
const ROUNDS_BY_HAND = 5;
const MEGABYTE = 1e6;
const SECONDS = 3;
const VIEWERS = 50;
/** Changes of one commit: ten a second. */
const CHANGES = 20;
const COMMIT_MS = 100;

/** An index and the number of changes that it has. */
interface Filled {
  readonly index: LiveIndex;
  revision: number;
}

/** The live index over 100,000 sessions: processor time of what a dashboard shows, memory, and delay of the event loop. */
export async function live(): Promise<Row[]> {
  const collect = garbageCollector();
  collect();
  const empty = usedBytes();
  const world = liveWorld(SESSIONS);
  collect();
  const loaded = usedBytes();
  const filled = await fill(world);
  collect();
  const full = usedBytes();

  const byHand = await processorTimes(() => readByHand(world), undefined, ROUNDS_BY_HAND);
  const dashboards = differentDashboards(VIEWERS);
  const all = await changing(filled, world, (round) =>
    readDashboard(filled.index, dashboards[round % VIEWERS] as never),
  );
  const searches = await changing(filled, world, (round) =>
    readDashboard(filled.index, SEARCHING[round % SEARCHING.length] as never),
  );
  const idle = await measureLoop(() => sleep(SECONDS * 1_000));
  const busy = await measureLoop(() => watch(filled, world));
  filled.index.close();

  const row = { scenario: 'live' };
  const loop = { ...row, against: 'an idle event loop' };
  const hand = { ...row, against: 'the same from an array of sessions', reference: median(byHand), unit: 'ms CPU' };
  return [
    { ...hand, what: 'page, total, 2 facets, median', ours: median(all) },
    { ...hand, what: 'the same with a search, median', ours: median(searches) },
    {
      ...row,
      what: '100,000 sessions in the index',
      ours: (full - empty) / MEGABYTE,
      reference: (loaded - empty) / MEGABYTE,
      against: 'the sessions alone',
      unit: 'MB',
    },
    { ...loop, what: 'delay, 50 viewers, 200 changes/s, p99', ours: busy.delay, reference: idle.delay, unit: 'ms' },
    { ...loop, what: 'longest turn of each 100 ms, p99', ours: busy.turn, reference: idle.turn, unit: 'ms CPU' },
  ];
}

/** Memory of the process, SQLite's included. Bytes. */
function usedBytes(): number {
  return process.memoryUsage.rss();
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

async function fill(world: readonly LiveSession[]): Promise<Filled> {
  const filled = { index: createLiveIndex({ maxAgeMs: 60_000, now: Date.now }), revision: 0 };
  apply(filled, started(world));
  await filled.index.count({});
  return filled;
}

function apply(filled: Filled, changes: readonly SessionChange[]): void {
  filled.index.apply(commitOf(changes, filled.revision));
  filled.revision += changes.length;
}

/** Measures reads, each after a commit, so that no result is cached. */
async function changing(filled: Filled, world: readonly LiveSession[], read: (round: number) => Promise<void>) {
  return processorTimes(read, async (round) => {
    apply(filled, changesOf(world, round));
    await filled.index.count({ services: [] });
  });
}

/** Processor times of a task. Milliseconds, the first rounds left out. */
async function processorTimes(
  task: (round: number) => unknown,
  before: (round: number) => unknown = () => undefined,
  rounds = ROUNDS,
): Promise<number[]> {
  const times: number[] = [];
  const warmUp = Math.min(WARM_UP, rounds);
  for (let round = 0; round < warmUp + rounds; round += 1) {
    await before(round);
    const since = process.cpuUsage();
    await task(round);
    const { user, system } = process.cpuUsage(since);
    if (round >= warmUp) times.push((user + system) / 1_000);
  }
  return times;
}

/** Creates changes of the status of some sessions. */
function changesOf(world: readonly LiveSession[], round: number): SessionChange[] {
  return Array.from({ length: CHANGES }, (_, index) => {
    const session = world[(round * CHANGES + index * 37) % world.length] as LiveSession;
    const isConnected = round % 2 === 0;
    return {
      kind: isConnected ? 'CONNECTED' : 'DISCONNECTED',
      session: { ...session, view: { ...session.view, status: isConnected ? 'CONNECTED' : 'DISCONNECTED' } },
      at: session.statusSince,
      previousStatus: session.view.status,
    };
  });
}

/** All viewers query once a second, at the same time, while sessions change. */
async function watch(filled: Filled, world: readonly LiveSession[]): Promise<void> {
  const dashboards = differentDashboards(VIEWERS);
  const commits = (SECONDS * 1_000) / COMMIT_MS;
  for (let commit = 0; commit < commits; commit += 1) {
    apply(filled, changesOf(world, commit));
    const isSecond = commit % (1_000 / COMMIT_MS) === 0;
    const reads = isSecond ? dashboards.map((each) => readDashboard(filled.index, each)) : [];
    await Promise.all([sleep(COMMIT_MS), ...reads]);
  }
}

/** Delay of the event loop, and what its turns take. Milliseconds, p99. */
interface LoopFigures {
  /** Delay as others see it, which depends on what else the machine does. */
  readonly delay: number;
  /** Processor time of the longest turns, which does not. */
  readonly turn: number;
}

async function measureLoop(task: () => Promise<unknown>): Promise<LoopFigures> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  const turns = watchTurns();
  delays.enable();
  await task();
  delays.disable();
  return { delay: delays.percentile(99) / 1e6, turn: percentile99(turns.stop()) };
}

/** Records the processor time of the longest turn of the event loop in each 100 ms. Milliseconds. */
function watchTurns() {
  const longest: number[] = [];
  let isStopped = false;
  let current = 0;
  let endsAt = performance.now() + COMMIT_MS;
  let { user, system } = process.threadCpuUsage();
  function turn(): void {
    const used = process.threadCpuUsage();
    current = Math.max(current, (used.user + used.system - user - system) / 1_000);
    ({ user, system } = used);
    if (performance.now() >= endsAt) {
      longest.push(current);
      current = 0;
      endsAt += COMMIT_MS;
    }
    if (!isStopped) setImmediate(turn);
  }
  turn();
  return {
    stop(): readonly number[] {
      isStopped = true;
      return longest;
    },
  };
}

function percentile99(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length * 0.99)] ?? Number.NaN;
}
