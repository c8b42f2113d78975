import {
  discoveryInterval,
  groupInterval,
  MIN_INTERVAL_MS,
  nextInterval,
} from '../../src/live/reconciler/scan-interval.ts';
import {
  ageOf,
  type ListRecord,
  type SourceRecord,
  skipsTurn,
  sourceRecord,
} from '../../src/live/reconciler/source-record.ts';
import { callBudget } from '../../src/live/scheduler/call-budget.ts';
import { createScheduler } from '../../src/live/scheduler/scheduler.ts';
import { type VirtualClock, virtualClock } from '../../test/support/virtual-clock.ts';
import { seededRandom } from './live-world.ts';

/** One account, region and service: what one budget of calls reads. */
export interface ScanWorld {
  readonly sessions: number;
  /** `GATEWAY_LIVE_CALLS_PER_SECOND`. */
  readonly callsPerSecond: number;
}

/** Figures of the time after the first scan. */
export interface ScanFigures {
  /** AWS calls that each session list takes once: a list has at least one page. */
  readonly callsPerScan: number;
  readonly callsPerSecond: number;
  /** Time until every source was read once. Milliseconds. */
  readonly firstScanMs: number;
  /** Median age of the sources, and the highest age that any of them reached. Milliseconds. */
  readonly medianAgeMs: number;
  readonly oldestAgeMs: number;
}

/** Sessions of a fleet, and fleets of a location at most: beyond these, fleets are larger. */
const FLEET = 500;
const MAX_FLEETS = 1_000;
/** AppStream lists each association by authentication type: one is in use, the others are empty. */
const EMPTY_LISTS = 3;
const PAGE = 50;
/** Fleets that one DescribeFleets lists. */
const FLEETS_PER_CALL = 100;
/** AWS's answer. Milliseconds. */
const LATENCY_MS = 100;
const MAX_AGE_MS = 60_000;
/** Changes of a session in a second: it lasts four hours, and is disconnected and connected again once. A quarter are ends. */
export const CHANGES_PER_SESSION = 4 / (4 * 3_600);
const ENDS_AMONG_CHANGES = 0.25;
/** Times at which ages are read after the first scan. */
const SAMPLES = 200;
const SHORTEST_WINDOW_MS = 300_000;
/** Scans of everything that the window has room for. */
const SCANS = 2;

const LOCATION = { accountId: '111111111111', region: 'eu-west-1' };
const PARTITION = { ...LOCATION, service: 'appstream' };
const METADATA = { service: 'APPSTREAM', location: LOCATION, label: 'fleet' } as const;
const NODE = { key: 'fleet', children: async () => [] };

/** Calls that read all session lists of one location once. */
export function callsOfScan(sessions: number): number {
  const fleets = fleetsOf(sessions);
  return fleets * (Math.ceil(sessions / fleets / PAGE) + EMPTY_LISTS);
}

/** Longest interval of a source in which nothing changes: two thirds of `GATEWAY_LIVE_MAX_AGE_S`. */
const LONGEST_INTERVAL_MS = (MAX_AGE_MS * 2) / 3;
/** Time for which a call occupies its slot of the budget. Milliseconds. */
const SLOT_MS = 1_005 + LATENCY_MS;

/**
 * Highest age of a source: that of a quiet one, or, where the budget is too small for that, two turns of all lists, because sessions
 * that end are looked for a second time. Milliseconds.
 */
export function oldestByFormula(callsPerScan: number, callsPerSecond: number): number {
  return Math.max(LONGEST_INTERVAL_MS, (2 * callsPerScan * SLOT_MS) / callsPerSecond);
}

function fleetsOf(sessions: number): number {
  return Math.min(MAX_FLEETS, Math.max(1, Math.ceil(sessions / FLEET)));
}

/**
 * Scans one location in virtual time, with the scheduler, the budget of calls, the intervals and the resting lists of the live
 * index. AWS answers after `LATENCY_MS`; sessions change at random, and those that end are looked for by a second scan at once.
 */
export async function simulateScans({ sessions, callsPerSecond }: ScanWorld): Promise<ScanFigures> {
  const clock = virtualClock();
  const calls = countedCalls(clock, callsPerSecond);
  // As `createReconciler` has it.
  const scheduler = createScheduler(clock, Math.min(10, Math.max(4, Math.ceil(callsPerSecond / 4))));
  const records = Array.from({ length: fleetsOf(sessions) }, (_, number) => newRecord(number));
  const pages = Math.ceil(sessions / records.length / PAGE);
  const random = seededRandom(7);
  const chance = (expected: number) => random(1e9) / 1e9 < 1 - Math.exp(-expected);
  for (const record of records) {
    let readTick = 0;
    const run = async () => {
      const isConfirming = record.confirm !== null;
      const startedTick = clock.now();
      await readLists(record);
      record.confirm = null;
      const changes = ((startedTick - readTick) / 1_000) * CHANGES_PER_SESSION * (sessions / records.length);
      readTick = startedTick;
      const hasEnded = chance(changes * ENDS_AMONG_CHANGES);
      record.intervalMs = nextInterval(record.intervalMs, hasEnded || chance(changes), MAX_AGE_MS);
      if (hasEnded && !isConfirming) {
        record.confirm = new Set(['used']);
        scheduler.expedite(record.id, 'missing');
      }
      return record.intervalMs;
    };
    scheduler.add(record.id, { partition: 'p', run });
  }
  scheduler.add('discovery', { partition: 'p', run: discovery() });

  async function readLists(record: SourceRecord): Promise<void> {
    for (const [key, list] of record.lists) {
      const isUsed = key === 'used';
      const rests = record.confirm ? !isUsed : skipsTurn(record, list, clock.now());
      await readList(list, { rests, calls: isUsed ? pages : 1, isEmpty: !isUsed });
    }
  }

  async function readList(list: ListRecord, how: { rests: boolean; calls: number; isEmpty: boolean }): Promise<void> {
    if (how.rests) {
      list.skipped += 1;
      return;
    }
    const startedTick = clock.now();
    for (let page = 0; page < how.calls; page += 1) await calls.call();
    list.skipped = 0;
    list.emptyScans = how.isEmpty ? list.emptyScans + 1 : 0;
    list.scannedTick = startedTick;
    list.scannedAt = startedTick;
  }

  /** Lists fleets, and the associations of those whose turn it is. */
  function discovery(): () => Promise<number> {
    const fleets = records.length;
    let groupsTick = -Infinity;
    return async () => {
      const top = Math.ceil(fleets / FLEETS_PER_CALL);
      const isDue = clock.now() - groupsTick >= groupInterval(fleets, callsPerSecond);
      if (isDue) groupsTick = clock.now();
      for (let call = 0; call < top + (isDue ? fleets : 0); call += 1) await calls.call();
      return discoveryInterval(top, callsPerSecond);
    };
  }

  scheduler.resume();
  const firstScanMs = await untilScanned(clock, records, (1_000 * callsOfScan(sessions)) / callsPerSecond);
  const windowMs = Math.max(SHORTEST_WINDOW_MS, (1_000 * SCANS * callsOfScan(sessions)) / callsPerSecond);
  const callsBefore = calls.count;
  const ages = await sampleAges(clock, records, windowMs);
  scheduler.pause();
  return {
    callsPerScan: callsOfScan(sessions),
    callsPerSecond: (calls.count - callsBefore) / (windowMs / 1_000),
    firstScanMs,
    ...ages,
  };
}

/** Calls of AWS that wait for their turn in the budget. */
function countedCalls(clock: VirtualClock, callsPerSecond: number) {
  const budget = callBudget({ callsPerSecond, clock, learnedRate: () => Infinity });
  const { signal } = new AbortController();
  return {
    count: 0,
    async call(): Promise<void> {
      const release = await budget.acquire(PARTITION, signal);
      this.count += 1;
      await new Promise<void>((resolve) => void clock.schedule(resolve, LATENCY_MS));
      release();
    },
  };
}

function newRecord(number: number): SourceRecord {
  const record = sourceRecord(['p', `fleet-${number}`], 'p', { node: NODE, metadata: METADATA }, MIN_INTERVAL_MS);
  const empty = Array.from({ length: EMPTY_LISTS }, (_, index) => `empty-${index}`);
  for (const key of ['used', ...empty]) {
    record.lists.set(key, { emptyScans: 0, skipped: 0, scannedAt: null, scannedTick: -Infinity });
  }
  return record;
}

/** Lets time pass until each source was read. @returns that time in milliseconds, to a hundredth of `expectedMs` */
async function untilScanned(
  clock: VirtualClock,
  records: readonly SourceRecord[],
  expectedMs: number,
): Promise<number> {
  const step = Math.max(1_000, expectedMs / 100);
  while (records.some((record) => ageOf(record, clock.now()) === null)) await clock.run(clock.now() + step);
  return clock.now();
}

async function sampleAges(clock: VirtualClock, records: readonly SourceRecord[], windowMs: number) {
  const ages: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    await clock.run(clock.now() + windowMs / SAMPLES);
    for (const record of records) ages.push(ageOf(record, clock.now()) ?? Number.NaN);
  }
  ages.sort((one, other) => one - other);
  return { medianAgeMs: ages[ages.length >> 1] ?? Number.NaN, oldestAgeMs: ages.at(-1) ?? Number.NaN };
}
