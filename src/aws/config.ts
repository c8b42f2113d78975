/**
 * Where AWS is and who asks. Empty: all of it is the SDK's own business (environment, profile, instance role), and
 * that is how the gateway runs against the real services.
 */
export interface AwsConfig {
  readonly endpoint?: string;
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * The same for every client. The SDK sets no time limit of its own, and `requestTimeout` alone only warns: with
 * `throwOnRequestTimeout` a silent connection is given up in time for one more try before the request's deadline.
 * Milliseconds.
 */
export const CLIENT_DEFAULTS = {
  // The door retries, for it knows the deadline, the pace, and which errors pass; the SDK takes a quota for a throttle.
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 4_500, throwOnRequestTimeout: true },
} as const;
