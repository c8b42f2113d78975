import type { SessionMaker } from './new-sessions.ts';
import type { Random } from './random.ts';
import { uneven } from './seed-sessions.ts';
import { minute, past, type SimulatedUser, second, untilAtMost } from './simulated-user.ts';
import type { LocationState, PoolSession } from './state.ts';

export interface PoolSimulation {
  readonly location: LocationState;
  readonly random: Random;
  readonly maker: SessionMaker;
  /** Marks the counters of this pool as stale. */
  touch(poolId: string): void;
}

/** Simulates a user: CONNECTED ⇄ NOT_CONNECTED → removed → next session, CONNECTED. */
export function poolUser({ location, random, maker, touch }: PoolSimulation, first: PoolSession): SimulatedUser {
  let session: PoolSession | undefined = first;

  function begin(at: number): number {
    const running = [...location.pools.values()].filter((pool) => pool.State === 'RUNNING');
    if (running.length === 0) return minute;
    session = maker.pool(uneven(running, random), at);
    touch(session.PoolId);
    location.poolSessions.add(session);
    return connect(session, at);
  }

  function connect(current: PoolSession, at: number): number {
    current.ConnectionState = 'CONNECTED';
    return untilAtMost(at, random.between(2 * minute, 30 * minute), current.ExpirationTime);
  }

  function leave(current: PoolSession): number {
    location.poolSessions.delete(current.SessionId);
    session = undefined;
    return random.between(10, 90) * second;
  }

  function proceed(current: PoolSession, at: number): number {
    if (past(current.ExpirationTime, at)) return leave(current);
    if (current.ConnectionState === 'NOT_CONNECTED') return random.chance(0.5) ? connect(current, at) : leave(current);
    if (random.chance(0.4)) return leave(current);
    current.ConnectionState = 'NOT_CONNECTED';
    return untilAtMost(at, random.between(minute, 10 * minute), current.ExpirationTime);
  }

  return {
    session: () => session && { service: 'workspaces', id: session.SessionId, status: session.ConnectionState ?? '' },
    advance(at) {
      if (!session) return begin(at);
      touch(session.PoolId);
      // An operation, or the stop of its pool, may have removed it.
      return location.poolSessions.get(session.SessionId) === session ? proceed(session, at) : leave(session);
    },
    renew(at) {
      if (!session || !past(session.ExpirationTime, at)) return;
      touch(session.PoolId);
      leave(session);
      begin(at);
    },
  };
}
