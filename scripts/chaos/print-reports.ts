import type { ChaosReport } from './chaos-report.ts';

/** Longest failover. Milliseconds. */
export const FAILOVER_MS = 20_000;

const COLUMNS = [
  'disruption',
  'rounds',
  'failover',
  'shown',
  'resumed',
  'rejected',
  'lost',
  'doubled',
  'invented',
  'without lease',
  'faults',
];

/** Returns true if nothing was wrong, and others took over in time. */
export function isGood({ failovers, faults }: ChaosReport): boolean {
  return faults.length === 0 && failovers.every((each) => each <= FAILOVER_MS);
}

/** Describes the last round. */
export function roundLine({ kind, failovers, shown, faults }: ChaosReport, rounds: number): string {
  const [failover, all] = [failovers.at(-1) ?? Infinity, shown.at(-1) ?? Infinity];
  return `${kind}: round ${failovers.length} of ${rounds}: failover ${seconds(failover)}, shown ${seconds(all)}, ${faults.length} faults so far`;
}

/** Makes a table in Markdown, of a row for each report. */
export function table(reports: readonly ChaosReport[]): string {
  return [rowOf(COLUMNS), rowOf(COLUMNS.map(() => '---')), ...reports.map(reportRow)].join('\n');
}

function reportRow({ kind, failovers, shown, resumed, rejected, fencedWrites, ...counts }: ChaosReport): string {
  const { lost, doubled, invented, faults } = counts;
  return rowOf([
    ...[kind, failovers.length, times(failovers), times(shown), resumed, rejected],
    ...[lost, doubled, invented, fencedWrites, faults.length],
  ]);
}

function rowOf(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Median and maximum. */
function times(milliseconds: readonly number[]): string {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  const [median, longest] = [sorted[sorted.length >> 1], sorted.at(-1)];
  return median === undefined || longest === undefined ? '-' : `${seconds(median)}, at most ${seconds(longest)}`;
}

const seconds = (milliseconds: number) =>
  milliseconds === Infinity ? 'never' : `${(milliseconds / 1_000).toFixed(1)} s`;
