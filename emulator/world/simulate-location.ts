import { growFleet, recountPool } from './capacity.ts';
import { createEventQueue } from './event-queue.ts';
import { createSessionMaker } from './new-sessions.ts';
import type { Random } from './random.ts';
import { type Pair, runningPairs } from './seed-sessions.ts';
import { appStreamUser } from './simulate-appstream.ts';
import { completeChange, nextChange } from './simulate-changes.ts';
import { simulatedNode } from './simulate-nodes.ts';
import { poolUser } from './simulate-pools.ts';
import { renewSsmSessions, ssmUser } from './simulate-ssm.ts';
import { workspaceUser } from './simulate-workspaces.ts';
import { changesBetween, type SimulatedChange } from './simulated-change.ts';
import { minute, type SimulatedSession, type SimulatedUser, second } from './simulated-user.ts';
import type { LocationState, SsmSession } from './state.ts';
import type { WorldUser } from './users.ts';

/** The simulation of one account and region. */
export interface LocationSimulation {
  /** Plays the events that are due by `now`, at most `mostEvents`; postpones the others. */
  advance(now: number, mostEvents: number): void;
}

/** Ended SSM sessions that a simulation adds at most; AWS's 30 days are too many for a small, busy world. */
const HISTORY_ROOM = 500;

/** Fleets, pools and SSM sessions that events of a step changed; applied to the location at its end. */
interface Changes {
  readonly fleets: Set<string>;
  readonly pools: Set<string>;
  begun: SsmSession[];
}

export interface LocationSimulationOptions {
  readonly random: Random;
  /** Time of the current state of the location. Milliseconds since the epoch. */
  readonly now: number;
  /** Divides all durations; see `SimulationOptions`. */
  readonly speed: number;
  readonly onChange?: ((change: SimulatedChange) => void) | undefined;
}

export function createLocationSimulation(
  location: LocationState,
  users: readonly WorldUser[],
  { random, now, speed, onChange }: LocationSimulationOptions,
): LocationSimulation {
  const queue = createEventQueue<SimulatedUser>();
  const changes: Changes = { fleets: new Set(), pools: new Set(), begun: [] };
  const mostHistory = 2 * location.ssmSessions.size + HISTORY_ROOM;
  let pairs: readonly Pair[] | undefined;
  function cachedPairs(): readonly Pair[] {
    pairs ??= runningPairs(location);
    return pairs;
  }

  const simulatedUsers = usersOfSessions(location, users, random, changes, cachedPairs);
  // Users are at a random point of their present stage, so that first events spread over the first ten minutes.
  for (const user of simulatedUsers) queue.add(now + random.between(1, 10 * minute) / speed, user);
  const workspaces = [...location.workspaces.values()].map((workspace) => workspaceUser(location, workspace, speed));
  for (const [index, user] of workspaces.entries()) queue.add(now + ((index % 120) * second) / speed, user);
  simulatedUsers.push(...workspaces);
  const report = reporter(location, onChange);
  for (const user of simulatedUsers) report(now, undefined, user);

  /** Plays events up to `end`; returns their number. */
  function playUntil(end: number, most: number): number {
    for (let played = 0; played < most; played += 1) {
      const due = queue.takeDue(end);
      if (!due) return played;
      const before = onChange && due.event.session?.();
      queue.add(due.at + due.event.advance(due.at) / speed, due.event);
      report(due.at, before, due.event);
    }
    return most;
  }

  return {
    advance(end, mostEvents) {
      // Operations since the last step may have changed fleets and associations.
      pairs = undefined;
      let left = mostEvents;
      for (let change = nextChange(location, end, speed); change; change = nextChange(location, end, speed)) {
        left -= playUntil(change.at, left);
        completeChange(location, change.key);
        pairs = undefined;
      }
      if (playUntil(end, left) === left && queue.skipTo(end)) for (const user of simulatedUsers) user.renew(end);
      applyChanges(location, changes, mostHistory, end);
    },
  };
}

/** Returns a function that reports how the session of a user differs from that before an event. */
function reporter({ accountId, region }: LocationState, onChange: LocationSimulationOptions['onChange']) {
  return (at: number, before: SimulatedSession | undefined, user: SimulatedUser): void => {
    if (!onChange) return;
    for (const change of changesBetween(before, user.session?.())) onChange({ at, accountId, region, ...change });
  };
}

/** Creates a simulated user for each session that has not ended, and for each node. */
function usersOfSessions(
  location: LocationState,
  users: readonly WorldUser[],
  random: Random,
  changes: Changes,
  pairs: () => readonly Pair[],
): SimulatedUser[] {
  const common = { location, random, maker: createSessionMaker(location, random, users) };
  const appStream = { ...common, pairs, touch: (fleetName: string) => changes.fleets.add(fleetName) };
  const ssm = { ...common, begin: (session: SsmSession) => changes.begun.push(session) };
  const pools = { ...common, touch: (poolId: string) => changes.pools.add(poolId) };
  return [
    ...Array.from(location.appStreamSessions.values(), (session) => appStreamUser(appStream, session)),
    ...[...location.ssmSessions.values()].filter((session) => !session.EndDate).map((session) => ssmUser(ssm, session)),
    ...Array.from(location.poolSessions.values(), (session) => poolUser(pools, session)),
    ...Array.from(location.nodes.values(), (node) => simulatedNode(node, random)),
  ];
}

/** Adds the new SSM sessions and updates the counters of changed fleets and pools. */
function applyChanges(location: LocationState, changes: Changes, mostHistory: number, now: number): void {
  if (changes.begun.length > 0) renewSsmSessions(location, changes.begun.reverse(), mostHistory, now);
  changes.begun = [];
  for (const name of changes.fleets) {
    const fleet = location.fleets.get(name);
    if (fleet) growFleet(location, fleet);
  }
  for (const id of changes.pools) {
    const pool = location.pools.get(id);
    if (pool) recountPool(location, pool);
  }
  changes.fleets.clear();
  changes.pools.clear();
}
