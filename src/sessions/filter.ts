import { GatewayError } from '../errors/gateway-error.ts';
import { checkInput } from '../services/check-input.ts';
import type { AnySession } from './any-session.ts';
import type { UserNameOf } from './identity.ts';
import type { SessionStatus } from './provider.ts';
import { CONDITIONS, type ProviderCondition, SESSION_SERVICES, type SessionService } from './providers.ts';

/** Conditions on sessions, all of which must hold. An absent one does not apply. */
export interface SessionFilter extends ProviderConditions {
  readonly services?: readonly SessionService[];
  readonly statuses?: readonly SessionStatus[];
  /** Normalised: see `toUserName`. */
  readonly userName?: string;
  /** Inclusive, as SSM's `InvokedAfter` is: adjacent time ranges miss no session. */
  readonly startedAfter?: Date;
  /** Exclusive. */
  readonly startedBefore?: Date;
  readonly regions?: readonly string[];
  readonly accountIds?: readonly string[];
  /** True if ended sessions are listed where AWS still lists them: SSM's, for 30 days. */
  readonly includeHistory: boolean;
  /** True if the caller is self-scoped: labels of sources then omit fleets and pools. */
  readonly isOwn?: true;
}

/** Conditions that concern the sessions of one service alone. */
type ProviderConditions = { readonly [Condition in ProviderCondition]?: readonly string[] };

/** Filter as a client gives it: null means absent, and the user name is not normalised. */
export type SessionConditions = {
  readonly [Condition in Exclude<keyof SessionFilter, 'isOwn'>]?: SessionFilter[Condition] | null;
};

/** Maximum length of a user name, in characters: that of an ARN. Bounds responses, cursors and ids. */
const MAX_USER_NAME = 2_048;

/** Validates the length of a user name. @param argument name of the argument @throws GatewayError BAD_USER_INPUT */
export function checkUserName({ length }: string, argument = 'userName'): void {
  if (length <= MAX_USER_NAME) return;
  throw new GatewayError('BAD_USER_INPUT', `\`${argument}\` has ${length} characters; it may have ${MAX_USER_NAME}.`);
}

/** Normalises a user name that a client gives. @throws GatewayError BAD_USER_INPUT for one that is empty or too long */
export function requireUserName(text: string, userNameOf: UserNameOf): string {
  checkUserName(text);
  const name = userNameOf(text.trim());
  if (name === null) throw new GatewayError('BAD_USER_INPUT', '`userName` is empty.');
  return name;
}

/**
 * Validates and normalises a client's conditions, without an AWS call.
 *
 * @throws GatewayError BAD_USER_INPUT for a name that AWS's rules exclude
 */
export function toFilter(conditions: SessionConditions, userNameOf: UserNameOf): SessionFilter {
  const given = Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== null));
  const { userName, includeHistory = false, ...others } = given as Partial<SessionFilter>;
  for (const { name, rule } of CONDITIONS) {
    if (rule) for (const value of others[name] ?? []) checkInput(name, value, rule);
  }
  if (userName === undefined) return { ...others, includeHistory };
  return { ...others, userName: requireUserName(userName, userNameOf), includeHistory };
}

/** Selects the services whose sessions may match; none where conditions contradict each other: no AWS call is made. */
export function servicesOf(filter: SessionFilter): readonly SessionService[] {
  if (isImpossible(filter)) return [];
  const required = CONDITIONS.filter(({ name }) => filter[name] !== undefined);
  return SESSION_SERVICES.filter(
    (service) =>
      (filter.services?.includes(service) ?? true) && required.every((condition) => condition.service === service),
  );
}

function isImpossible({ startedAfter, startedBefore, ...lists }: SessionFilter): boolean {
  const isEmptyTime = startedAfter !== undefined && startedBefore !== undefined && startedAfter >= startedBefore;
  return isEmptyTime || Object.values(lists).some((list) => Array.isArray(list) && list.length === 0);
}

/**
 * Makes the predicate of a filter. It looks values up in sets: a client may list thousands of targets, and the predicate is
 * called for every session. Conditions by which sources are selected, such as fleets and locations, are not compared again.
 *
 * @param userNameOf normalises the user of a session
 */
export function matcher(filter: SessionFilter, userNameOf: UserNameOf) {
  const { userName, startedAfter, startedBefore } = filter;
  const statuses = filter.statuses && setOf(filter.statuses);
  const compared = CONDITIONS.flatMap(({ name, readValue }) => {
    const values = filter[name];
    return values && readValue ? [{ values: setOf(values), readValue }] : [];
  });
  return ({ view }: AnySession): boolean =>
    (statuses?.has(view.status) ?? true) &&
    (startedAfter === undefined || (view.startedAt !== null && view.startedAt >= startedAfter)) &&
    (startedBefore === undefined || (view.startedAt !== null && view.startedAt < startedBefore)) &&
    compared.every(({ values, readValue }) => values.has(readValue(view) ?? '')) &&
    (userName === undefined || userNameOf(view.userId, view.location) === userName);
}

const sets = new WeakMap<readonly unknown[], ReadonlySet<unknown>>();

/** Returns the cached set of a list: a GraphQL variable is one list, however many fields use it. */
function setOf<Value>(list: readonly Value[]): ReadonlySet<Value> {
  const set = (sets.get(list) as ReadonlySet<Value> | undefined) ?? new Set(list);
  sets.set(list, set);
  return set;
}

/** Statuses of sessions in lists of ended ones; without one of these in a filter such lists are not read. */
const ENDED: readonly SessionStatus[] = ['TERMINATED', 'TERMINATING', 'FAILED', 'UNKNOWN'];

export function wantsHistory({ includeHistory, statuses }: SessionFilter): boolean {
  return includeHistory && (statuses?.some((status) => ENDED.includes(status)) ?? true);
}
