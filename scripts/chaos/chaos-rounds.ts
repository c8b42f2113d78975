import type { PostgresServer } from '../../test/support/postgres.ts';
import { type ChaosReport, NO_ROUNDS, verdictOn } from './chaos-report.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { DISRUPTIONS, type Disruption, startServer } from './disruptions.ts';
import { disturb } from './disturb.ts';

export interface ChaosOptions {
  readonly rounds: number;
  readonly replicas?: number;
  /** True if leases of a replica that is lost need not be waited for. */
  readonly isHasty?: boolean;
  /** Time after which no round begins. */
  readonly minutes?: number;
  /** Folder of the logs of all gateways; none is written without it. */
  readonly logs?: string;
  /** Called after each round, with the faults that are new. */
  readonly onRound?: (report: ChaosReport, faults: readonly string[]) => void;
}

/**
 * Disrupts three gateways over one database, round after round, while sessions start and end. After each round the change log, and a
 * client that has followed it, have exactly what happened, once each. An error ends the rounds, and is a fault.
 *
 * @param kinds of `DISRUPTIONS`, which take turns
 */
export async function chaosRounds(kinds: readonly string[], options: ChaosOptions): Promise<ChaosReport> {
  const { replicas = 3, minutes = Infinity, logs } = options;
  const kind = kinds.join(', ');
  const endsAt = performance.now() + minutes * 60_000;
  const server = await startServer();
  const disruptions = await openAll(kinds, server);
  try {
    const cluster = await startCluster({ replicas, urlOf: urlThrough(disruptions), logs }, server);
    try {
      return await runRounds(cluster, { kind, disruptions, endsAt }, options);
    } finally {
      await cluster.close();
    }
  } finally {
    for (const disruption of disruptions) await disruption.close();
    await server.close();
  }
}

async function openAll(kinds: readonly string[], server: PostgresServer): Promise<readonly Disruption[]> {
  const opened: Disruption[] = [];
  for (const kind of kinds) opened.push((await DISRUPTIONS[kind]?.(server)) as Disruption);
  return opened;
}

/** Returns the URL of a database through what each disruption puts in front of it: the last one is next to the database. */
function urlThrough(disruptions: readonly Disruption[]) {
  return async (url: string): Promise<string> => {
    let through = url;
    for (const disruption of disruptions.toReversed()) through = await disruption.urlOf(through);
    return through;
  };
}

async function runRounds(
  cluster: Cluster,
  {
    kind,
    disruptions,
    endsAt,
  }: { readonly kind: string; readonly disruptions: readonly Disruption[]; readonly endsAt: number },
  { rounds, isHasty = false, onRound = () => {} }: ChaosOptions,
): Promise<ChaosReport> {
  const all = new Set(cluster.gateways);
  const told = new Set<string>();
  const noted: string[] = [];
  let report: ChaosReport = { kind, ...NO_ROUNDS };
  for (let round = 0; round < rounds && performance.now() < endsAt; round += 1) {
    const disruption = disruptions[round % disruptions.length] as Disruption;
    const turn = Math.floor(round / disruptions.length);
    const times = await disturb(cluster, disruption, { round, turn, isHasty }).catch((error: Error) => error);
    for (const gateway of cluster.gateways) all.add(gateway);
    const faults = times instanceof Error ? [times.message] : times.faults;
    noted.push(...[...faults, ...(await cluster.audit.read())].map((fault) => `round ${round + 1}: ${fault}`));
    const verdict = await verdictOn(cluster);
    report = {
      ...report,
      ...verdict,
      failovers: [...report.failovers, times instanceof Error ? Infinity : times.failover],
      shown: [...report.shown, times instanceof Error ? Infinity : times.shown],
      rejected: [...all].reduce((sum, { fenced }) => sum + fenced, 0),
      resumed: cluster.follower.resumed,
      faults: [...noted, ...verdict.faults],
    };
    onRound(
      report,
      report.faults.filter((fault) => !told.has(fault)),
    );
    for (const fault of report.faults) told.add(fault);
    if (times instanceof Error) break;
  }
  return report;
}
