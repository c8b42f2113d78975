import type DataLoader from 'dataloader';
import type { AwsLocation } from '../../aws/location.ts';
import type { RequestCalls } from '../../aws/request-calls.ts';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { findInList, findInLists } from '../find-in-list.ts';
import { loaderByKey } from '../load-by-key.ts';
import { allSessionsSource } from './all-sessions.ts';
import type { AppStreamApi } from './api.ts';
import { type AppStreamSession, type AppStreamSessionKey, isKnownType } from './model.ts';
import { sessionsSource } from './sources.ts';

type SessionLoader = DataLoader<AppStreamSessionKey, AppStreamSession | null, AppStreamSessionKey | string>;
type Found = ReadonlyMap<string, AppStreamSession>;

/**
 * Of so many keys of one list, those that are not in it are sought in the lists of the other types: an id with another type
 * in it is told from one of a session that is gone. Of more at once they are taken for gone: each would cost a call a type.
 */
const MAX_SOUGHT_ELSEWHERE = 4;

/** Sessions by all that a session can be found again by; null where it is gone, INVALID_ID where its type is another. */
export function appStreamSessionByKey(api: AppStreamApi, location: AwsLocation, request: RequestCalls): SessionLoader {
  return loaderByKey({
    name: 'appStreamSessionByKey',
    request,
    cacheKey: (key) =>
      JSON.stringify([key.stackName, key.fleetName, key.authenticationType, key.userId, key.sessionId]),
    async load(keys) {
      const found = await findInLists(
        keys,
        (key) => JSON.stringify([key.stackName, key.fleetName, key.authenticationType]),
        (key) => key.sessionId,
        (list) => findSessions(api, location, list),
      );
      return found.map((session, index) => checked(session, keys[index] as AppStreamSessionKey));
    },
  });
}

/** The wanted sessions of one stack, fleet and authentication type; of every type where the type is not known. */
async function findSessions(
  api: AppStreamApi,
  location: AwsLocation,
  keys: readonly AppStreamSessionKey[],
): Promise<Found> {
  const { stackName: StackName, fleetName: FleetName, authenticationType } = keys[0] as AppStreamSessionKey;
  const ofEveryType = (UserId?: string) => allSessionsSource(api, location, { StackName, FleetName, UserId });
  const ofType = (UserId?: string) =>
    authenticationType === null
      ? ofEveryType(UserId)
      : sessionsSource(api, location, { StackName, FleetName, UserId, AuthenticationType: authenticationType });
  const isKnown = isKnownType(authenticationType);

  // A type that AWS does not know either is rejected, whole: then nothing is in its list.
  const found = await find(keys, ofType).catch((error: unknown) => (isKnown ? rethrow(error) : emptyIfRejected(error)));
  const missing = keys.filter(({ sessionId }) => !found.has(sessionId));
  if (missing.length === 0 || keys.length > MAX_SOUGHT_ELSEWHERE) return found;
  // AWS filters by a user only where it is told the type: one that is new is in a list without either.
  const elsewhere = find(missing, (user) => ofEveryType(isKnown ? user : undefined));
  return new Map([...found, ...(await elsewhere.catch(() => new Map<string, never>()))]);
}

function find(
  keys: readonly AppStreamSessionKey[],
  list: (userId?: string) => PageSource<AppStreamSession>,
): Promise<Found> {
  return findInList({
    keys,
    idOf: (key) => key.sessionId,
    filterOf: (key) => key.userId,
    list: (userId) => list(userId ?? undefined),
    itemId: (session) => session.Id,
  });
}

/** A session that is not the one that its key names is none, or the key is not of this gateway. */
function checked(
  session: AppStreamSession | null | Error,
  { userId, authenticationType }: AppStreamSessionKey,
): AppStreamSession | null | Error {
  if (session === null || session instanceof Error) return session;
  if (session.UserId !== userId) return null;
  const type = session.AuthenticationType ?? authenticationType;
  if (authenticationType === null || type === authenticationType) return session;
  return new GatewayError('INVALID_ID', 'This is not an id of this gateway.');
}

function rethrow(error: unknown): never {
  throw error;
}

function emptyIfRejected(error: unknown): Found {
  const isRejected =
    error instanceof GatewayError && (error.code === 'UPSTREAM_ERROR' || error.code === 'BAD_USER_INPUT');
  return isRejected ? new Map() : rethrow(error);
}
