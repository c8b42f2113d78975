import { readFile } from 'node:fs/promises';
import type { Attack } from './attack.ts';
import type { Sample } from './probe.ts';

/** Result of one attack. */
export interface Result {
  readonly attack: Attack;
  /** The worst, in milliseconds. */
  readonly health: number;
  readonly peakMb: number | null;
  /** The small query's 95th percentile before, in milliseconds. */
  readonly quiet: number;
  /** The same while it went on. */
  readonly query: number;
  /** Duration, in seconds. */
  readonly lasted: number;
  readonly outcomes: ReadonlyMap<string, number>;
  /** Reasons for which it failed; empty: the gateway held. */
  readonly faults: readonly string[];
}

/** Milliseconds. */
export const HEALTH_MS = 1_000;
const QUERY_MS = 100;
const QUERY_FACTOR = 5;

/** Memory of the container in deploy/kubernetes. Megabytes. */
export const MEMORY_MB = 1_024;

/** Time after which a request counts as unanswered. Milliseconds. */
const NONE = 10_000;

/** Time of a probe beyond that of a bare server in the same moment: the machine may be busy with something else. */
const beyondBare = (took: number | null, bare: number) => (took === null ? NONE : Math.max(0, took - bare));

export const healthOf = (samples: readonly Sample[]): number =>
  Math.max(0, ...samples.map(({ health, bare }) => beyondBare(health, bare)));

/** Nineteen of twenty looks took no longer. */
export function queryOf(samples: readonly Sample[]): number {
  const sorted = samples.map(({ query, bare }) => beyondBare(query, bare)).sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? 0;
}

export function faultsOf(
  { health, peakMb, quiet, query }: Pick<Result, 'health' | 'peakMb' | 'quiet' | 'query'>,
  ended: string | undefined,
): string[] {
  const allowed = Math.max(QUERY_MS, QUERY_FACTOR * quiet);
  return [
    ...(ended === undefined ? [] : [`the process ended (${ended})`]),
    ...(health > HEALTH_MS ? [`/health took ${spoken(health)}`] : []),
    ...(query > allowed ? [`a small query took ${spoken(query)}, ${Math.round(allowed)} ms allowed`] : []),
    ...(peakMb !== null && peakMb > MEMORY_MB ? [`${peakMb} MB resident`] : []),
  ];
}

const spoken = (milliseconds: number) => (milliseconds >= NONE ? 'more than 10 s' : `${Math.round(milliseconds)} ms`);

/** The most that was resident in the simulation of a process, in megabytes. Linux only; null elsewhere, or once it has ended. */
export async function peakMbOf(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
  return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
}

const answersOf = (outcomes: Result['outcomes']) => [...outcomes].map(([name, count]) => `${count} ${name}`).join(', ');

export function lineOf({ attack, health, peakMb, quiet, query, lasted, outcomes, faults }: Result): string {
  const figures = [
    `${lasted.toFixed(1)} s`,
    `/health ${spoken(health)}`,
    `small query ${spoken(quiet)} → ${spoken(query)}`,
    `${peakMb ?? '?'} MB`,
    answersOf(outcomes),
  ].join(' · ');
  const verdict = faults.length === 0 ? 'held  ' : 'FAILED';
  return [
    `${verdict} ${attack.line} ${attack.what}`,
    `       ${figures}`,
    ...faults.map((fault) => `       → ${fault}`),
  ].join('\n');
}

/** For docs/operating.md. */
export function markdownOf(results: readonly Result[]): string {
  return [
    '| attack | `/health`, worst | small query, p95, quiet → attacked | memory, peak | answers |',
    '| --- | --- | --- | --- | --- |',
    ...results.map(({ attack, health, quiet, query, peakMb, outcomes, faults }) => {
      const held = faults.length === 0 ? '' : ` (**fails**: ${faults.join('; ')})`;
      return `| ${attack.what}${held} | ${spoken(health)} | ${spoken(quiet)} → ${spoken(query)} | ${peakMb ?? '?'} MB | ${answersOf(outcomes)} |`;
    }),
  ].join('\n');
}
