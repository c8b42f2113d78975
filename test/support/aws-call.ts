import type { AwsCall, ReadCall, WriteCall } from '../../src/aws/pipeline/call.ts';
import { createPartitions } from '../../src/aws/pipeline/partitions.ts';
import { requestCalls } from '../../src/aws/request-calls.ts';
import { cacheLimits } from '../../src/config/cache.ts';
import { parseConfig } from '../../src/config/config.ts';
import { type ErrorCode, GatewayError } from '../../src/errors/gateway-error.ts';

/** The cache limits of a gateway without configuration. */
export const CACHE_LIMITS = cacheLimits(parseConfig({}));

export const LOCATION = { accountId: '111122223333', region: 'eu-west-1' };

const RETRYABLE: readonly ErrorCode[] = ['UPSTREAM_THROTTLED', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT'];

/** An error as the stages of the pipeline see it. */
export function upstreamError(code: ErrorCode): GatewayError {
  const retryable = RETRYABLE.includes(code);
  return new GatewayError(code, 'no', { service: 'ssm', operation: 'DescribeSessions', retryable });
}

/** A call of `DescribeSessions` as a stage gets it, with what a test needs in place of the defaults. */
export function awsCall(given: Partial<AwsCall> = {}): AwsCall {
  // A partition allocates its limiter's tables: simulations of many clients give them one.
  const { request = requestCalls(60_000), partition = createPartitions().of('ssm', LOCATION) } = given;
  return {
    service: 'ssm',
    serviceName: 'SSM',
    operation: 'DescribeSessions',
    ...LOCATION,
    request,
    hadToken: false,
    input: {},
    partition,
    waiters: { signal: request.signal, endsAt: request.endsAt, lastFailure: undefined },
    isIdempotent: true,
    attempt: 1,
    send: async () => ({}),
    record: (item, amount) => request.costs.add('ssm', 'DescribeSessions', item, amount),
    translate: (error) => error as GatewayError,
    deadlineExceeded: () => upstreamError('UPSTREAM_TIMEOUT'),
    ...given,
  };
}

export function readCall(given: Partial<ReadCall> = {}): ReadCall {
  const cacheable = { kind: 'sessions', isList: true };
  return { ...awsCall(given), key: 'key', cacheable, resumes: false, refresh: undefined, ...given };
}

export function writeCall(given: Partial<WriteCall> = {}): WriteCall {
  return { ...awsCall(given), changes: ['sessions'], onSend: undefined, ...given };
}
