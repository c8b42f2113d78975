import { Counter, Gauge, type Registry } from 'prom-client';
import type { LiveSourceState } from '../../../live/live-session.ts';
import type { Live } from '../../../live/live-sessions/live.ts';
import { replicaMetrics } from './replica-metrics.ts';

const PARTITION = ['service', 'account', 'region'] as const;
type PartitionLabels = Readonly<Record<(typeof PARTITION)[number], string>>;

/**
 * Registers the metrics of live sessions, collected on scrape. Sources are summed up by service, account and region: there are
 * as many as stacks with fleets, and their names are no labels.
 */
export function liveMetrics(registry: Registry, live: Live): void {
  counters(registry, live);
  gauges(registry, live);
  replicaMetrics(registry, live);
}

/** Registers a counter for each key of a record of numbers. */
function counters(registry: Registry, { counts }: Live): void {
  function counter(name: string, help: string, label: string, read: () => Readonly<Record<string, number>>): void {
    new Counter({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      collect() {
        this.reset();
        for (const [value, amount] of Object.entries(read())) this.inc({ [label]: value }, amount);
      },
    });
  }
  counter(
    'gateway_live_scans_total',
    'Scans of sources of sessions by this process, by outcome: complete, failed, or stopped (60 s after the last look).',
    'outcome',
    () => counts.scans,
  );
  counter(
    'gateway_live_changes_total',
    'Changes of live sessions that this process has found, by kind.',
    'kind',
    () => counts.changes,
  );
  counter(
    'gateway_live_false_ends_prevented_total',
    'Sessions that a complete scan of this process lacked and the next one had (listed_again), and scans whose list moved (list_moved).',
    'guard',
    () => counts.guards,
  );
  counter(
    'gateway_live_imports_total',
    'Imports of lists of ended sessions into history, by outcome: complete or failed.',
    'outcome',
    () => counts.imports,
  );
}

function gauges(registry: Registry, live: Live): void {
  /** Reports one number for the sources of each service and location; null: none. */
  function ofPartitions(
    name: string,
    help: string,
    read: (sources: readonly LiveSourceState[]) => number | null,
  ): void {
    new Gauge({
      name,
      help,
      labelNames: PARTITION,
      registers: [registry],
      collect() {
        this.reset();
        for (const sources of Map.groupBy(live.sources(), (source) => JSON.stringify(labelsOf(source))).values()) {
          const value = read(sources);
          const [source] = sources;
          if (value !== null && source) this.set(labelsOf(source), value);
        }
      },
    });
  }
  ofPartitions(
    'gateway_live_source_age_seconds',
    'Time since the last complete scan of the oldest source; absent until each has been read once.',
    (sources) => {
      const times = sources.map(({ asOf }) => asOf);
      return times.some((time) => time === null) ? null : (Date.now() - Math.min(...times.map(Number))) / 1_000;
    },
  );
  ofPartitions('gateway_live_scan_calls', 'AWS calls that the last complete scan of each source took.', (sources) =>
    sources.reduce((sum, { callsPerScan }) => sum + (callsPerScan ?? 0), 0),
  );
  ofPartitions(
    'gateway_live_sources_unavailable',
    'Sources that are not up to date: stale, failed or not read yet.',
    (sources) => sources.filter(({ status }) => status !== 'UP_TO_DATE').length,
  );
  new Gauge({
    name: 'gateway_live_sessions',
    help: 'Sessions in the live index, those that other processes of the same store have found included.',
    registers: [registry],
    collect() {
      this.set(live.index.size);
    },
  });
}

function labelsOf({ service, location: { accountId, region } }: LiveSourceState): PartitionLabels {
  return { service, account: accountId ?? '', region };
}
