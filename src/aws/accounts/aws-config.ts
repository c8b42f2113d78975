import type { Log } from '../../log/log.ts';
import type { Proxies } from '../../outbound/proxies.ts';
import { type RequestHandler, requestHandler } from '../http/request-handler.ts';

/**
 * Endpoint, region and credentials of AWS. Empty: the SDK finds them itself (environment, profile, instance role), as with
 * `GATEWAY_AWS=live`.
 */
export interface AwsConfig {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Proxies to AWS; absent: direct connections. */
  readonly proxies?: Proxies;
  /** Logs a line for each answer that violates AWS's model. */
  readonly log?: Log;
}

/** Configuration of the clients of all services. Each client has its own connections, which its `destroy` closes. */
export interface ClientConfig extends Pick<AwsConfig, 'endpoint' | 'region' | 'credentials'> {
  readonly maxAttempts: number;
  readonly requestHandler: RequestHandler;
}

export function clientConfig({ endpoint, region, credentials, proxies }: AwsConfig): ClientConfig {
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
    // The pipeline retries: it knows the deadline and the rate. The SDK mistakes an account's quota for a throttle.
    maxAttempts: 1,
    requestHandler: requestHandler(proxies),
  };
}
