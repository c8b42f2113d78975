import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Waiters } from '../../../src/aws/pipeline/call.ts';
import { callCoalescer } from '../../../src/aws/pipeline/call-coalescer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const deadlineExceeded = () => new Error('out of time');
const reader = (forMs = 1_000, signal = new AbortController().signal) => ({
  signal,
  endsAt: performance.now() + forMs,
});

/** A call that the test answers, and its waiters. */
function openCall() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let call: Waiters | undefined;
  const start = vi.fn((shared: Waiters) => {
    call = shared;
    return promise;
  });
  return { start, resolve, reject, call: () => call as Waiters };
}

test('Identical calls in flight are one call, and all get its answer', async () => {
  const calls = callCoalescer();
  const { start, resolve } = openCall();
  const joined = [1, 2, 3].map(() => calls.join('key', reader(), start, deadlineExceeded));
  resolve('page');
  expect(await Promise.all(joined.map(({ answer }) => answer))).toEqual(['page', 'page', 'page']);
  expect(start).toHaveBeenCalledTimes(1);
  expect(joined.map(({ isShared }) => isShared)).toEqual([false, true, true]);
});

test('Calls with other keys, and calls that were answered, are not joined', async () => {
  const calls = callCoalescer();
  const start = vi.fn(async () => 'page');
  await Promise.all(['one', 'other'].map((key) => calls.join(key, reader(), start, deadlineExceeded).answer));
  await calls.join('one', reader(), start, deadlineExceeded).answer;
  expect(start).toHaveBeenCalledTimes(3);
});

test("One caller's disconnect does not cancel the others; the last one's does", async () => {
  const calls = callCoalescer();
  const { start, call } = openCall();
  const clients = [new AbortController(), new AbortController()];
  const answers = clients.map(({ signal }) => calls.join('key', reader(1_000, signal), start, deadlineExceeded).answer);
  const failed = Promise.allSettled(answers);

  clients[0]?.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(call().signal.aborted).toBe(false);
  clients[1]?.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(call().signal.aborted).toBe(true);
  expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('An aborted call is not joined', async () => {
  const calls = callCoalescer();
  const first = openCall();
  const client = new AbortController();
  const gone = expect(
    calls.join('key', reader(1_000, client.signal), first.start, deadlineExceeded).answer,
  ).rejects.toThrow();
  client.abort();
  await gone;
  const second = openCall();
  second.resolve('page');
  await expect(calls.join('key', reader(), second.start, deadlineExceeded).answer).resolves.toBe('page');
});

test('Each reader times out at its own deadline, the call at the latest of them', async () => {
  const calls = callCoalescer();
  const { start, resolve, call } = openCall();
  const hasty = calls.join('key', reader(100), start, deadlineExceeded).answer;
  const patient = calls.join('key', reader(500), start, deadlineExceeded).answer;
  const ended = expect(hasty).rejects.toThrow('out of time');
  await vi.advanceTimersByTimeAsync(100);
  await ended;
  expect(call().endsAt).toBe(performance.now() + 400);
  resolve('page');
  await expect(patient).resolves.toBe('page');
});

test('A failure rejects all readers', async () => {
  const calls = callCoalescer();
  const { start, reject } = openCall();
  const settled = Promise.allSettled([1, 2].map(() => calls.join('key', reader(), start, deadlineExceeded).answer));
  reject(new Error('no'));
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('A reader whose deadline passes gets the failure of the last attempt', async () => {
  const calls = callCoalescer();
  const { start, call } = openCall();
  const { answer } = calls.join('key', reader(100), start, deadlineExceeded);
  call().lastFailure = new Error('throttled');
  const ended = expect(answer).rejects.toThrow('throttled');
  await vi.advanceTimersByTimeAsync(100);
  await ended;
});

test('A client that has disconnected already is rejected at once', async () => {
  const { start } = openCall();
  const { answer } = callCoalescer().join('key', reader(1_000, AbortSignal.abort()), start, deadlineExceeded);
  await expect(answer).rejects.toThrow('out of time');
});
