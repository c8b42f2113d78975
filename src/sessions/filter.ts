import { GatewayError } from '../errors/gateway-error.ts';
import { NAME } from '../services/appstream/rules.ts';
import { checkInput } from '../services/check-input.ts';
import { POOL_ID } from '../services/workspaces/rules.ts';
import type { AnySession } from './any-session.ts';
import type { UserNameOf } from './identity.ts';
import { SESSION_SERVICES, type SessionService, type SessionStatus } from './session.ts';

/** Which sessions of all; what is absent is not a condition, and all that are given must hold. */
export interface SessionFilter {
  readonly services?: readonly SessionService[];
  readonly statuses?: readonly SessionStatus[];
  /** Normalised: see `toUserName`. */
  readonly userName?: string;
  /** Inclusive, as SSM's `InvokedAfter` is: two windows that meet lose no session between them. */
  readonly startedAfter?: Date;
  /** Exclusive. */
  readonly startedBefore?: Date;
  readonly fleetNames?: readonly string[];
  readonly stackNames?: readonly string[];
  readonly poolIds?: readonly string[];
  readonly targets?: readonly string[];
  readonly regions?: readonly string[];
  readonly accountIds?: readonly string[];
  /** Whether SSM's ended sessions count, of the last 30 days. */
  readonly includeHistory: boolean;
  /** Whether whoever asks sees nobody else's, and so is not told of locations where they have none. */
  readonly isOwn?: true;
}

/** The same as a client gives it: null is as good as absent, and a name may be spelled in any way. */
export type SessionConditions = {
  readonly [Condition in Exclude<keyof SessionFilter, 'isOwn'>]?: SessionFilter[Condition] | null;
};

/** As long as an ARN may be. A name is in answers, cursors and ids as often as a client asks for it. */
const MAX_USER_NAME = 2_048;

/** @throws GatewayError BAD_USER_INPUT for a name that is longer than any that AWS gives */
export function checkUserName({ length }: string): void {
  if (length <= MAX_USER_NAME) return;
  throw new GatewayError('BAD_USER_INPUT', `\`userName\` has ${length} characters; it may have ${MAX_USER_NAME}.`);
}

/** @throws GatewayError BAD_USER_INPUT for a name that nothing can have, whatever else is asked: it costs no call */
export function toFilter(conditions: SessionConditions, userNameOf: UserNameOf): SessionFilter {
  const given = Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== null));
  const { userName, includeHistory = false, ...others } = given as Partial<SessionFilter>;
  for (const name of others.fleetNames ?? []) checkInput('fleetNames', name, NAME);
  for (const name of others.stackNames ?? []) checkInput('stackNames', name, NAME);
  for (const poolId of others.poolIds ?? []) checkInput('poolIds', poolId, POOL_ID);
  if (userName === undefined) return { ...others, includeHistory };
  checkUserName(userName);
  const name = userNameOf(userName.trim());
  if (name === null) throw new GatewayError('BAD_USER_INPUT', '`userName` is empty.');
  return { ...others, userName: name, includeHistory };
}

/** What is a condition on one service's sessions alone, and so leaves out the others'. */
const ONLY: readonly (readonly [keyof SessionFilter, SessionService])[] = [
  ['fleetNames', 'APPSTREAM'],
  ['stackNames', 'APPSTREAM'],
  ['targets', 'SSM'],
  ['poolIds', 'WORKSPACES'],
];

/** The services that a filter leaves; none where its conditions contradict each other, and then AWS need not be asked. */
export function servicesOf(filter: SessionFilter): readonly SessionService[] {
  if (isImpossible(filter)) return [];
  const left = ONLY.filter(([condition]) => filter[condition] !== undefined).map(([, service]) => service);
  return SESSION_SERVICES.filter(
    (service) => (filter.services?.includes(service) ?? true) && left.every((only) => only === service),
  );
}

function isImpossible({ startedAfter, startedBefore, ...lists }: SessionFilter): boolean {
  const isEmptyTime = startedAfter !== undefined && startedBefore !== undefined && startedAfter >= startedBefore;
  return isEmptyTime || Object.values(lists).some((list) => Array.isArray(list) && list.length === 0);
}

/**
 * Makes the predicate of a filter, which looks every value up in a set: a client may list thousands of targets, and the
 * predicate is called for every session there is. Fleets, stacks, pools and locations need no look: other lists are not read.
 *
 * @param userNameOf whose it is, normalised
 */
export function matcher(filter: SessionFilter, userNameOf: UserNameOf) {
  const { userName, startedAfter, startedBefore } = filter;
  const statuses = filter.statuses && setOf(filter.statuses);
  const targets = filter.targets && setOf(filter.targets);
  return ({ view }: AnySession): boolean =>
    (statuses?.has(view.status) ?? true) &&
    (startedAfter === undefined || (view.startedAt !== null && view.startedAt >= startedAfter)) &&
    (startedBefore === undefined || (view.startedAt !== null && view.startedAt < startedBefore)) &&
    (targets?.has(view.instanceId ?? '') ?? true) &&
    (userName === undefined || userNameOf(view.userId, view.location) === userName);
}

const sets = new WeakMap<readonly unknown[], ReadonlySet<unknown>>();

/** A variable is one list, however many fields are given it. */
function setOf<Value>(list: readonly Value[]): ReadonlySet<Value> {
  const set = (sets.get(list) as ReadonlySet<Value> | undefined) ?? new Set(list);
  sets.set(list, set);
  return set;
}

/** SSM's history holds what is over: where nothing of that kind is wanted, it need not be read. */
const OVER: readonly SessionStatus[] = ['TERMINATED', 'TERMINATING', 'FAILED', 'UNKNOWN'];

export function wantsHistory({ includeHistory, statuses }: SessionFilter): boolean {
  return includeHistory && (statuses?.some((status) => OVER.includes(status)) ?? true);
}
