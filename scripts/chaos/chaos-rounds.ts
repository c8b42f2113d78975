import { checkTables } from '../store/check-tables.ts';
import { wrongEvents } from './audit.ts';
import { type Cluster, startCluster, until } from './cluster.ts';
import { DISRUPTIONS, type Disruption, startServer } from './disruptions.ts';
import type { GatewayProcess } from './gateway-process.ts';

export interface ChaosReport {
  readonly kind: string;
  /** Milliseconds from the loss until the others held all leases, per round. */
  readonly failovers: readonly number[];
  /** Milliseconds from the loss until the others showed what had happened meanwhile, per round. */
  readonly shown: readonly number[];
  /** Commits that the database has rejected because their lease was lost. */
  readonly rejected: number;
  /** Commits of a process without the lease. */
  readonly fencedWrites: number;
  /** Number of times that the client has resumed. */
  readonly resumed: number;
  readonly faults: readonly string[];
}

/** Services in which sessions start and end: the replica that reads one of them is lost. */
const SERVICES = ['SSM', 'APPSTREAM'];

/**
 * Disrupts three gateways over one database, round after round, while sessions start and end. Afterwards the change log, and a client
 * that has followed it, have exactly what happened, once each.
 *
 * @param kind of `DISRUPTIONS`
 * @param onFault called at once, beside the report
 */
export async function chaosRounds(
  kind: string,
  { rounds, replicas = 3, minutes = Infinity, isHasty = false, onFault = () => {} }: ChaosOptions,
): Promise<ChaosReport> {
  const server = await startServer();
  const disruption = (await DISRUPTIONS[kind]?.(server)) as Disruption;
  const cluster = await startCluster({ replicas, urlOf: disruption.urlOf }, server);
  const [failovers, shown, faults]: [number[], number[], string[]] = [[], [], []];
  const all = new Set<GatewayProcess>(cluster.gateways);
  const report = (fault: string) => {
    faults.push(fault);
    onFault(`${kind}: ${fault}`);
  };
  try {
    const endsAt = performance.now() + minutes * 60_000;
    for (let round = 0; round < rounds && performance.now() < endsAt; round += 1) {
      const times = await disturb(cluster, disruption, { round, isHasty });
      for (const gateway of cluster.gateways) all.add(gateway);
      failovers.push(times.failover ?? Infinity);
      shown.push(times.shown ?? Infinity);
      for (const fault of [...times.faults, ...(await cluster.audit.read())]) report(`round ${round + 1}: ${fault}`);
    }
    for (const fault of await verdict(cluster)) report(fault);
    const rejected = [...all].reduce((sum, { fenced }) => sum + fenced, 0);
    const fencedWrites = await cluster.audit.fencedWrites();
    if (fencedWrites > 0) report(`${fencedWrites} changes were committed without the lease`);
    return { kind, failovers, shown, rejected, fencedWrites, resumed: cluster.follower.resumed, faults };
  } finally {
    await cluster.close();
    await disruption.close();
    await server.close();
  }
}

export interface ChaosOptions {
  readonly rounds: number;
  readonly replicas?: number;
  /** True if leases of a replica that is lost need not be waited for. */
  readonly isHasty?: boolean;
  /** Time after which no round begins. */
  readonly minutes?: number;
  readonly onFault?: (fault: string) => void;
}

/** Runs one round: all show the same before, and again after it. */
async function disturb(
  cluster: Cluster,
  disruption: Disruption,
  { round, isHasty }: { readonly round: number; readonly isHasty: boolean },
) {
  const faults: string[] = [];
  const service = SERVICES[round % SERVICES.length] as string;
  if ((await until(cluster.isShared)) === null) faults.push('the replicas do not share the units');
  const reader = () => cluster.gateways.find((each) => each.reads(service));
  if ((await until(() => reader() !== undefined)) === null) throw new Error(`no replica reads ${service}`);
  const replica = reader() as GatewayProcess;
  cluster.follower.move(replica.url);
  const holder = await cluster.holderOf(service);
  const { survivors, recover } = await disruption.lose(cluster, replica, round);
  const since = performance.now();
  cluster.change();
  const note = (fault: string) => {
    const logs = [...new Set([...cluster.gateways, replica])].flatMap(({ url, lines }) => [url, ...lines]);
    faults.push([fault, ...logs].join('\n  '));
  };
  const elapsed = (isTrue: number | null) => (isTrue === null ? null : performance.now() - since);
  const lost = survivors.includes(replica) ? null : holder;
  if (lost !== null && isHasty) await cluster.expire(lost);
  const failover = elapsed(await until(() => cluster.isHeldWithout(lost)));
  if (failover === null) note('no failover');
  const shown = elapsed(await until(() => cluster.isShownBy(survivors)));
  if (shown === null) note('what has happened is not shown');
  await recover();
  if ((await until(() => cluster.isShownBy(cluster.gateways))) === null) note('a replica does not catch up');
  const expected = cluster.happened.length - cluster.before;
  if ((await until(() => cluster.follower.events.length >= expected)) === null) note('the client does not catch up');
  return { failover, shown, faults };
}

async function verdict({ sql, audit, follower, happened, before }: Cluster): Promise<readonly string[]> {
  return [
    ...wrongEvents('the change log', audit.changes, happened),
    ...wrongEvents('the client', follower.events, happened.slice(before)),
    ...follower.faults,
    ...(await checkTables(sql)),
  ];
}
