import { describe, expect, test } from 'vitest';
import type { AwsClient, AwsRead, AwsWrite } from '../../../src/aws/client.ts';
import { createPipeline } from '../../../src/aws/pipeline/pipeline.ts';
import { requestCalls } from '../../../src/aws/request-calls.ts';
import type { GatewayError } from '../../../src/errors/gateway-error.ts';
import { CACHE_LIMITS, LOCATION } from '../../support/aws-call.ts';

const READ: AwsRead = { operation: 'DescribeFleets', input: {}, kind: 'fleets', isList: true };
const WRITE: AwsWrite = { operation: 'StopFleet', input: { Name: 'a' }, changes: ['fleets'], isIdempotent: true };

/** A service with one value that writes count up. */
function counter() {
  let value = 0;
  let reads = 0;
  return {
    get reads() {
      return reads;
    },
    async read() {
      reads += 1;
      return { value };
    },
    async write() {
      value += 1;
      return {};
    },
  };
}

test('A refresh makes a request read these kinds from AWS once more, and no others', async () => {
  const pipeline = createPipeline(CACHE_LIMITS);
  const aws = counter();
  const client = pipeline.for('appstream', LOCATION, requestCalls(1_000));
  const stacks: AwsRead = { ...READ, operation: 'DescribeStacks', kind: 'stacks' };
  for (const read of [READ, stacks]) await client.read(read, aws.read);
  client.refresh('fleets');
  for (const read of [READ, stacks, READ]) await client.read(read, aws.read);
  expect(aws.reads).toBe(3);
});

test('A refresh leaves other requests their cached answers, and serves them the newer ones', async () => {
  const pipeline = createPipeline(CACHE_LIMITS);
  const aws = counter();
  const [mine, others] = [1, 2].map(() => pipeline.for('appstream', LOCATION, requestCalls(1_000))) as [
    AwsClient,
    AwsClient,
  ];
  await others.read(READ, aws.read);
  mine.refresh('fleets');
  expect(await others.read(READ, aws.read)).toEqual({ value: 0 });
  expect(aws.reads).toBe(1);
  await aws.write();
  expect(await mine.read(READ, aws.read)).toEqual({ value: 1 });
  expect(await others.read(READ, aws.read)).toEqual({ value: 1 });
  expect(aws.reads).toBe(2);
});

test('A refreshed read joins no call that began before the refresh', async () => {
  const pipeline = createPipeline(CACHE_LIMITS);
  const aws = counter();
  const client = pipeline.for('appstream', LOCATION, requestCalls(1_000));
  const { promise: stale, resolve } = Promise.withResolvers<{ value: number }>();
  const early = client.read(READ, () => stale);
  await aws.write();
  client.refresh('fleets');
  const [late, joined] = [client.read(READ, aws.read), client.read(READ, aws.read)];
  expect(await Promise.all([late, joined])).toEqual([{ value: 1 }, { value: 1 }]);
  expect(aws.reads).toBe(1);
  resolve({ value: 0 });
  expect(await early).toEqual({ value: 0 });
});

describe('A write', () => {
  test('makes every later read see what it did, in other requests too', async () => {
    const pipeline = createPipeline(CACHE_LIMITS);
    const aws = counter();
    const client = () => pipeline.for('appstream', LOCATION, requestCalls(1_000));
    expect(await client().read(READ, aws.read)).toEqual({ value: 0 });
    await client().write(WRITE, aws.write);
    expect(await client().read(READ, aws.read)).toEqual({ value: 1 });
    expect(await client().read(READ, aws.read)).toEqual({ value: 1 });
    expect(aws.reads).toBe(2);
  });

  test('invalidates no other kinds, services or locations', async () => {
    const pipeline = createPipeline(CACHE_LIMITS);
    const aws = counter();
    const others = [
      [
        pipeline.for('appstream', LOCATION, requestCalls(1_000)),
        { ...READ, operation: 'DescribeStacks', kind: 'stacks' },
      ],
      [pipeline.for('workspaces', LOCATION, requestCalls(1_000)), READ],
      [pipeline.for('appstream', { ...LOCATION, region: 'us-east-1' }, requestCalls(1_000)), READ],
    ] as const;
    for (const [client, read] of others) await client.read(read, aws.read);
    await pipeline.for('appstream', LOCATION, requestCalls(1_000)).write(WRITE, aws.write);
    for (const [client, read] of others) await client.read(read, aws.read);
    expect(aws.reads).toBe(others.length);
  });

  test('is not hidden by a read that began before it and was answered after it', async () => {
    const pipeline = createPipeline(CACHE_LIMITS);
    const aws = counter();
    const client = pipeline.for('appstream', LOCATION, requestCalls(1_000));
    const { promise: stale, resolve } = Promise.withResolvers<{ value: number }>();
    const early = client.read(READ, () => stale);
    await client.write(WRITE, aws.write);
    const late = client.read(READ, aws.read);
    resolve({ value: 0 });
    expect(await Promise.all([early, late])).toEqual([{ value: 0 }, { value: 1 }]);
    expect(await client.read(READ, aws.read)).toEqual({ value: 1 });
  });

  test.each<[string, object, number]>([
    ['rejected', { name: 'InvalidParameterCombinationException', $metadata: { httpStatusCode: 400 } }, 1],
    ['denied', { name: 'AccessDeniedException', $metadata: { httpStatusCode: 403 } }, 1],
    ['given up by AWS', { name: 'RequestTimeout', $metadata: { httpStatusCode: 408 } }, 2],
    ['failed by AWS', { name: 'InternalServiceException', $metadata: { httpStatusCode: 500 } }, 2],
    ['not answered', { name: 'ECONNRESET' }, 2],
  ])('that is %s invalidates what it may have changed, and no more', async (_what, failure, reads) => {
    const pipeline = createPipeline(CACHE_LIMITS);
    const aws = counter();
    const client = () => pipeline.for('appstream', LOCATION, requestCalls(2_000));
    await client().read(READ, aws.read);
    const fail = () => Promise.reject(Object.assign(new Error('no'), failure));
    await expect(client().write({ ...WRITE, isIdempotent: false }, fail)).rejects.toThrow();
    await client().read(READ, aws.read);
    expect(aws.reads).toBe(reads);
  });

  test('whose first attempt failed may have been executed, although its second is rejected', async () => {
    const pipeline = createPipeline(CACHE_LIMITS);
    const aws = counter();
    const client = () => pipeline.for('appstream', LOCATION, requestCalls(5_000));
    await client().read(READ, aws.read);
    let attempts = 0;
    const fail = () => {
      attempts += 1;
      const status = attempts === 1 ? 500 : 400;
      const name = attempts === 1 ? 'InternalServiceException' : 'ResourceAlreadyExistsException';
      return Promise.reject(Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: status } }));
    };
    await expect(client().write(WRITE, fail)).rejects.toThrow();
    expect(attempts).toBe(2);
    await client().read(READ, aws.read);
    expect(aws.reads).toBe(2);
  });

  test('that failed may have been executed: cached answers are invalidated', async () => {
    const pipeline = createPipeline(CACHE_LIMITS);
    const aws = counter();
    const client = pipeline.for('appstream', LOCATION, requestCalls(1_000));
    await client.read(READ, aws.read);
    const lost = client.write({ ...WRITE, isIdempotent: false }, async () => {
      await aws.write();
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    });
    await expect(lost).rejects.toMatchObject({ extensions: { code: 'UPSTREAM_UNAVAILABLE', operation: 'StopFleet' } });
    expect(await client.read(READ, aws.read)).toEqual({ value: 1 });
  });

  test.each([
    [true, 3],
    [false, 1],
  ])('that may have been executed is retried if it is idempotent: %s', async (isIdempotent, calls) => {
    const request = requestCalls(5_000);
    let sent = 0;
    const lost = createPipeline(CACHE_LIMITS)
      .for('appstream', LOCATION, request)
      .write({ ...WRITE, isIdempotent }, async () => {
        sent += 1;
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      });
    await expect(lost).rejects.toThrow();
    expect(sent).toBe(calls);
  });

  test('that was throttled was not executed, and is retried, idempotent or not', async () => {
    let sent = 0;
    const answer = await createPipeline(CACHE_LIMITS)
      .for('appstream', LOCATION, requestCalls(5_000))
      .write({ ...WRITE, isIdempotent: false }, async () => {
        sent += 1;
        if (sent === 1) throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
        return { done: true };
      });
    expect(answer).toEqual({ done: true });
    expect(sent).toBe(2);
  });

  test('is completed when its client disconnects, and is never coalesced', async () => {
    const gone = new AbortController();
    const pipeline = createPipeline(CACHE_LIMITS);
    const { promise, resolve } = Promise.withResolvers<object>();
    const signals: AbortSignal[] = [];
    const send = (signal: AbortSignal) => {
      signals.push(signal);
      return promise;
    };
    const first = pipeline.for('appstream', LOCATION, requestCalls(5_000, gone.signal)).write(WRITE, send);
    const second = pipeline.for('appstream', LOCATION, requestCalls(5_000)).write(WRITE, send);
    gone.abort();
    await new Promise(setImmediate);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
    resolve({});
    await Promise.all([first, second]);
  });

  test('times out before the deadline of its request, so that its effect can be read', async () => {
    const aws = counter();
    const client = createPipeline(CACHE_LIMITS).for('appstream', LOCATION, requestCalls(1_000));
    const silent = client.write(
      WRITE,
      (signal) => new Promise<object>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    );
    const error = (await silent.catch((error: unknown) => error)) as GatewayError;
    expect(error.code).toBe('UPSTREAM_TIMEOUT');
    expect(await client.read(READ, aws.read)).toEqual({ value: 0 });
  });

  test('calls onSend before each attempt, and not while it waits', async () => {
    const order: string[] = [];
    const onSend = () => order.push('told');
    let failures = 1;
    const send = async () => {
      order.push('sent');
      if (failures-- > 0) throw Object.assign(new Error('oops'), { name: 'InternalServerError' });
      return {};
    };
    await createPipeline(CACHE_LIMITS)
      .for('appstream', LOCATION, requestCalls(5_000))
      .write({ ...WRITE, onSend }, send);
    expect(order).toEqual(['told', 'sent', 'told', 'sent']);
  });
});

describe('Write attempts', () => {
  const answered = (requestId: string) => async () => ({ $metadata: { requestId } });

  test('are recorded with AWS’s request id and outcome', async () => {
    const request = requestCalls(5_000);
    let sent = 0;
    await createPipeline(CACHE_LIMITS)
      .for('appstream', LOCATION, request)
      .write(WRITE, async () => {
        sent += 1;
        if (sent > 1) return { $metadata: { requestId: `id-${sent}` } };
        throw Object.assign(new Error('slow down'), {
          name: 'ThrottlingException',
          $metadata: { requestId: `id-${sent}` },
        });
      });
    const write = { service: 'appstream', operation: 'StopFleet', ...LOCATION };
    expect(request.writes).toEqual([
      { ...write, requestId: 'id-1', outcome: 'ThrottlingException' },
      { ...write, requestId: 'id-2', outcome: 'ok' },
    ]);
  });

  test('are recorded per request, without its reads', async () => {
    const [mine, other] = [requestCalls(1_000), requestCalls(1_000)];
    const pipeline = createPipeline(CACHE_LIMITS);
    await pipeline.for('appstream', LOCATION, mine).read(READ, answered('read'));
    await pipeline.for('appstream', LOCATION, other).write(WRITE, answered('other'));
    expect(mine.writes).toEqual([]);
    expect(other.writes).toMatchObject([{ requestId: 'other' }]);
  });
});
