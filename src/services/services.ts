import type { AwsConfig } from '../aws/accounts/aws-config.ts';
import { type ConfiguredLocation, configuredLocations } from '../aws/accounts/configured-locations.ts';
import type { AwsLocation } from '../aws/location.ts';
import type { AwsPipeline } from '../aws/pipeline/pipeline.ts';
import type { RequestCalls } from '../aws/request-calls.ts';
import type { AwsAccountConfig } from '../config/aws-accounts.ts';
import type { Log } from '../log/log.ts';
import type { AwsService, LocationServices, ServiceOptions } from './aws-service.ts';
import { type Clients, createClients } from './clients.ts';
import { locationServices } from './location-services.ts';
import {
  candidates,
  findLocation,
  type LocationSelection,
  matching,
  type ReadableLocation,
  single,
} from './locations.ts';
import { untilUsable } from './until-usable.ts';

export type { LocationServices } from './aws-service.ts';
export type { LocationSelection, ReadableLocation } from './locations.ts';

/** What one GraphQL request may ask of AWS: its own loaders, deadline and tally over clients that all share. */
export interface RequestServices {
  /** When the request's time is up, by `performance.now()`. */
  readonly endsAt: number;
  /**
   * Every location that a selection may match, in the order of their keys; no call. One whose account is not known yet
   * may turn out not to match.
   *
   * @throws GatewayError BAD_USER_INPUT when none can match
   */
  locations(selection?: LocationSelection): readonly ReadableLocation[];
  /** Every location that a selection does match, in that order. @throws GatewayError BAD_USER_INPUT when none does, UPSTREAM_* where AWS does not say */
  matching(selection: LocationSelection): Promise<readonly ReadableLocation[]>;
  /**
   * The services of the one location that a selection matches.
   *
   * @throws GatewayError BAD_USER_INPUT for several scopes, which it lists, or one that this gateway does not read;
   * UPSTREAM_* where AWS does not say who we are
   */
  select(selection: LocationSelection): Promise<LocationServices>;
  /** The services of a location that an id names; null where this gateway does not read it. */
  find(location: AwsLocation): Promise<LocationServices | null>;
  /** The services that a thing came from. */
  of(thing: { readonly location: AwsLocation }): LocationServices;
}

/** The services of every location, for the life of the process. */
export interface Services {
  /** Resolves once one location can be read. The others are tried on; of each that cannot be read the log has a warning. */
  ready(log: Log): Promise<void>;
  forRequest(request: RequestCalls): RequestServices;
  /** What bare user names of an account and region are completed with, where its entry says so. */
  identityDomainOf(location: AwsLocation): string | undefined;
  close(): void;
}

/** One location for as long as the process lives. */
interface Lasting {
  readonly location: ConfiguredLocation;
  readonly clients: Clients;
}

/** @param awsServices those that are called; see `PROVIDERS` */
export function createServices(
  awsServices: readonly AwsService[],
  config: AwsConfig,
  entries: readonly AwsAccountConfig[],
  pipeline: AwsPipeline,
  options: ServiceOptions = {},
): Services {
  const configured = configuredLocations(config, entries);
  const lasting = configured.locations.map(
    (location): Lasting => ({ location, clients: createClients(location, config.log) }),
  );
  const withDomain = configured.locations.filter(({ identityDomain }) => identityDomain !== undefined);
  const closed = new AbortController();

  return {
    identityDomainOf: ({ accountId, region }) =>
      withDomain.find((location) => location.accountId === accountId && location.region === region)?.identityDomain,
    ready: (log) => untilUsable(configured.locations, log, closed.signal),
    forRequest(request) {
      const byLocation = new Map<string, LocationServices>();
      const all = lasting.map((each) => locationFor(each, request));

      function locationFor({ location: configured, clients }: Lasting, reader: RequestCalls): ReadableLocation {
        // Once a request: what fails for one of its fields fails for all, and is not asked for again and again.
        let services: Promise<LocationServices> | undefined;
        async function identify(): Promise<LocationServices> {
          const location = await configured.location(reader);
          const found = locationServices(awsServices, clients, location, pipeline, reader, options);
          byLocation.set(nameOf(location), found);
          return found;
        }
        return {
          key: configured.key,
          region: configured.region,
          get accountId() {
            return configured.accountId;
          },
          services() {
            services ??= identify();
            return services;
          },
        };
      }

      return {
        endsAt: request.endsAt,
        locations: (selection = {}) => candidates(all, selection),
        matching: (selection) => matching(all, selection),
        select: async (selection) => (await single(all, selection)).services(),
        find: async (location) => (await findLocation(all, location))?.services() ?? null,
        of({ location }) {
          const services = byLocation.get(nameOf(location));
          if (!services) throw new Error(`Nothing of this request came from ${nameOf(location)}`);
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

function nameOf({ accountId, region }: AwsLocation): string {
  return `${accountId}/${region}`;
}
