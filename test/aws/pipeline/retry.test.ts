import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { retryBudget } from '../../../src/aws/pipeline/backoff.ts';
import type { AwsCall } from '../../../src/aws/pipeline/call.ts';
import { compose } from '../../../src/aws/pipeline/compose.ts';
import { createPartitions } from '../../../src/aws/pipeline/partitions.ts';
import { retry } from '../../../src/aws/pipeline/retry.ts';
import type { ErrorCode } from '../../../src/errors/gateway-error.ts';
import { awsCall, LOCATION, upstreamError } from '../../support/aws-call.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A call that fails with these codes, one after the other, and is then answered. */
function failing(codes: readonly ErrorCode[], { forMs = 60_000, budget = retryBudget() } = {}) {
  const left = [...codes];
  const send = vi.fn(async (_call: AwsCall) => {
    const code = left.shift();
    if (code !== undefined) throw upstreamError(code);
    return { page: 1 };
  });
  const waiters = {
    signal: new AbortController().signal,
    endsAt: performance.now() + forMs,
    lastFailure: undefined as Error | undefined,
  };
  const partition = { ...createPartitions().of('ssm', LOCATION), budget };
  const answer = compose([retry()], send)(awsCall({ partition, waiters }));
  answer.catch(() => {});
  return { answer, send, waiters };
}

describe('A failure from which AWS may recover', () => {
  test('is retried twice, and each attempt has its number', async () => {
    const { answer, send } = failing(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT']);
    await vi.runAllTimersAsync();
    expect(await answer).toEqual({ page: 1 });
    expect(send.mock.calls.map(([{ attempt }]) => attempt)).toEqual([1, 2, 3]);
  });

  test('is reported after the third attempt', async () => {
    const { answer, send } = failing(['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE']);
    await vi.runAllTimersAsync();
    await expect(answer).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(send).toHaveBeenCalledTimes(3);
  });

  test('is not retried when the retry budget is used up', async () => {
    const budget = retryBudget();
    while (budget.spend());
    const { answer, send } = failing(['UPSTREAM_UNAVAILABLE'], { budget });
    await vi.runAllTimersAsync();
    await expect(answer).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(send).toHaveBeenCalledTimes(1);
  });

  test('is not retried past the deadline', async () => {
    const { answer, send } = failing(['UPSTREAM_UNAVAILABLE'], { forMs: 0 });
    await vi.runAllTimersAsync();
    await expect(answer).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(send).toHaveBeenCalledTimes(1);
  });

  test('is not retried if the operation is not idempotent, unless it was throttled', async () => {
    for (const [code, attempts] of [
      ['UPSTREAM_TIMEOUT', 1],
      ['UPSTREAM_THROTTLED', 2],
    ] as const) {
      let failures = 0;
      const send = vi.fn(async () => {
        failures += 1;
        if (failures === 1) throw upstreamError(code);
        return {};
      });
      const settled = Promise.allSettled([compose([retry()], send)(awsCall({ isIdempotent: false }))]);
      await vi.runAllTimersAsync();
      await settled;
      expect(send).toHaveBeenCalledTimes(attempts);
    }
  });

  test('is the error of a waiter whose deadline passes during the backoff', async () => {
    const { waiters } = failing(['UPSTREAM_UNAVAILABLE']);
    await vi.advanceTimersByTimeAsync(0);
    expect(waiters.lastFailure).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });
});

test('A throttled call is retried until the deadline, and spends no retry budget', async () => {
  const budget = retryBudget();
  while (budget.spend());
  const { answer, send } = failing(
    Array.from({ length: 8 }, () => 'UPSTREAM_THROTTLED'),
    { budget },
  );
  await vi.runAllTimersAsync();
  expect(await answer).toEqual({ page: 1 });
  expect(send).toHaveBeenCalledTimes(9);
});

test.each(['UPSTREAM_CREDENTIALS', 'UPSTREAM_ACCESS_DENIED', 'UPSTREAM_ERROR', 'NOT_FOUND', 'CURSOR_EXPIRED'] as const)(
  '%s is not retried',
  async (code) => {
    const { answer, send } = failing([code]);
    await expect(answer).rejects.toMatchObject({ code });
    expect(send).toHaveBeenCalledTimes(1);
  },
);
