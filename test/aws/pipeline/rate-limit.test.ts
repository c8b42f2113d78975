import { expect, test } from 'vitest';
import { compose } from '../../../src/aws/pipeline/compose.ts';
import { rateLimit } from '../../../src/aws/pipeline/rate-limit.ts';
import { type Permit, rateLimiter } from '../../../src/aws/rate-limiter/rate-limiter.ts';
import type { ErrorCode } from '../../../src/errors/gateway-error.ts';
import { awsCall, LOCATION, upstreamError } from '../../support/aws-call.ts';

const partitionOf = (limiter = rateLimiter()) => ({ ...awsCall().partition, ...LOCATION, limiter });

test.each<[ErrorCode | null, Parameters<Permit['release']>[0]]>([
  [null, 'answered'],
  ['NOT_FOUND', 'answered'],
  ['UPSTREAM_ERROR', 'answered'],
  ['UPSTREAM_THROTTLED', 'throttled'],
  ['UPSTREAM_TIMEOUT', 'unknown'],
  ['UPSTREAM_UNAVAILABLE', 'unknown'],
  ['UPSTREAM_CREDENTIALS', 'unknown'],
])('An attempt that ends with %s releases its permit as %s', async (code, outcome) => {
  const released: unknown[] = [];
  const limiter = {
    ...rateLimiter(),
    acquire: async (): Promise<Permit> => ({ waitedMs: 7, release: (outcome) => released.push(outcome) }),
  };
  const call = awsCall({ partition: partitionOf(limiter) });
  const send = async () => {
    if (code) throw upstreamError(code);
    return {};
  };
  const settled = Promise.allSettled([compose([rateLimit], send)(call)]);
  await settled;
  expect(released).toEqual([outcome]);
  expect(call.request.costs.list()).toMatchObject([{ waitedMs: 7 }]);
});

test('A call whose waiters leave before it has a permit is not sent', async () => {
  const limiter = rateLimiter({ maxInFlight: 1 });
  const permit = await limiter.acquire('DescribeSessions', {}, new AbortController().signal);
  const client = new AbortController();
  let sent = 0;
  const send = async () => {
    sent += 1;
    return {};
  };
  const waiters = { signal: client.signal, endsAt: Infinity, lastFailure: undefined };
  const answer = compose([rateLimit], send)(awsCall({ partition: partitionOf(limiter), waiters }));
  client.abort();
  await expect(answer).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
  permit.release('answered');
  expect([sent, limiter.inFlight, limiter.waiting]).toEqual([0, 0, 0]);
});
