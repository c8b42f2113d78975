import type { AwsConfig } from '../aws/config.ts';
import { createDoor, type Door } from '../aws/door.ts';
import type { RequestCalls } from '../aws/request-calls.ts';
import type { Scope } from '../aws/scope.ts';
import { type ConfiguredPlace, configuredPlaces } from '../aws/scopes.ts';
import type { ScopeEntry } from '../config/scopes.ts';
import type { Log } from '../log.ts';
import { type Clients, createClients } from './clients.ts';
import { candidates, matching, type Place, placeOf, type ScopeSelection, single } from './places.ts';
import { DEFAULT_OPTIONS, type ScopedServices, scopedServices } from './scoped-services.ts';
import { untilUsable } from './until-usable.ts';

export type { Place, ScopeSelection } from './places.ts';
export type { ScopedServices } from './scoped-services.ts';

/** What one GraphQL request may ask of AWS: its own loaders, deadline and tally over clients that all share. */
export interface RequestServices {
  /** When the request's time is up, by `performance.now()`. */
  readonly endsAt: number;
  /**
   * Every place that a selection may match, in the order of their keys; no call. One whose account is not known yet
   * may turn out not to match.
   *
   * @throws GatewayError BAD_USER_INPUT when none can match
   */
  places(selection?: ScopeSelection): readonly Place[];
  /** Every place that a selection does match, in that order. @throws GatewayError BAD_USER_INPUT when none does, UPSTREAM_* where AWS does not say */
  matching(selection: ScopeSelection): Promise<readonly Place[]>;
  /**
   * The services of the one scope that a selection matches.
   *
   * @throws GatewayError BAD_USER_INPUT for several scopes, which it lists, or one that this gateway does not read;
   * UPSTREAM_* where AWS does not say who we are
   */
  select(selection: ScopeSelection): Promise<ScopedServices>;
  /** The services of a scope that an id names; null where this gateway does not read it. */
  find(scope: Scope): Promise<ScopedServices | null>;
  /** The services that a thing came from. */
  of(thing: { readonly scope: Scope }): ScopedServices;
}

/** The services of every place, for the life of the process. */
export interface Services {
  /** Resolves once one place can be read. The others are tried on; of each that cannot be read the log has a warning. */
  ready(log: Log): Promise<void>;
  forRequest(request: RequestCalls): RequestServices;
  /** What bare user names of an account and region are completed with, where its entry says so. */
  identityDomainOf(scope: Scope): string | undefined;
  close(): void;
}

/** One place for as long as the process lives. */
interface Lasting {
  readonly place: ConfiguredPlace;
  readonly clients: Clients;
}

export function createServices(
  config: AwsConfig,
  entries: readonly ScopeEntry[],
  door: Door = createDoor(),
  options = DEFAULT_OPTIONS,
): Services {
  const configured = configuredPlaces(config, entries);
  const lasting = configured.places.map((place): Lasting => ({ place, clients: createClients(place, config.log) }));
  const withDomain = configured.places.filter(({ identityDomain }) => identityDomain !== undefined);
  const closed = new AbortController();

  return {
    identityDomainOf: ({ accountId, region }) =>
      withDomain.find((place) => place.accountId === accountId && place.region === region)?.identityDomain,
    ready: (log) => untilUsable(configured.places, log, closed.signal),
    forRequest(request) {
      const byScope = new Map<string, ScopedServices>();
      const all = lasting.map((each) => placeFor(each, request));

      function placeFor({ place, clients }: Lasting, reader: RequestCalls): Place {
        // Once a request: what fails for one of its fields fails for all, and is not asked for again and again.
        let services: Promise<ScopedServices> | undefined;
        async function identify(): Promise<ScopedServices> {
          const scope = await place.scope(reader);
          const found = scopedServices(clients, scope, door, reader, options);
          byScope.set(nameOf(scope), found);
          return found;
        }
        return {
          key: place.key,
          region: place.region,
          get accountId() {
            return place.accountId;
          },
          services() {
            services ??= identify();
            return services;
          },
        };
      }

      return {
        endsAt: request.endsAt,
        places: (selection = {}) => candidates(all, selection),
        matching: (selection) => matching(all, selection),
        select: async (selection) => (await single(all, selection)).services(),
        find: async (scope) => (await placeOf(all, scope))?.services() ?? null,
        of({ scope }) {
          const services = byScope.get(nameOf(scope));
          if (!services) throw new Error(`Nothing of this request came from ${nameOf(scope)}`);
          return services;
        },
      };
    },
    close() {
      closed.abort();
      configured.close();
      for (const { clients } of lasting) clients.close();
    },
  };
}

function nameOf({ accountId, region }: Scope): string {
  return `${accountId}/${region}`;
}
