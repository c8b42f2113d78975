import type { Log } from '../../log/log.ts';
import type { Proxies } from '../../outbound/proxies.ts';
import { type RequestHandler, requestHandler } from '../http/request-handler.ts';

/**
 * Where AWS is and who asks. Empty: all of it is the SDK's own business (environment, profile, instance role), and
 * that is how the gateway runs against the real services.
 */
export interface AwsConfig {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** How AWS is reached; directly where absent. */
  readonly proxies?: Proxies;
  /** Has a line for each answer that is not as AWS documents it. */
  readonly log?: Log;
}

/** What the clients of all services have in common; each has connections of its own, which its `destroy` closes. */
export interface ClientConfig extends Pick<AwsConfig, 'endpoint' | 'region' | 'credentials'> {
  readonly maxAttempts: number;
  readonly requestHandler: RequestHandler;
}

export function clientConfig({ endpoint, region, credentials, proxies }: AwsConfig): ClientConfig {
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
    // The pipeline retries, for it knows the deadline, the pace, and which errors pass; the SDK takes a quota for a throttle.
    maxAttempts: 1,
    requestHandler: requestHandler(proxies),
  };
}
