import type { ConfiguredLocation } from '../aws/accounts/configured-locations.ts';
import type { AwsClient } from '../aws/client.ts';
import type { AwsLocation } from '../aws/location.ts';
import type { RequestCalls } from '../aws/request-calls.ts';
import type { Log } from '../log/log.ts';

/**
 * The services of one AWS location, on behalf of one request. Each service adds itself, by its name, in its own folder:
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

/** Configuration of single services, by the names of `Config`; each service reads its own members. */
export type ServiceOptions = Readonly<Record<string, unknown>>;

/** What a service is made of for one request: the way to AWS, the location, and the request it works for. */
export interface ServiceContext {
  /** Cache, coalescing, rate limit and retries of this service in this location. */
  readonly aws: AwsClient;
  readonly location: AwsLocation;
  readonly request: RequestCalls;
  readonly options: ServiceOptions;
}

/** The SDK client of one service in one location. It lives as long as the process, so that its sockets are reused. */
export interface ServiceConnection {
  /** The service on behalf of one request: the value of its member of `LocationServices`. */
  forRequest(context: ServiceContext): object;
  close(): void;
}

/** An AWS service that the gateway calls. */
export interface AwsService {
  /** Its member of `LocationServices`. */
  readonly name: ServiceName;
  /** Its name in error messages and spans: `AppStream`. */
  readonly serviceName: string;
  /** Its name in endpoints and IAM actions: `appstream` of `appstream:DescribeFleets`. Calls of one are rate limited together. */
  readonly endpoint: string;
  /** Creates the SDK client of one location. Called when a request first needs the service there. */
  connect(config: ReturnType<ConfiguredLocation['clientConfig']>, log: Log | undefined): ServiceConnection;
}
