import { type Cluster, until } from './cluster.ts';
import type { Disruption } from './disruptions.ts';
import type { GatewayProcess } from './gateway-process.ts';

/** Services in which sessions start and end: the replica that reads one of them is lost. */
const SERVICES = ['SSM', 'APPSTREAM'];

export interface Turn {
  readonly round: number;
  /** Number of rounds of the same kind before it. */
  readonly turn: number;
  readonly isHasty: boolean;
}

/** Times of a round, in milliseconds. `Infinity`: never. */
export interface RoundTimes {
  readonly failover: number;
  readonly shown: number;
  /** Each with the last lines of the logs. */
  readonly faults: readonly string[];
}

/** Runs one round: all show the same before, and again after it. */
export async function disturb(
  cluster: Cluster,
  disruption: Disruption,
  { round, turn, isHasty }: Turn,
): Promise<RoundTimes> {
  const faults: string[] = [];
  const service = SERVICES[round % SERVICES.length] as string;
  const before = cluster.gateways;
  const note = (fault: string) => {
    const logs = [...new Set([...before, ...cluster.gateways])].flatMap(({ url, lines }) => [url, ...lines]);
    faults.push([fault, ...logs].join('\n  '));
  };
  if (!(await until(cluster.isShared))) note('the replicas do not share the units');
  const reader = () => cluster.gateways.find((each) => each.reads(service));
  if (!(await until(() => reader() !== undefined))) throw new Error(`no replica reads ${service}`);
  const replica = reader() as GatewayProcess;
  cluster.follower.move(replica.url);
  const holder = await cluster.holderOf(service);
  const { survivors, recover } = await disruption.lose(cluster, replica, turn);
  const since = performance.now();
  cluster.change();
  const timeUntil = async (isTrue: () => Promise<boolean>) =>
    (await until(isTrue)) ? performance.now() - since : Infinity;
  const lost = survivors.includes(replica) ? null : holder;
  if (lost !== null && isHasty) await cluster.expire(lost);
  const failover = await timeUntil(() => cluster.isHeldWithout(lost));
  if (failover === Infinity) note('no failover');
  const shown = await timeUntil(() => cluster.isShownBy(survivors));
  if (shown === Infinity) note('what has happened is not shown');
  await recover();
  if (!(await until(() => cluster.isShownBy(cluster.gateways)))) note('a replica does not catch up');
  const expected = cluster.happened.length - cluster.before;
  if (!(await until(() => cluster.follower.events.length >= expected))) note('the client does not catch up');
  return { failover, shown, faults };
}
