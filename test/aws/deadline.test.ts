import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { withDeadline } from '../../src/aws/deadline.ts';

const deadlineExceeded = () => new Error('out of time');
const reader = (signal: AbortSignal) => ({ signal, endsAt: performance.now() + 60_000 });
const outcomeOf = (answer: Promise<unknown>) => answer.catch((error: Error) => error.message);

test('A thousand reads of one request are one listener of its signal, as adding one takes the longer the more there are', async () => {
  const gone = new AbortController();
  const never = new Promise<never>(() => {});
  const reads = Array.from({ length: 1_000 }, () =>
    outcomeOf(withDeadline(never, reader(gone.signal), deadlineExceeded)),
  );
  expect(await withDeadline(Promise.resolve('answer'), reader(gone.signal), deadlineExceeded)).toBe('answer');
  expect(getEventListeners(gone.signal, 'abort')).toHaveLength(1);
  gone.abort();
  expect(new Set(await Promise.all(reads))).toEqual(new Set(['out of time']));
  expect(await outcomeOf(withDeadline(never, reader(gone.signal), deadlineExceeded))).toBe('out of time');
});
