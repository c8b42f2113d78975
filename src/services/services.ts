import type { AwsConfig } from '../aws/accounts/aws-config.ts';
import { type ConfiguredLocation, configuredLocations } from '../aws/accounts/configured-locations.ts';
import type { AwsLocation } from '../aws/location.ts';
import type { AwsPipeline } from '../aws/pipeline/pipeline.ts';
import type { RequestCalls } from '../aws/request-calls.ts';
import type { AwsAccountConfig } from '../config/aws-accounts.ts';
import type { Log } from '../log/log.ts';
import type { LocationServices, ServiceName, ServiceOptions } from './aws-service.ts';
import { type Clients, createClients } from './clients.ts';
import { isAvailable, type LoadedService } from './load-services.ts';
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

/** AWS services for one GraphQL request, with its own loaders, deadline and call count; SDK clients are shared by all requests. */
export interface RequestServices {
  /** Deadline of the request, by `performance.now()`. */
  readonly endsAt: number;
  /** False for a service that `GATEWAY_SERVICES` leaves out: reading it throws SERVICE_DISABLED. */
  isEnabled(service: ServiceName): boolean;
  /**
   * Returns every location that a selection may match, in the order of their keys, without a call. A location whose account id
   * is still unknown may turn out not to match.
   *
   * @throws GatewayError BAD_USER_INPUT when none can match
   */
  locations(selection?: LocationSelection): readonly ReadableLocation[];
  /**
   * Returns every location that a selection matches, in the order of their keys.
   *
   * @throws GatewayError BAD_USER_INPUT when none matches, UPSTREAM_* when AWS does not return an account id
   */
  matching(selection: LocationSelection): Promise<readonly ReadableLocation[]>;
  /**
   * Returns the services of the one location that a selection matches.
   *
   * @throws GatewayError BAD_USER_INPUT for several locations, which it lists, or one that this gateway does not read;
   * UPSTREAM_* when AWS does not return an account id
   */
  select(selection: LocationSelection): Promise<LocationServices>;
  /** Returns the services of the location in an id; null where this gateway does not read it. */
  find(location: AwsLocation): Promise<LocationServices | null>;
  /** Returns the services that a resource was read from. */
  of(resource: { readonly location: AwsLocation }): LocationServices;
}

/** AWS services of every location, for the lifetime of the process. */
export interface Services {
  /** Resolves when one location can be read. Keeps retrying the others; logs a warning for each failed attempt. */
  ready(log: Log): Promise<void>;
  forRequest(request: RequestCalls): RequestServices;
  /** Domain that completes bare user names of an account and region, where its AWS account configuration has one. */
  identityDomainOf(location: AwsLocation): string | undefined;
  close(): void;
}

/** Location and its SDK clients, for the lifetime of the process. */
interface ConnectedLocation {
  readonly location: ConfiguredLocation;
  readonly clients: Clients;
}

/** Creates the services of all configured locations. @param loaded services of `PROVIDERS`, loaded by `loadServices` */
export function createServices(
  loaded: readonly LoadedService[],
  config: AwsConfig,
  entries: readonly AwsAccountConfig[],
  pipeline: AwsPipeline,
  options: ServiceOptions = {},
): Services {
  const configured = configuredLocations(config, entries);
  const connected = configured.locations.map(
    (location): ConnectedLocation => ({ location, clients: createClients(location, config.log) }),
  );
  const withDomain = configured.locations.filter(({ identityDomain }) => identityDomain !== undefined);
  const closed = new AbortController();
  const isEnabled = (name: ServiceName) => loaded.some((service) => service.name === name && service.connect !== null);
  const isOffered = (name: ServiceName, region: string) =>
    loaded.some((service) => service.name === name && isAvailable(service, region));

  return {
    identityDomainOf: ({ accountId, region }) =>
      withDomain.find((location) => location.accountId === accountId && location.region === region)?.identityDomain,
    ready: (log) => untilUsable(configured.locations, log, closed.signal),
    forRequest(request) {
      const byLocation = new Map<string, LocationServices>();
      const all = connected.map((each) => locationFor(each, request));

      function locationFor(
        { location: configured, clients }: ConnectedLocation,
        reader: RequestCalls,
      ): ReadableLocation {
        // Cached for the request, failures too: AWS is not asked again for each field.
        let services: Promise<LocationServices> | undefined;
        async function identify(): Promise<LocationServices> {
          const location = await configured.location(reader);
          const found = locationServices(loaded, clients, location, pipeline, reader, options);
          byLocation.set(nameOf(location), found);
          return found;
        }
        return {
          key: configured.key,
          region: configured.region,
          has: (name) => isOffered(name, configured.region),
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
        isEnabled,
        locations: (selection = {}) => candidates(all, selection),
        matching: (selection) => matching(all, selection),
        select: async (selection) => (await single(all, selection)).services(),
        find: async (location) => (await findLocation(all, location))?.services() ?? null,
        of({ location }) {
          const services = byLocation.get(nameOf(location));
          if (!services) throw new Error(`This request has read no resource of ${nameOf(location)}.`);
          return services;
        },
      };
    },
    close() {
      closed.abort();
      configured.close();
      for (const { clients } of connected) clients.close();
    },
  };
}

function nameOf({ accountId, region }: AwsLocation): string {
  return `${accountId}/${region}`;
}
