import type { AwsRead, AwsWrite, Send } from '../client.ts';
import { deadlineExceeded, translateError } from '../errors/translate-error.ts';
import type { CallObserver, ObservedCall } from '../observer.ts';
import type { RequestCalls } from '../request-calls.ts';
import type { AwsCall } from './call.ts';
import type { Partition } from './partitions.ts';

/** Creates the call of a read or a write for the first stage. */
export function callOf(
  partition: Partition,
  request: RequestCalls,
  observer: CallObserver,
  serviceName: string,
  { operation, input }: Pick<AwsRead | AwsWrite, 'operation' | 'input'>,
  send: Send<object>,
  isWrite: boolean,
): AwsCall {
  const { service, accountId, region, limiter } = partition;
  const hadToken = 'NextToken' in input && input.NextToken !== undefined;
  const failed = { service, serviceName, operation, hadToken, isWrite };
  const observed: ObservedCall = { service, serviceName, operation, accountId, region, request, hadToken };
  return {
    ...observed,
    request,
    input,
    partition,
    waiters: { signal: request.signal, endsAt: request.endsAt, lastFailure: undefined },
    isIdempotent: true,
    attempt: 1,
    send,
    record(item, amount = 1) {
      request.costs.add(service, operation, item, amount);
      observer.counted?.(observed, item, amount);
    },
    translate: (error) => translateError(error, failed),
    deadlineExceeded: () => deadlineExceeded(failed, limiter.isLimited(operation)),
  };
}
