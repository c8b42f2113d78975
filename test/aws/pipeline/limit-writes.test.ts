import { expect, test } from 'vitest';
import { limitWrites } from '../../../src/aws/pipeline/limit-writes.ts';
import { requestCalls } from '../../../src/aws/request-calls.ts';
import { upstreamError, writeCall } from '../../support/aws-call.ts';

test('A write has a deadline of its own, before that of its request', async () => {
  const request = requestCalls(10_000);
  await limitWrites(async ({ waiters }) => {
    expect(waiters.endsAt).toBeLessThan(request.endsAt - 1_000);
    return {};
  })(writeCall({ request }));
});

test('A client that disconnects does not abort a write', async () => {
  const client = new AbortController();
  client.abort();
  const request = requestCalls(10_000, client.signal);
  await limitWrites(async ({ waiters }) => {
    expect(waiters.signal.aborted).toBe(false);
    return {};
  })(writeCall({ request }));
});

test('A write that its deadline aborts has exceeded it; other failures stay as they are', async () => {
  const request = requestCalls(0);
  const aborted = limitWrites(
    ({ waiters }) =>
      new Promise((_, reject) => waiters.signal.addEventListener('abort', () => reject(waiters.signal.reason))),
  )(writeCall({ request }));
  await expect(aborted).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
  const error = upstreamError('NOT_FOUND');
  await expect(limitWrites(() => Promise.reject(error))(writeCall())).rejects.toBe(error);
});
