import { expect, test } from 'vitest';
import type { AwsRead } from '../../../src/aws/client.ts';
import { createPipeline } from '../../../src/aws/pipeline/pipeline.ts';
import { requestCalls } from '../../../src/aws/request-calls.ts';
import { eventLoopCounts } from '../../../src/paging/event-loop.ts';
import { CACHE_LIMITS, LOCATION } from '../../support/aws-call.ts';

const READ: AwsRead = { operation: 'DescribeSessions', input: {}, kind: 'sessions', isList: true };

test('Reading cached pages yields to the event loop', async () => {
  const client = createPipeline(CACHE_LIMITS).for('ssm', LOCATION, requestCalls(60_000));
  let turns = 0;
  const count = () => {
    turns += 1;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  for (let read = 0; read < 1_000; read += 1) await client.read(READ, async () => ({}));
  clearImmediate(timer);
  expect(turns).toBeGreaterThan(50);
});

test('Requests that wait for one call go on in turns of their own if many values follow', async () => {
  const pipeline = createPipeline(CACHE_LIMITS);
  const { promise, resolve } = Promise.withResolvers<object>();
  const turns = Array.from({ length: 12 }, async (_, index) => {
    const request = requestCalls(60_000);
    request.answerSteps = index < 6 ? 1 : 500;
    await pipeline.for('ssm', LOCATION, request).read(READ, () => promise);
    return eventLoopCounts.turns;
  });
  setImmediate(() => resolve({}));
  const seen = await Promise.all(turns);
  // Six small ones share a turn; each large one has its own.
  expect(new Set(seen.slice(0, 6)).size).toBe(1);
  expect(new Set(seen.slice(6)).size).toBe(6);
});

test('A cached read after the deadline, or of a client that has disconnected, fails', async () => {
  const pipeline = createPipeline(CACHE_LIMITS);
  const read = (calls: ReturnType<typeof requestCalls>) =>
    pipeline.for('ssm', LOCATION, calls).read(READ, async () => ({}));
  await read(requestCalls(60_000));
  await expect(read(requestCalls(0))).rejects.toMatchObject({
    code: 'UPSTREAM_TIMEOUT',
    extensions: { service: 'ssm' },
  });
  const gone = new AbortController();
  gone.abort();
  await expect(read(requestCalls(60_000, gone.signal))).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
});
