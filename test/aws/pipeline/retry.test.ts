import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backoff, retryBudget, throttleBackoff } from '../../../src/aws/pipeline/backoff.ts';
import type { InFlightCall } from '../../../src/aws/pipeline/call-coalescer.ts';
import { attempt } from '../../../src/aws/pipeline/retry.ts';
import { rateLimiter } from '../../../src/aws/rate-limiter/rate-limiter.ts';
import { upstreamCosts } from '../../../src/aws/upstream-costs.ts';
import { type ErrorCode, GatewayError } from '../../../src/errors/gateway-error.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const RETRYABLE: readonly ErrorCode[] = ['UPSTREAM_THROTTLED', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT'];

/** A call that fails with these codes, one after the other, and then is answered. */
function failing(codes: readonly ErrorCode[], { forMs = 60_000, budget = retryBudget() } = {}) {
  const left = [...codes];
  const costs = upstreamCosts();
  const send = vi.fn(async () => {
    const code = left.shift();
    if (code === undefined) return 'page';
    const retryable = RETRYABLE.includes(code);
    throw new GatewayError(code, 'no', { service: 'ssm', operation: 'DescribeSessions', retryable });
  });
  const call: InFlightCall = {
    signal: new AbortController().signal,
    endsAt: performance.now() + forMs,
    lastFailure: undefined,
  };
  const answer = attempt(call, send, {
    limiter: rateLimiter(),
    operation: 'DescribeSessions',
    budget,
    owner: {},
    record: (item, amount) => costs.add('ssm', 'DescribeSessions', item, amount),
    translate: (error) => error as GatewayError,
    isIdempotent: true,
  });
  answer.catch(() => {});
  return { answer, send, cost: () => costs.list()[0] };
}

describe('A failure that may pass', () => {
  test('is tried twice more, and its cost is written down', async () => {
    const { answer, cost } = failing(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT']);
    await vi.runAllTimersAsync();
    expect(await answer).toBe('page');
    expect(cost()).toMatchObject({ calls: 3, retried: 2, throttled: 0 });
  });

  test('that does not pass is the third failure', async () => {
    const { answer, send } = failing(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE']);
    await vi.runAllTimersAsync();
    await expect(answer).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(send).toHaveBeenCalledTimes(3);
  });

  test('is not tried again when retries have used their share of the traffic', async () => {
    const budget = retryBudget();
    while (budget.spend());
    const { answer, send } = failing(['UPSTREAM_UNAVAILABLE'], { budget });
    await vi.runAllTimersAsync();
    await expect(answer).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(send).toHaveBeenCalledTimes(1);
  });

  test('is not tried again past the deadline of who waits for it', async () => {
    const { answer, send } = failing(['UPSTREAM_UNAVAILABLE'], { forMs: 0 });
    await vi.runAllTimersAsync();
    await expect(answer).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(send).toHaveBeenCalledTimes(1);
  });
});

test('A throttled call is tried for as long as somebody waits, and spends no budget', async () => {
  const budget = retryBudget();
  while (budget.spend());
  const { answer, cost } = failing(
    Array.from({ length: 8 }, () => 'UPSTREAM_THROTTLED'),
    { budget },
  );
  await vi.runAllTimersAsync();
  expect(await answer).toBe('page');
  expect(cost()).toMatchObject({ calls: 9, throttled: 8, retried: 8 });
});

test.each(['UPSTREAM_CREDENTIALS', 'UPSTREAM_ACCESS_DENIED', 'UPSTREAM_ERROR', 'NOT_FOUND', 'CURSOR_EXPIRED'] as const)(
  '%s is reported at once, not after retries',
  async (code) => {
    const { answer, send } = failing([code]);
    await expect(answer).rejects.toMatchObject({ code });
    expect(send).toHaveBeenCalledTimes(1);
  },
);

describe('The retry budget', () => {
  test('is a tenth of the traffic, and a small reserve for a quiet process', () => {
    const budget = retryBudget();
    let spent = 0;
    while (budget.spend()) spent += 1;
    expect(spent).toBe(10);
    for (let call = 0; call < 105; call += 1) budget.earn();
    while (budget.spend()) spent += 1;
    expect(spent).toBe(20);
  });
});

test('Backoff is full jitter: anything up to a bound that doubles, to two seconds at most', () => {
  expect([0, 1, 2, 3, 10].map((attempts) => backoff(attempts, () => 1))).toEqual([50, 100, 200, 400, 2_000]);
  expect(backoff(10, () => 0)).toBe(0);
});

test('Backoff of a throttled call begins with a fifth of that', () => {
  expect([0, 1, 2, 10].map((attempts) => throttleBackoff(attempts, () => 1))).toEqual([10, 20, 40, 2_000]);
});
