import type DataLoader from 'dataloader';
import { GatewayError } from '../../errors/gateway-error.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { findInList, findInLists } from '../find-in-list.ts';
import { loaderByKey } from '../load-by-key.ts';
import { allSessionsSource } from './all-sessions.ts';
import type { AppStreamContext } from './api.ts';
import { type AppStreamSession, type AppStreamSessionKey, isKnownType } from './model.ts';
import { sessionsSource } from './sources.ts';

type SessionLoader = DataLoader<AppStreamSessionKey, AppStreamSession | null, AppStreamSessionKey | string>;
type Found = ReadonlyMap<string, AppStreamSession>;

/**
 * Maximum number of keys per list for which missing sessions are looked up under the other authentication types, to distinguish
 * a forged id (INVALID_ID) from a session that does not exist (null). With more keys, all missing ones are null: each would
 * take one call per type.
 */
const MAX_KEYS_OF_OTHER_TYPES = 4;

/**
 * Creates a loader of sessions by stack, fleet, authentication type, user and id; null for a session that does not exist,
 * INVALID_ID for one of another authentication type.
 */
export function appStreamSessionByKey(context: AppStreamContext): SessionLoader {
  return loaderByKey({
    name: 'appStreamSessionByKey',
    request: context.request,
    cacheKey: (key) =>
      JSON.stringify([key.stackName, key.fleetName, key.authenticationType, key.userId, key.sessionId]),
    async load(keys) {
      const found = await findInLists(
        keys,
        (key) => JSON.stringify([key.stackName, key.fleetName, key.authenticationType]),
        (key) => key.sessionId,
        (list) => findSessions(context, list),
      );
      return found.map((session, index) => checked(session, keys[index] as AppStreamSessionKey));
    },
  });
}

/** Finds sessions of one stack, fleet and authentication type, by id; of every type where the key has none. */
async function findSessions(context: AppStreamContext, keys: readonly AppStreamSessionKey[]): Promise<Found> {
  const { stackName: StackName, fleetName: FleetName, authenticationType } = keys[0] as AppStreamSessionKey;
  const ofEveryType = (UserId?: string) => allSessionsSource(context, { StackName, FleetName, UserId });
  const ofType = (UserId?: string) =>
    authenticationType === null
      ? ofEveryType(UserId)
      : sessionsSource(context, { StackName, FleetName, UserId, AuthenticationType: authenticationType });
  const isKnown = isKnownType(authenticationType);

  // AWS rejects a type that it does not know; its list counts as empty.
  const found = await find(keys, ofType).catch((error: unknown) => (isKnown ? rethrow(error) : emptyIfRejected(error)));
  const missing = keys.filter(({ sessionId }) => !found.has(sessionId));
  if (missing.length === 0 || keys.length > MAX_KEYS_OF_OTHER_TYPES) return found;
  // AWS filters by user only together with a type; a type newer than this build is only in the unfiltered list.
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

/** Compares a session with its key: null for another user, INVALID_ID for another authentication type, or for none where it has one. */
function checked(
  session: AppStreamSession | null | Error,
  { userId, authenticationType }: AppStreamSessionKey,
): AppStreamSession | null | Error {
  if (session === null || session instanceof Error) return session;
  if (session.UserId !== userId) return null;
  if ((session.AuthenticationType ?? null) === authenticationType) return session;
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
