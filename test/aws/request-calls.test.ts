import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { requestCalls } from '../../src/aws/request-calls.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('A request ends when its deadline does', () => {
  expect(requestCalls(100).endsAt).toBe(performance.now() + 100);
});

test('A batch waits until every list of the request is in', async () => {
  const request = requestCalls(1_000);
  const dispatch = vi.fn();
  const { promise: list, resolve } = Promise.withResolvers<string>();
  const read = request.reading(list);
  request.whenListsAreIn(dispatch);
  await vi.advanceTimersByTimeAsync(10);
  expect(dispatch).not.toHaveBeenCalled();
  resolve('page');
  await read;
  await vi.advanceTimersByTimeAsync(1);
  expect(dispatch).toHaveBeenCalledTimes(1);
});

test('A list that fails holds nothing up', async () => {
  const request = requestCalls(1_000);
  await expect(request.reading(Promise.reject(new Error('no')))).rejects.toThrow('no');
  const dispatch = vi.fn();
  request.whenListsAreIn(dispatch);
  await vi.advanceTimersByTimeAsync(1);
  expect(dispatch).toHaveBeenCalledTimes(1);
});

test('A batch waits for a slow list 100 ms at most, and leaves once', async () => {
  const request = requestCalls(1_000);
  const { promise: list, resolve } = Promise.withResolvers<string>();
  void request.reading(list);
  const dispatch = vi.fn();
  request.whenListsAreIn(dispatch);
  await vi.advanceTimersByTimeAsync(99);
  expect(dispatch).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2);
  expect(dispatch).toHaveBeenCalledTimes(1);
  resolve('page');
  await vi.advanceTimersByTimeAsync(10);
  expect(dispatch).toHaveBeenCalledTimes(1);
});

test('Calls that several clients wait for are cancelled when the last one has gone', () => {
  const [one, two] = [new AbortController(), new AbortController()];
  const calls = requestCalls(1_000, one.signal);
  calls.share(two.signal);
  one.abort();
  expect(calls.signal.aborted).toBe(false);
  two.abort();
  expect(calls.signal.aborted).toBe(true);
});

test('Calls for a client that has gone already are cancelled at once', () => {
  expect(requestCalls(1_000, AbortSignal.abort()).signal.aborted).toBe(true);
});
