import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { requestCalls } from '../../src/aws/request-calls.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const outOfTime = () => new Error('out of time');

test('An answer in time is the answer', async () => {
  await expect(requestCalls(100).track('list', Promise.resolve('page'), outOfTime)).resolves.toBe('page');
});

test('A call that hangs ends at the deadline of its request', async () => {
  const answer = requestCalls(100).track('list', new Promise(() => {}), outOfTime);
  const ended = expect(answer).rejects.toThrow('out of time');
  await vi.advanceTimersByTimeAsync(100);
  await ended;
});

test('The second call of a request gets only what the first has left of the deadline', async () => {
  const request = requestCalls(100);
  await vi.advanceTimersByTimeAsync(90);
  const ended = expect(request.track('list', new Promise(() => {}), outOfTime)).rejects.toThrow('out of time');
  await vi.advanceTimersByTimeAsync(10);
  await ended;
});

test('A batch waits until every list of the request is in', async () => {
  const request = requestCalls(1_000);
  const dispatch = vi.fn();
  const { promise: list, resolve } = Promise.withResolvers<string>();
  const read = request.track('list', list, outOfTime);
  request.whenListsAreIn(dispatch);
  await vi.advanceTimersByTimeAsync(10);
  expect(dispatch).not.toHaveBeenCalled();
  resolve('page');
  await read;
  await vi.advanceTimersByTimeAsync(1);
  expect(dispatch).toHaveBeenCalledTimes(1);
});

test('A batch waits for no other batch, and for a slow list 50 ms at most', async () => {
  const request = requestCalls(1_000);
  void request.track('batch', new Promise(() => {}), outOfTime).catch(() => {});
  const quick = vi.fn();
  request.whenListsAreIn(quick);
  await vi.advanceTimersByTimeAsync(1);
  expect(quick).toHaveBeenCalledTimes(1);

  void request.track('list', new Promise(() => {}), outOfTime).catch(() => {});
  const patient = vi.fn();
  request.whenListsAreIn(patient);
  await vi.advanceTimersByTimeAsync(49);
  expect(patient).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(patient).toHaveBeenCalledTimes(1);
});

test('Calls are counted by service and operation', () => {
  const request = requestCalls(100);
  request.count('ssm', 'DescribeSessions');
  request.count('ssm', 'DescribeSessions');
  expect(Object.fromEntries(request.sent)).toEqual({ 'ssm:DescribeSessions': 2 });
});
