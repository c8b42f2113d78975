import { growFleet, recountPool } from './capacity.ts';
import { createEventQueue } from './event-queue.ts';
import { appStreamSeat } from './life-appstream.ts';
import { completeChange, nextChange } from './life-changes.ts';
import { nodeSeat } from './life-nodes.ts';
import { poolSeat } from './life-pools.ts';
import { renewSsmSessions, ssmSeat } from './life-ssm.ts';
import { workspaceSeat } from './life-workspaces.ts';
import { createSessionMaker } from './new-sessions.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import { minute, type Seat, second } from './seat.ts';
import { type Pair, runningPairs } from './seed-sessions.ts';
import type { Place, SsmSession } from './state.ts';

/** The life of one account and region. */
export interface PlaceLife {
  /** Plays what is due until now, at most so many events. */
  live(now: number, mostEvents: number): void;
}

/** Room for the history of a small world to grow; AWS's own bound, 30 days, is too long for a busy demonstration. */
const historyRoom = 500;

/** @param now the moment that the sessions of the place are as they are */
export function createPlaceLife(place: Place, people: readonly Person[], random: Random, now: number): PlaceLife {
  const queue = createEventQueue<Seat>();
  const maker = createSessionMaker(place, random, people);
  const touchedFleets = new Set<string>();
  const touchedPools = new Set<string>();
  let begun: SsmSession[] = [];
  let pairs: readonly Pair[] | undefined;

  const surroundings = { place, random, maker, begin: (session: SsmSession) => begun.push(session) };
  const seats: Seat[] = [
    ...seatsFor(place.appStreamSessions.values(), (session) =>
      appStreamSeat(
        {
          ...surroundings,
          pairs: () => {
            pairs ??= runningPairs(place);
            return pairs;
          },
          touch: (fleetName) => touchedFleets.add(fleetName),
        },
        session,
      ),
    ),
    ...seatsFor(
      [...place.ssmSessions.values()].filter((session) => !session.EndDate),
      (session) => ssmSeat(surroundings, session),
    ),
    ...seatsFor(place.poolSessions.values(), (session) =>
      poolSeat({ ...surroundings, touch: (poolId) => touchedPools.add(poolId) }, session),
    ),
    ...seatsFor(place.nodes.values(), (node) => nodeSeat(node, random)),
  ];
  const mostHistory = 2 * place.ssmSessions.size + historyRoom;
  // Each is somewhere within its present stage, so the first events spread over the first minutes.
  for (const seat of seats) queue.add(now + random.between(1, 10 * minute), seat);
  const workspaces = seatsFor(place.workspaces.values(), (workspace) => workspaceSeat(place, workspace));
  for (const [index, seat] of workspaces.entries()) queue.add(now + (index % 120) * second, seat);
  seats.push(...workspaces);

  function playUntil(end: number, most: number): number {
    for (let played = 0; played < most; played += 1) {
      const due = queue.takeDue(end);
      if (!due) return played;
      queue.add(due.at + due.event.advance(due.at), due.event);
    }
    return most;
  }

  function settle(end: number): void {
    if (begun.length > 0) renewSsmSessions(place, begun.reverse(), mostHistory, end);
    begun = [];
    for (const name of touchedFleets) {
      const fleet = place.fleets.get(name);
      if (fleet) growFleet(place, fleet);
    }
    for (const id of touchedPools) {
      const pool = place.pools.get(id);
      if (pool) recountPool(place, pool);
    }
    touchedFleets.clear();
    touchedPools.clear();
  }

  return {
    live(end, mostEvents) {
      // An operation since the last step may have changed which fleets run and whom they serve.
      pairs = undefined;
      let left = mostEvents;
      for (let change = nextChange(place, end); change; change = nextChange(place, end)) {
        left -= playUntil(change.at, left);
        completeChange(place, change.key);
        pairs = undefined;
      }
      if (playUntil(end, left) === left && queue.skipTo(end)) for (const seat of seats) seat.renew(end);
      settle(end);
    },
  };
}

function seatsFor<Item>(items: Iterable<Item>, seatOf: (item: Item) => Seat): Seat[] {
  return Array.from(items, seatOf);
}
