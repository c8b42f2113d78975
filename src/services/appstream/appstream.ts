import { GatewayError } from '../../errors/gateway-error.ts';
import { keyedSource, mapPages } from '../../paging/derived-sources.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { acknowledgeTermination, type TerminationAcknowledgement } from '../acknowledge-termination.ts';
import { checkInput, type InputRule, USER_ID } from '../check-input.ts';
import type { KeyedLoader } from '../keyed-loader.ts';
import { sourceId } from '../listing.ts';
import { existing, loadEach, priming } from '../load-by-key.ts';
import { keyIn, readAll } from '../read-list.ts';
import { allSessionsSource, listingsByType, type SessionsFilter, type TypedListing } from './all-sessions.ts';
import type { AppStreamContext } from './api.ts';
import { drainInstance } from './drain-instance.ts';
import { type FleetChanges, fleetChanges } from './fleet-changes.ts';
import { fleetByName, NAMES_PER_CALL, stackByName } from './loaders.ts';
import {
  type AppStreamSession,
  type AppStreamSessionKey,
  AUTHENTICATION_TYPES,
  type AwsAuthenticationType,
  type Fleet,
  type SessionsQuery,
  type Stack,
} from './model.ts';
import { NAME } from './rules.ts';
import { appStreamSessionByKey } from './session-by-key.ts';
import {
  associatedFleetsSource,
  associatedStacksSource,
  fleetsSource,
  sessionsSource,
  stacksSource,
} from './sources.ts';

/** `InstanceId` of DescribeSessions is a `String` of at least one character (service model, 2026-08). */
const NOT_EMPTY: InputRule = { pattern: /[\s\S]/, allowed: 'not empty' };

/** AppStream for one location and one request, as `schema` and `sessions` use it. */
export interface AppStream extends FleetChanges {
  /** Lists every fleet in AWS's order, or the fleets of these names in the order of the names. */
  fleets(names: readonly string[] | null): PageSource<Fleet>;
  stacks(names: readonly string[] | null): PageSource<Stack>;
  fleetByName(name: string): Promise<Fleet | null>;
  stackByName(name: string): Promise<Stack | null>;
  fleetsOfStack(stackName: string): PageSource<Fleet>;
  stacksOfFleet(fleetName: string): PageSource<Stack>;
  /** Lists sessions exactly as DescribeSessions returns them. */
  sessions(query: SessionsQuery): PageSource<AppStreamSession>;
  /** Lists the sessions of all users of a fleet (`FleetName` given) or a stack (`StackName` given). */
  allSessions(filter: SessionsFilter): PageSource<AppStreamSession>;
  /** Lists the sessions of one stack and fleet, with one listing per authentication type. */
  sessionsByType(stackName: string, fleetName: string): readonly TypedListing[];
  stackNamesOf(fleetName: string): Promise<readonly string[]>;
  fleetNamesOf(stackName: string): Promise<readonly string[]>;
  sessionByKey(key: AppStreamSessionKey): Promise<AppStreamSession | null>;
  /** Bypasses the cache for sessions that this request reads from now on. */
  refreshSessions(): void;
  /** Terminates a session. @param onSend called just before each attempt is sent */
  terminateSession(sessionId: string, onSend: () => void): Promise<TerminationAcknowledgement>;
  /**
   * Drains the instance of a session: it takes no new sessions. Returns the session as read afterwards; null where it has
   * ended by then.
   *
   * @throws MutationError for a session that has ended, an instance that cannot be drained, or a rejection by AWS
   */
  drainInstanceOf(key: AppStreamSessionKey): Promise<AppStreamSession | null>;
}

/** Configuration of AppStream. */
interface AppStreamOptions {
  /** Authentication types in use: sessions of the others are not listed. All by default. */
  readonly authenticationTypes?: readonly AwsAuthenticationType[];
}

export function appStream(context: AppStreamContext): AppStream {
  const { api, location } = context;
  const { authenticationTypes: types = AUTHENTICATION_TYPES } = context.options as AppStreamOptions;
  const fleets = fleetByName(context);
  // Names are unique within one location only, and lists of several locations are read as one.
  const keyOf = ({ Name }: Fleet | Stack) => keyIn(location, Name);
  const stacks = stackByName(context);
  const sessions = appStreamSessionByKey(context);

  async function sessionByKey(key: AppStreamSessionKey): Promise<AppStreamSession | null> {
    checkNames({ StackName: key.stackName, FleetName: key.fleetName, UserId: key.userId });
    return sessions.load(key);
  }

  function refreshSessions(): void {
    api.refresh('sessions');
    sessions.clearAll();
  }

  function readUncached(key: AppStreamSessionKey): Promise<AppStreamSession | null> {
    refreshSessions();
    return sessionByKey(key);
  }

  return {
    ...fleetChanges(context, fleets),
    fleets: (names) =>
      names === null
        ? priming(fleetsSource(context), fleets, ({ Name }) => Name)
        : namedSource(sourceId('appstream', 'fleets-named', location, ...names), names, fleets, keyOf),
    stacks: (names) =>
      names === null
        ? priming(stacksSource(context), stacks, ({ Name }) => Name)
        : namedSource(sourceId('appstream', 'stacks-named', location, ...names), names, stacks, keyOf),
    async fleetByName(name) {
      checkInput('name', name, NAME);
      return fleets.load(name);
    },
    async stackByName(name) {
      checkInput('name', name, NAME);
      return stacks.load(name);
    },
    fleetsOfStack: (stackName) =>
      mapPages(
        associatedFleetsSource(context, stackName),
        async (names) => existing(await loadEach(fleets, names)),
        keyOf,
      ),
    stacksOfFleet: (fleetName) =>
      mapPages(
        associatedStacksSource(context, fleetName),
        async (names) => existing(await loadEach(stacks, names)),
        keyOf,
      ),
    sessions(query) {
      checkNames(query);
      checkUserCondition(query);
      return sessionsSource(context, query);
    },
    allSessions(filter) {
      checkNames(filter);
      return allSessionsSource(context, filter, types);
    },
    sessionsByType: (StackName, FleetName) => listingsByType(context, { StackName, FleetName }, types),
    stackNamesOf: (fleetName) => readAll(associatedStacksSource(context, fleetName)),
    fleetNamesOf: (stackName) => readAll(associatedFleetsSource(context, stackName)),
    sessionByKey,
    refreshSessions,
    // ExpireSession declares no error (service model, 2026-08): it also succeeds for a session that does not exist.
    terminateSession: (SessionId, onSend) =>
      acknowledgeTermination(SessionId, api.expireSession({ SessionId }, onSend)),
    drainInstanceOf: (key) => drainInstance(api, key.sessionId, () => readUncached(key)),
  };
}

/** Lists the fleets or stacks of these names. Invalid ones take no call: AWS rejects a whole batch for one. */
function namedSource<Item>(
  id: string,
  names: readonly string[],
  loader: KeyedLoader<Item>,
  keyOf: (item: Item) => string,
): PageSource<Item> {
  const valid = names.filter((name) => NAME.pattern.test(name));
  return keyedSource(id, valid, NAMES_PER_CALL, (some) => loadEach(loader, some), keyOf);
}

/** @throws GatewayError BAD_USER_INPUT for a user without an authentication type */
function checkUserCondition({ UserId, AuthenticationType }: SessionsQuery): void {
  if (UserId === undefined || AuthenticationType !== undefined) return;
  throw new GatewayError('BAD_USER_INPUT', '`userId` needs `authenticationType`: AppStream lists a user by both.');
}

function checkNames({ StackName, FleetName, UserId, InstanceId }: SessionsFilter): void {
  checkInput('stackName', StackName, NAME);
  checkInput('fleetName', FleetName, NAME);
  checkInput('userId', UserId, USER_ID);
  checkInput('instanceId', InstanceId, NOT_EMPTY);
}
