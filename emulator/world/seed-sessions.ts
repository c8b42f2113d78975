import { growFleet, recountPool } from './capacity.ts';
import type { SessionMaker } from './new-sessions.ts';
import type { Random } from './random.ts';
import type {
  AppStreamFleet,
  AppStreamSession,
  LocationState,
  PoolSession,
  SsmSession,
  WorkspacesPool,
} from './state.ts';
import { addSsmSessions } from './world.ts';

const minute = 60_000;
/** F-37 */
const thirtyDays = 30 * 24 * 60 * minute;

/** Adds sessions: 50 % AppStream, 20 % pools, 30 % SSM. SSM also gets the share of a service without a running fleet or pool. */
export function seedSessions(
  location: LocationState,
  random: Random,
  maker: SessionMaker,
  count: number,
  now: number,
): void {
  const pairs = runningPairs(location);
  const pools = [...location.pools.values()].filter((pool) => pool.State === 'RUNNING');
  const appStream = pairs.length > 0 ? Math.round(count * 0.5) : 0;
  const pool = pools.length > 0 ? Math.round(count * 0.2) : 0;
  for (let left = appStream; left > 0; left -= 1) {
    const pair = uneven(pairs, random);
    location.appStreamSessions.add(appStreamSession(maker, pair.stackName, pair.fleet, random, now));
  }
  for (let left = pool; left > 0; left -= 1) {
    location.poolSessions.add(poolSession(maker, uneven(pools, random), random, now));
  }
  const ssm = Array.from({ length: count - appStream - pool }, () => ssmSession(maker, random, now));
  addSsmSessions(
    location,
    ssm.sort((a, b) => startOf(b) - startOf(a)),
  );
  for (const fleet of location.fleets.values()) growFleet(location, fleet);
  for (const each of location.pools.values()) recountPool(location, each);
}

/** A stack and an associated, running fleet. */
export interface Pair {
  readonly stackName: string;
  readonly fleet: AppStreamFleet;
}

export function runningPairs(location: LocationState): Pair[] {
  return [...location.associations].flatMap(([stackName, fleetNames]) =>
    [...fleetNames].flatMap((name) => {
      const fleet = location.fleets.get(name);
      return fleet?.State === 'RUNNING' ? [{ stackName, fleet }] : [];
    }),
  );
}

/** Picks an item, the first ones much more often, so that some lists have many pages and others one. */
export function uneven<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(items.length * random.next() ** 2)] as Item;
}

function startOf(session: SsmSession): number {
  return session.StartDate?.getTime() ?? 0;
}

/** 6 % PENDING, 60 % CONNECTED, 26 % NOT_CONNECTED, 8 % EXPIRED. */
function appStreamSession(
  maker: SessionMaker,
  stackName: string,
  fleet: AppStreamFleet,
  random: Random,
  now: number,
): AppStreamSession {
  const fate = random.next();
  if (fate < 0.06) return maker.appStream(stackName, fleet, now - random.between(1, 90) * 1000);
  const longest = (fleet.MaxUserDurationInSeconds ?? 0) / 60;
  const session = maker.appStream(stackName, fleet, now - random.between(2, Math.max(3, longest / 2)) * minute);
  maker.assignInstance(session, fleet);
  if (fate >= 0.66) session.ConnectionState = 'NOT_CONNECTED';
  if (fate >= 0.92) session.State = 'EXPIRED';
  return session;
}

function poolSession(maker: SessionMaker, pool: WorkspacesPool, random: Random, now: number): PoolSession {
  const longest = (pool.TimeoutSettings?.MaxUserDurationInSeconds ?? 0) / 60;
  const session = maker.pool(pool, now - random.between(1, Math.max(3, longest / 2)) * minute);
  if (random.chance(0.25)) session.ConnectionState = 'NOT_CONNECTED';
  return session;
}

/** 40 % active; the others ended within the 30 days that AWS keeps (F-37). */
function ssmSession(maker: SessionMaker, random: Random, now: number): SsmSession {
  if (random.chance(0.4)) return activeSsmSession(maker, random, now);
  const start = now - random.between(2 * 60 * minute, thirtyDays - 1);
  const session = maker.ssm(start);
  session.Status = random.chance(0.95) ? 'Terminated' : 'Failed';
  session.EndDate = new Date(start + random.between(1, 110) * minute);
  return session;
}

function activeSsmSession(maker: SessionMaker, random: Random, now: number): SsmSession {
  const fate = random.next();
  if (fate < 0.06) return maker.ssm(now - random.between(1, 20) * 1000);
  // Less than the shortest MaxSessionDuration of the seed, 20 minutes.
  const session = maker.ssm(now - random.between(1, 19) * minute);
  session.Status = fate < 0.9 ? 'Connected' : fate < 0.97 ? 'Disconnected' : 'Terminating';
  return session;
}
