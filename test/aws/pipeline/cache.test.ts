import { expect, test, vi } from 'vitest';
import { cache } from '../../../src/aws/pipeline/cache.ts';
import { responseCache } from '../../../src/aws/pipeline/response-cache.ts';
import { requestCalls } from '../../../src/aws/request-calls.ts';
import { CACHE_LIMITS, readCall, upstreamError } from '../../support/aws-call.ts';

function counter() {
  let sent = 0;
  const next = vi.fn(async () => {
    sent += 1;
    return { sent };
  });
  return { next, read: cache(responseCache(CACHE_LIMITS))(next) };
}

test('The second read of a key is served from the cache, and counted', async () => {
  const { next, read } = counter();
  const request = requestCalls(1_000);
  expect(await read(readCall({ request }))).toEqual({ sent: 1 });
  expect(await read(readCall({ request }))).toEqual({ sent: 1 });
  expect(await read(readCall({ request, key: 'other' }))).toEqual({ sent: 2 });
  expect(next).toHaveBeenCalledTimes(2);
  expect(request.costs.list()).toMatchObject([{ cached: 1 }]);
});

test('Failures are not cached', async () => {
  const next = vi.fn(async () => {
    throw upstreamError('UPSTREAM_ERROR');
  });
  const read = cache(responseCache(CACHE_LIMITS))(next);
  for (let reads = 0; reads < 2; reads += 1) await expect(read(readCall())).rejects.toThrow();
  expect(next).toHaveBeenCalledTimes(2);
});

test('A read after a refresh bypasses the cache once, and its answer replaces the cached one', async () => {
  const { read } = counter();
  await read(readCall());
  const refresh = { id: 1, answered: new Set<string>() };
  expect(await read(readCall({ refresh }))).toEqual({ sent: 2 });
  expect(await read(readCall({ refresh }))).toEqual({ sent: 2 });
  expect(await read(readCall())).toEqual({ sent: 2 });
});
