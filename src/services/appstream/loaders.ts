import type DataLoader from 'dataloader';
import type { RequestCalls } from '../../aws/request-calls.ts';
import type { Scope } from '../../aws/scope.ts';
import { findInList, findInLists } from '../find-in-list.ts';
import { loaderByKey, loadHalving } from '../load-by-key.ts';
import { byKey, readAll } from '../read-list.ts';
import { allSessionsSource } from './all-sessions.ts';
import type { AppStreamApi } from './api.ts';
import type { AppStreamSession, AppStreamSessionKey, Fleet, Stack } from './model.ts';
import { fleetsSource, sessionsSource, stacksSource } from './sources.ts';

/** DescribeFleets and DescribeStacks bound `Names` nowhere (service model, 2026-08); a hundred keeps a request small. */
export const NAMES_PER_CALL = 100;

/** Fleets by name; null where there is none. */
export function fleetByName(api: AppStreamApi, scope: Scope, request: RequestCalls): DataLoader<string, Fleet | null> {
  return loaderByKey({
    name: 'fleetByName',
    request,
    keysPerCall: NAMES_PER_CALL,
    load: (names) =>
      loadHalving(names, async (some) => byKey(await readAll(fleetsSource(api, scope, some)), (fleet) => fleet.Name)),
  });
}

/** Stacks by name; null where there is none. */
export function stackByName(api: AppStreamApi, scope: Scope, request: RequestCalls): DataLoader<string, Stack | null> {
  return loaderByKey({
    name: 'stackByName',
    request,
    keysPerCall: NAMES_PER_CALL,
    load: (names) =>
      loadHalving(names, async (some) => byKey(await readAll(stacksSource(api, scope, some)), (stack) => stack.Name)),
  });
}

type SessionLoader = DataLoader<AppStreamSessionKey, AppStreamSession | null, AppStreamSessionKey | string>;

/** Sessions by all that a session can be found again by; null where it is gone. */
export function appStreamSessionByKey(api: AppStreamApi, scope: Scope, request: RequestCalls): SessionLoader {
  return loaderByKey({
    name: 'appStreamSessionByKey',
    request,
    keysPerCall: Infinity,
    cacheKey: (key) => JSON.stringify([key.stackName, key.fleetName, key.authenticationType, key.sessionId]),
    load: (keys) =>
      findInLists(
        keys,
        (key) => JSON.stringify([key.stackName, key.fleetName, key.authenticationType]),
        (key) => key.sessionId,
        (list) => findSessions(api, scope, list),
      ),
  });
}

/** The wanted sessions of one stack, fleet and authentication type; of every type where the type is not known. */
function findSessions(
  api: AppStreamApi,
  scope: Scope,
  keys: readonly AppStreamSessionKey[],
): Promise<ReadonlyMap<string, AppStreamSession>> {
  const { stackName: StackName, fleetName: FleetName, authenticationType } = keys[0] as AppStreamSessionKey;
  const list = (UserId?: string) =>
    authenticationType === null
      ? allSessionsSource(api, scope, { StackName, FleetName, UserId })
      : sessionsSource(api, scope, { StackName, FleetName, UserId, AuthenticationType: authenticationType });
  return findInList({
    keys,
    idOf: (key) => key.sessionId,
    filterOf: (key) => key.userId,
    list: (userId) => list(userId ?? undefined),
    itemId: (session) => session.Id,
  });
}
