import type { SessionMaker } from './new-sessions.ts';
import type { Random } from './random.ts';
import { minute, past, type SimulatedUser, second, untilAtMost } from './simulated-user.ts';
import type { LocationState, SsmSession } from './state.ts';
import { addSsmSessions } from './world.ts';

export interface SsmSimulation {
  readonly random: Random;
  readonly maker: SessionMaker;
  /** Registers a new session; it is added to the location at the end of the step. */
  begin(session: SsmSession): void;
}

/** Simulates a user: Connecting → Connected ⇄ Disconnected → Terminating → Terminated (history) → next session, Connecting. */
export function ssmUser({ random, maker, begin }: SsmSimulation, first: SsmSession): SimulatedUser {
  let session: SsmSession | undefined = first;

  function pause(): number {
    session = undefined;
    return random.between(10, 120) * second;
  }

  function enter(current: SsmSession, status: 'Connected' | 'Disconnected', at: number): number {
    current.Status = status;
    const stay = status === 'Connected' ? random.between(5 * minute, 40 * minute) : random.between(20, 180) * second;
    return untilAtMost(at, stay, endOf(current));
  }

  function close(current: SsmSession): number {
    current.Status = 'Terminating';
    return random.between(1, 5) * second;
  }

  function proceed(current: SsmSession, at: number): number {
    if (current.Status === 'Terminating') endSsmSession(current, at);
    if (current.Status === 'Terminated' || current.Status === 'Failed') return pause();
    return past(endOf(current), at) ? close(current) : change(current, at);
  }

  function change(current: SsmSession, at: number): number {
    if (current.Status === 'Connecting') return enter(current, 'Connected', at);
    if (current.Status === 'Connected') return random.chance(0.2) ? enter(current, 'Disconnected', at) : close(current);
    return random.chance(0.5) ? enter(current, 'Connected', at) : close(current);
  }

  function enterNew(at: number): number {
    session = maker.ssm(at);
    begin(session);
    return random.between(2, 10) * second;
  }

  return {
    session: () => session && { service: 'ssm', id: session.SessionId, status: session.Status ?? '' },
    advance: (at) => (session ? proceed(session, at) : enterNew(at)),
    renew(at) {
      const end = session && endOf(session);
      if (!session || !end || !past(end, at)) return;
      if (!session.EndDate) endSsmSession(session, end.getTime());
      enterNew(at);
      proceed(session, at);
    },
  };
}

/** End of MaxSessionDuration (minutes, F-11); undefined without one. */
function endOf(session: SsmSession): Date | undefined {
  if (!session.MaxSessionDuration || !session.StartDate) return undefined;
  return new Date(session.StartDate.getTime() + Number(session.MaxSessionDuration) * minute);
}

function endSsmSession(session: SsmSession, at: number): void {
  session.Status = 'Terminated';
  session.EndDate = new Date(at);
}

/** F-37 */
const thirtyDays = 30 * 24 * 60 * minute;

/** Adds new sessions, and removes history that is older than AWS keeps or exceeds `most` sessions. */
export function renewSsmSessions(
  location: LocationState,
  newest: readonly SsmSession[],
  most: number,
  now: number,
): void {
  addSsmSessions(location, newest);
  let history = 0;
  for (const [id, { EndDate }] of location.ssmSessions) {
    if (!EndDate) continue;
    history += 1;
    if (history > most || EndDate.getTime() < now - thirtyDays) location.ssmSessions.delete(id);
  }
}
