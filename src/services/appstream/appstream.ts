import type { RequestCalls } from '../../aws/request-calls.ts';
import type { Scope } from '../../aws/scope.ts';
import { GatewayError } from '../../errors.ts';
import { keyedSource, mapPages } from '../../paging/derived-sources.ts';
import type { PageSource } from '../../paging/page-source.ts';
import { APPSTREAM_NAME, checkInput, type InputRule, USER_ID } from '../check-input.ts';
import { existing, loadEach, priming } from '../load-by-key.ts';
import { readAll } from '../read-list.ts';
import { allSessionsSource, listingsByType, type SessionsFilter, type TypedListing } from './all-sessions.ts';
import type { AppStreamApi } from './api.ts';
import { appStreamSessionByKey, fleetByName, NAMES_PER_CALL, stackByName } from './loaders.ts';
import type {
  AppStreamSession,
  AppStreamSessionKey,
  AwsAuthenticationType,
  Fleet,
  SessionsQuery,
  Stack,
} from './model.ts';
import {
  associatedFleetsSource,
  associatedStacksSource,
  fleetsSource,
  sessionsSource,
  sourceId,
  stacksSource,
} from './sources.ts';

const NOT_EMPTY: InputRule = { pattern: /[\s\S]/, allowed: 'not empty' };

/** All that schema and sessions may ask of AppStream, for one scope and one request. */
export interface AppStream {
  /** Without names every fleet in AWS's order, else those of these names, in their order. */
  fleets(names: readonly string[] | null): PageSource<Fleet>;
  stacks(names: readonly string[] | null): PageSource<Stack>;
  fleetByName(name: string): Promise<Fleet | null>;
  stackByName(name: string): Promise<Stack | null>;
  fleetsOfStack(stackName: string): PageSource<Fleet>;
  stacksOfFleet(fleetName: string): PageSource<Stack>;
  /** One listing of DescribeSessions, exactly as AWS gives it. */
  sessions(query: SessionsQuery): PageSource<AppStreamSession>;
  /** Everybody's sessions on a fleet (`FleetName` given) or through a stack (`StackName` given). */
  allSessions(filter: SessionsFilter): PageSource<AppStreamSession>;
  /** The sessions of one stack and fleet, a listing for each authentication type. */
  sessionsByType(stackName: string, fleetName: string): readonly TypedListing[];
  /** Every fleet, or those of these names that exist. */
  fleetsNamed(names: readonly string[] | null): Promise<readonly Fleet[]>;
  stackNamesOf(fleetName: string): Promise<readonly string[]>;
  fleetNamesOf(stackName: string): Promise<readonly string[]>;
  sessionByKey(key: AppStreamSessionKey): Promise<AppStreamSession | null>;
}

/** @param types the ways in that are in use: sessions of the others are not looked for */
export function appStream(
  api: AppStreamApi,
  scope: Scope,
  request: RequestCalls,
  types: readonly AwsAuthenticationType[],
): AppStream {
  const fleets = fleetByName(api, scope, request);
  const stacks = stackByName(api, scope, request);
  const sessions = appStreamSessionByKey(api, scope, request);

  return {
    fleets(names) {
      if (names === null) return priming(fleetsSource(api, scope), fleets, ({ Name }) => Name);
      for (const name of names) checkInput('names', name, APPSTREAM_NAME);
      return keyedSource(sourceId('fleets-named', scope, ...names), names, NAMES_PER_CALL, (some) =>
        loadEach(fleets, some),
      );
    },
    stacks(names) {
      if (names === null) return priming(stacksSource(api, scope), stacks, ({ Name }) => Name);
      for (const name of names) checkInput('names', name, APPSTREAM_NAME);
      return keyedSource(sourceId('stacks-named', scope, ...names), names, NAMES_PER_CALL, (some) =>
        loadEach(stacks, some),
      );
    },
    async fleetByName(name) {
      checkInput('name', name, APPSTREAM_NAME);
      return fleets.load(name);
    },
    async stackByName(name) {
      checkInput('name', name, APPSTREAM_NAME);
      return stacks.load(name);
    },
    fleetsOfStack: (stackName) =>
      mapPages(associatedFleetsSource(api, scope, stackName), async (names) => existing(await loadEach(fleets, names))),
    stacksOfFleet: (fleetName) =>
      mapPages(associatedStacksSource(api, scope, fleetName), async (names) => existing(await loadEach(stacks, names))),
    sessions(query) {
      checkNames(query);
      if (query.UserId !== undefined && query.AuthenticationType === undefined) {
        throw new GatewayError(
          'BAD_USER_INPUT',
          '`userId` needs `authenticationType`: AppStream lists a user by both.',
        );
      }
      return sessionsSource(api, scope, query);
    },
    allSessions(filter) {
      checkNames(filter);
      return allSessionsSource(api, scope, filter, types);
    },
    sessionsByType: (StackName, FleetName) => listingsByType(api, scope, { StackName, FleetName }, types),
    async fleetsNamed(names) {
      if (names === null) return readAll(priming(fleetsSource(api, scope), fleets, ({ Name }) => Name));
      return existing(await loadEach(fleets, [...new Set(names)]));
    },
    stackNamesOf: (fleetName) => readAll(associatedStacksSource(api, scope, fleetName)),
    fleetNamesOf: (stackName) => readAll(associatedFleetsSource(api, scope, stackName)),
    async sessionByKey(key) {
      checkNames({ StackName: key.stackName, FleetName: key.fleetName, UserId: key.userId });
      return sessions.load(key);
    },
  };
}

function checkNames({ StackName, FleetName, UserId, InstanceId }: SessionsFilter): void {
  checkInput('stackName', StackName, APPSTREAM_NAME);
  checkInput('fleetName', FleetName, APPSTREAM_NAME);
  checkInput('userId', UserId, USER_ID);
  checkInput('instanceId', InstanceId, NOT_EMPTY);
}
