import type { LiveSession } from '../live-session.ts';
import { toDatedJson } from './dated-json.ts';

/** Members that another object has with another value, and those that it lacks. */
interface Difference {
  readonly set: Readonly<Record<string, unknown>>;
  readonly absent: readonly string[];
}

/** State of a session before a change: its own members, those of AWS's shape, and the common ones. */
export interface SessionDifference {
  readonly members: Difference;
  readonly session: Difference;
  readonly view: Difference;
}

/** Returns what is to be changed of a session to get the one before; far shorter than the one before. */
export function sessionDifference(after: LiveSession, before: LiveSession): SessionDifference {
  const { session, view, ...members } = before;
  const { session: sessionAfter, view: viewAfter, ...membersAfter } = after;
  return {
    members: difference(membersAfter, members),
    session: difference(sessionAfter, session),
    view: difference(viewAfter, view),
  };
}

/** Returns the session before a change. */
export function sessionBefore(after: LiveSession, { members, session, view }: SessionDifference): LiveSession {
  return {
    ...patched(after, members),
    session: patched(after.session, session),
    view: patched(after.view, view),
  };
}

function difference(after: object, before: object): Difference {
  const known = after as Record<string, unknown>;
  const changed = Object.entries(before).filter(([name, value]) => !isSame(known[name], value));
  return { set: Object.fromEntries(changed), absent: Object.keys(after).filter((name) => !(name in before)) };
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || toDatedJson({ one }) === toDatedJson({ one: other });
}

function patched<Value extends object>(after: Value, { set, absent }: Difference): Value {
  const kept = Object.entries(after).filter(([name]) => !absent.includes(name));
  return { ...Object.fromEntries(kept), ...set } as Value;
}
