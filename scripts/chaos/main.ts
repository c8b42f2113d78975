import process from 'node:process';
import { parseArgs } from 'node:util';
import { type ChaosReport, chaosRounds } from './chaos-rounds.ts';
import { DISRUPTIONS } from './disruptions.ts';

/**
 * Disrupts replicas in several ways, side by side, each with a PostgreSQL server of its own, and checks that nothing is lost, doubled or
 * invented, that a replica without its lease writes nothing, and that others take over within 20 s.
 *
 * Usage: npm run chaos                                          3 rounds of each kind
 *        npm run chaos -- --rounds 50 --minutes 20              50 rounds of each, as far as they begin in 20 minutes
 *        npm run chaos -- 'kill -9' 'network cut'               some kinds
 */
const FAILOVER_MS = 20_000;

const { values, positionals: named } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, minutes: { type: 'string', default: '20' } },
  allowPositionals: true,
});
const kinds = named.length > 0 ? named : Object.keys(DISRUPTIONS);
const unknown = kinds.filter((kind) => !(kind in DISRUPTIONS));
if (unknown.length > 0) throw new Error(`${unknown.join()} is none of: ${Object.keys(DISRUPTIONS).join(', ')}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const onFault = (fault: string) => void process.stdout.write(`${fault}\n`);
const options = { rounds: Number(values.rounds), minutes: Number(values.minutes), onFault };
const COLUMNS = ['disruption', 'rounds', 'failover', 'shown', 'resumed', 'rejected', 'fenced writes', 'faults'];
process.stdout.write(`${rowOf(COLUMNS)}\n${rowOf(COLUMNS.map(() => '---'))}\n`);
const reports = await Promise.all(
  kinds.map(async (kind) => {
    const report = await chaosRounds(kind, options);
    process.stdout.write(`${lineOf(report)}\n`);
    return report;
  }),
);
const late = reports.filter(({ failovers }) => Math.max(...failovers) > FAILOVER_MS);
for (const { kind } of late) process.stdout.write(`${kind}: a failover took longer than 20 s\n`);
process.exitCode = late.length > 0 || reports.some(({ faults }) => faults.length > 0) ? 1 : 0;

function lineOf(report: ChaosReport): string {
  const { kind, failovers, shown, resumed, rejected, fencedWrites, faults } = report;
  return rowOf([
    kind,
    failovers.length,
    times(failovers),
    times(shown),
    resumed,
    rejected,
    fencedWrites,
    faults.length,
  ]);
}

function rowOf(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Median and maximum, in seconds. */
function times(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  const seconds = (at: number) => `${((sorted[at] ?? 0) / 1_000).toFixed(1)} s`;
  return `${seconds(sorted.length >> 1)}, at most ${seconds(sorted.length - 1)}`;
}
