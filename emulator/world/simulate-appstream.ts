import { countStartedSession } from './capacity.ts';
import type { SessionMaker } from './new-sessions.ts';
import type { Random } from './random.ts';
import { type Pair, uneven } from './seed-sessions.ts';
import type { SimulatedUser } from './simulated-user.ts';
import { minute, past, second, untilAtMost } from './simulated-user.ts';
import type { AppStreamSession, LocationState } from './state.ts';

export interface AppStreamSimulation {
  readonly location: LocationState;
  readonly random: Random;
  readonly maker: SessionMaker;
  /** Stacks and running fleets where sessions can start. */
  pairs(): readonly Pair[];
  /** Marks the counters of this fleet as stale. */
  touch(fleetName: string): void;
}

/** Simulates a user: PENDING → ACTIVE, CONNECTED ⇄ NOT_CONNECTED → EXPIRED → removed → next session, PENDING. */
export function appStreamUser(around: AppStreamSimulation, first: AppStreamSession): SimulatedUser {
  const { location, random, maker } = around;
  let session: AppStreamSession | undefined = first;

  function begin(at: number): number {
    const pairs = around.pairs();
    if (pairs.length === 0) return minute;
    const { stackName, fleet } = uneven(pairs, random);
    session = maker.appStream(stackName, fleet, at);
    location.appStreamSessions.add(session);
    around.touch(fleet.Name);
    return random.between(10, 60) * second;
  }

  function leave(): number {
    if (session) location.appStreamSessions.delete(session.Id);
    session = undefined;
    return random.between(10, 90) * second;
  }

  function expire(current: AppStreamSession): number {
    current.State = 'EXPIRED';
    current.ConnectionState = 'NOT_CONNECTED';
    return random.between(30, 120) * second;
  }

  function connect(current: AppStreamSession, at: number): number {
    current.ConnectionState = 'CONNECTED';
    return untilAtMost(at, random.between(2 * minute, 30 * minute), current.MaxExpirationTime);
  }

  function disconnect(current: AppStreamSession, at: number): number {
    current.ConnectionState = 'NOT_CONNECTED';
    const timeout = (location.fleets.get(current.FleetName)?.DisconnectTimeoutInSeconds ?? 900) * second;
    return untilAtMost(
      at,
      random.between(minute, Math.max(minute, Math.min(timeout, 10 * minute))),
      current.MaxExpirationTime,
    );
  }

  function proceed(current: AppStreamSession, at: number): number {
    const fleet = location.fleets.get(current.FleetName);
    if (current.State === 'EXPIRED' || !fleet) return leave();
    if (past(current.MaxExpirationTime, at)) return expire(current);
    if (current.State === 'PENDING') {
      maker.assignInstance(current, fleet);
      countStartedSession(location, fleet);
      return connect(current, at);
    }
    if (current.ConnectionState === 'CONNECTED') return random.chance(0.7) ? disconnect(current, at) : expire(current);
    return random.chance(0.5) ? connect(current, at) : expire(current);
  }

  return {
    session: () =>
      session && {
        service: 'appstream',
        id: session.Id,
        status: [session.State, session.ConnectionState].filter(Boolean).join(' '),
      },
    advance(at) {
      if (!session) return begin(at);
      around.touch(session.FleetName);
      // An operation, or the stop of its fleet, may have removed it.
      return location.appStreamSessions.get(session.Id) === session ? proceed(session, at) : leave();
    },
    renew(at) {
      if (!session || !past(session.MaxExpirationTime, at)) return;
      around.touch(session.FleetName);
      leave();
      begin(at);
      const fleet = session && location.fleets.get(session.FleetName);
      if (session && fleet) maker.assignInstance(session, fleet);
    },
  };
}
