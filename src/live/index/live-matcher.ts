import { CONDITIONS, type SessionService } from '../../sessions/providers.ts';
import type { LiveSession } from '../live-session.ts';
import { conditionValue, type LiveFilter, resourceOf, searchText } from './live-filter.ts';

/**
 * Makes the predicate of a filter. It matches the sessions that the live index returns for the same filter: the index answers
 * pages, the predicate decides events.
 *
 * @param isUnverified true for a session that was not seen for the maximum age
 */
export function liveMatcher(
  filter: LiveFilter,
  isUnverified: (session: LiveSession) => boolean,
): (session: LiveSession) => boolean {
  const { onlyUser, userName, search, startedAfter, startedBefore, statusBefore, unverified } = filter;
  const conditions = CONDITIONS.flatMap(({ name }) => {
    const values = filter[name];
    return values ? [{ name, values: new Set<string | null>(values) }] : [];
  });
  const isService = among(filter.services);
  const isStatus = among(filter.statuses);
  const isRegion = among(filter.regions);
  const isAccount = among(filter.accountIds);
  return (session) => {
    const { view, statusSince } = session;
    const startedAt = view.startedAt?.getTime();
    return (
      (onlyUser === undefined || (onlyUser !== null && session.userName === onlyUser)) &&
      (userName === undefined || session.userName === userName) &&
      isService(view.service as SessionService) &&
      isStatus(view.status) &&
      isRegion(view.location.region) &&
      isAccount(view.location.accountId) &&
      (startedAfter === undefined || (startedAt !== undefined && startedAt >= startedAfter)) &&
      (startedBefore === undefined || (startedAt !== undefined && startedAt < startedBefore)) &&
      (statusBefore === undefined || statusSince.before < statusBefore) &&
      conditions.every(({ name, values }) => values.has(conditionValue(session, name))) &&
      (search === undefined || searchTextOf(session).includes(search)) &&
      (unverified === undefined || isUnverified(session) === unverified)
    );
  };
}

/** Returns the text of a session that is searched: user name, user id, instance, session id and resource. */
export function searchTextOf(session: LiveSession): string {
  const { userId, instanceId, sessionId } = session.view;
  return searchText(session.userName, userId, instanceId, sessionId, resourceOf(session));
}

function among<Value>(list: readonly Value[] | undefined): (value: Value) => boolean {
  const values = list && new Set(list);
  return (value) => values?.has(value) ?? true;
}
