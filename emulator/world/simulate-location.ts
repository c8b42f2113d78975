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
import { minute, type SimulatedUser, second } from './simulated-user.ts';
import type { LocationState, SsmSession } from './state.ts';
import type { WorldUser } from './users.ts';

/** The simulation of one account and region. */
export interface LocationSimulation {
  /** Plays what is due until now, at most so many events. */
  live(now: number, mostEvents: number): void;
}

/** Room for the history of a small world to grow; AWS's own bound, 30 days, is too long for a busy demonstration. */
const historyRoom = 500;

/** @param now the moment that the sessions of the location are as they are */
export function createLocationSimulation(
  location: LocationState,
  users: readonly WorldUser[],
  random: Random,
  now: number,
): LocationSimulation {
  const queue = createEventQueue<SimulatedUser>();
  const maker = createSessionMaker(location, random, users);
  const touchedFleets = new Set<string>();
  const touchedPools = new Set<string>();
  let begun: SsmSession[] = [];
  let pairs: readonly Pair[] | undefined;

  const surroundings = { location, random, maker, begin: (session: SsmSession) => begun.push(session) };
  const simulatedUsers: SimulatedUser[] = [
    ...usersFor(location.appStreamSessions.values(), (session) =>
      appStreamUser(
        {
          ...surroundings,
          pairs: () => {
            pairs ??= runningPairs(location);
            return pairs;
          },
          touch: (fleetName) => touchedFleets.add(fleetName),
        },
        session,
      ),
    ),
    ...usersFor(
      [...location.ssmSessions.values()].filter((session) => !session.EndDate),
      (session) => ssmUser(surroundings, session),
    ),
    ...usersFor(location.poolSessions.values(), (session) =>
      poolUser({ ...surroundings, touch: (poolId) => touchedPools.add(poolId) }, session),
    ),
    ...usersFor(location.nodes.values(), (node) => simulatedNode(node, random)),
  ];
  const mostHistory = 2 * location.ssmSessions.size + historyRoom;
  // Each is somewhere within its present stage, so the first events spread over the first minutes.
  for (const simulatedUser of simulatedUsers) queue.add(now + random.between(1, 10 * minute), simulatedUser);
  const workspaces = usersFor(location.workspaces.values(), (workspace) => workspaceUser(location, workspace));
  for (const [index, simulatedUser] of workspaces.entries()) queue.add(now + (index % 120) * second, simulatedUser);
  simulatedUsers.push(...workspaces);

  function playUntil(end: number, most: number): number {
    for (let played = 0; played < most; played += 1) {
      const due = queue.takeDue(end);
      if (!due) return played;
      queue.add(due.at + due.event.advance(due.at), due.event);
    }
    return most;
  }

  function settle(end: number): void {
    if (begun.length > 0) renewSsmSessions(location, begun.reverse(), mostHistory, end);
    begun = [];
    for (const name of touchedFleets) {
      const fleet = location.fleets.get(name);
      if (fleet) growFleet(location, fleet);
    }
    for (const id of touchedPools) {
      const pool = location.pools.get(id);
      if (pool) recountPool(location, pool);
    }
    touchedFleets.clear();
    touchedPools.clear();
  }

  return {
    live(end, mostEvents) {
      // An operation since the last step may have changed which fleets run and whom they serve.
      pairs = undefined;
      let left = mostEvents;
      for (let change = nextChange(location, end); change; change = nextChange(location, end)) {
        left -= playUntil(change.at, left);
        completeChange(location, change.key);
        pairs = undefined;
      }
      if (playUntil(end, left) === left && queue.skipTo(end))
        for (const simulatedUser of simulatedUsers) simulatedUser.renew(end);
      settle(end);
    },
  };
}

function usersFor<Item>(items: Iterable<Item>, seatOf: (item: Item) => SimulatedUser): SimulatedUser[] {
  return Array.from(items, seatOf);
}
