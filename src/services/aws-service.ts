import type { ConfiguredLocation } from '../aws/accounts/configured-locations.ts';
import type { AwsClient } from '../aws/client.ts';
import type { AwsLocation } from '../aws/location.ts';
import type { RequestCalls } from '../aws/request-calls.ts';
import type { Log } from '../log/log.ts';

/**
 * Services of one AWS location for one request. Each service declares its own member in its folder:
 *
 * @example
 * declare module '../aws-service.ts' {
 *   interface LocationServices { readonly ssm: Ssm }
 * }
 */
export interface LocationServices {
  readonly location: AwsLocation;
}

export type ServiceName = Exclude<keyof LocationServices, 'location'>;

/** Configuration of single services, by the names of `Config`. Each service reads its own members. */
export type ServiceOptions = Readonly<Record<string, unknown>>;

/** Dependencies of a service for one request: its operations, the location, the request and configuration. */
export interface ServiceContext<Api> {
  /** Operations of the service in this location, one AWS call each. */
  readonly api: Api;
  readonly location: AwsLocation;
  readonly request: RequestCalls;
  readonly options: ServiceOptions;
}

/** SDK client of one service in one location. Lives as long as the process, so that its sockets are reused. */
export interface ServiceConnection {
  /**
   * Creates the service for one request: the value of its member of `LocationServices`.
   *
   * @param aws cache, coalescing, rate limit and retries of this service in this location
   */
  forRequest(aws: AwsClient, context: Omit<ServiceContext<unknown>, 'api'>): object;
  close(): void;
}

/** Creates the SDK client of one location. Called when a request first uses the service in it. */
export type Connect = (
  config: ReturnType<ConfiguredLocation['clientConfig']>,
  log: Log | undefined,
) => ServiceConnection;

/** An AWS service that the gateway can call. */
export interface AwsService {
  /** Name of its member of `LocationServices`. */
  readonly name: ServiceName;
  /** Name in error messages and spans: `AppStream`. */
  readonly serviceName: string;
  /** Name in endpoints and IAM actions: `appstream` of `appstream:DescribeFleets`. Calls to one endpoint share a rate limit. */
  readonly endpoint: string;
  /**
   * Loads the module that imports its SDK client. Not called for a disabled service.
   *
   * @example load: async () => (await import('./connect.ts')).connectSsm
   */
  load(): Promise<Connect>;
  /** Regions in which AWS does not offer it, by its endpoint data. Regions that the data do not know are not among them. */
  readonly regionsWithout: ReadonlySet<string>;
}
