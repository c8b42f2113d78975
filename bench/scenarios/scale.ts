import { execFile } from 'node:child_process';
import process from 'node:process';
import { promisify } from 'node:util';
import type { Row } from '../support/figures.ts';
import { CHANGES_PER_SESSION, oldestByFormula, type ScanFigures, simulateScans } from '../support/scan-simulation.ts';
import { type StoreCost, storeCost } from '../support/store-cost.ts';

/** Sessions of one account, region and service. */
const LOCATIONS = [100, 1_000, 10_000, 100_000, 1_000_000];
const RATES = [1, 2, 10, 50];
/** One location that takes longer to simulate than all others together, at the highest rate only. */
const LARGEST = { sessions: 10_000_000, callsPerSecond: 50 };
const WORLDS = [
  ...LOCATIONS.flatMap((sessions) => RATES.map((callsPerSecond) => ({ sessions, callsPerSecond }))),
  LARGEST,
];
/** Sizes at which memory is measured; larger ones follow from the difference. */
const MEASURED = [20_000, 100_000] as const;
const EXTRAPOLATED = [1_000_000, 10_000_000];
const MEGABYTE = 1e6;

const row = { scenario: 'scale' };

/** Growth of the parts: scans in virtual time, an index in processes of its own, changes in a PostgreSQL server of its own. */
export async function scale(): Promise<Row[]> {
  const [memory, cost, scans] = await Promise.all([memoryRows(), storeCost(), scanRows()]);
  if (cost === null) process.stdout.write('PostgreSQL is not installed: what changes cost in it is not measured.\n');
  return [...scans, ...memory, ...(cost === null ? [] : storeRows(cost))];
}

async function scanRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const world of WORLDS) {
    const figures = await simulateScans(world);
    const what = `${world.sessions.toLocaleString('en')} sessions, ${world.callsPerSecond} calls/s`;
    rows.push(...rowsOf(what, world.callsPerSecond, figures));
  }
  return rows;
}

function rowsOf(what: string, limit: number, figures: ScanFigures): Row[] {
  const { callsPerScan, callsPerSecond, medianAgeMs, oldestAgeMs } = figures;
  const age = { ...row, unit: 's' };
  return [
    {
      ...row,
      what: `${what}: AWS calls`,
      ours: callsPerSecond,
      reference: limit,
      against: 'the budget',
      unit: 'calls/s',
    },
    {
      ...age,
      what: `${what}: median age`,
      ours: medianAgeMs / 1_000,
      reference: callsPerScan / limit,
      against: 'calls of a scan ÷ budget',
    },
    {
      ...age,
      what: `${what}: oldest`,
      ours: oldestAgeMs / 1_000,
      reference: oldestByFormula(callsPerScan, limit) / 1_000,
      against: 'the formula',
    },
  ];
}

async function memoryRows(): Promise<Row[]> {
  const [small, large] = [await fill(MEASURED[0]), await fill(MEASURED[1])];
  const bytesPerSession = (large.bytes - small.bytes) / (MEASURED[1] - MEASURED[0]);
  const against = `${MEASURED[0].toLocaleString('en')} sessions`;
  const figure = { ...row, against, reference: small.bytes / MEGABYTE, unit: 'MB' };
  return [
    { ...figure, what: 'index of 100,000 sessions', ours: large.bytes / MEGABYTE },
    ...EXTRAPOLATED.map((sessions) => ({
      ...figure,
      what: `index of ${sessions.toLocaleString('en')}, extrapolated`,
      ours: (small.bytes + bytesPerSession * (sessions - MEASURED[0])) / MEGABYTE,
    })),
    {
      ...row,
      what: 'index of 100,000: filling it',
      ours: large.cpuMs,
      reference: small.cpuMs,
      against,
      unit: 'ms CPU',
    },
  ];
}

async function fill(sessions: number): Promise<{ readonly bytes: number; readonly cpuMs: number }> {
  const script = new URL('../servers/index-memory.ts', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(sessions)]);
  return JSON.parse(stdout);
}

function storeRows(cost: StoreCost): Row[] {
  const changes = 100_000 * CHANGES_PER_SESSION;
  return [
    {
      ...row,
      what: 'PostgreSQL: statements of a commit of 200',
      ours: cost.statementsPerCommit,
      reference: 200,
      against: 'one for each change',
      unit: 'statements',
    },
    {
      ...row,
      what: 'PostgreSQL: write-ahead log of a change',
      ours: cost.walBytesPerChange,
      reference: cost.bytesPerChange,
      against: 'tables and indexes',
      unit: 'bytes',
    },
    {
      ...row,
      what: 'PostgreSQL: changes a second, one writer',
      ours: cost.changesPerSecond,
      reference: changes,
      against: 'those of 100,000 sessions',
      unit: 'changes/s',
    },
  ];
}
