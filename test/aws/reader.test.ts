import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { readUntilGone } from '../../src/aws/reader.ts';

const outOfTime = () => new Error('out of time');
const reader = (signal: AbortSignal) => ({ signal, endsAt: performance.now() + 60_000 });
const outcomeOf = (answer: Promise<unknown>) => answer.catch((error: Error) => error.message);

test('A thousand reads of one request are one listener of its signal, as adding one takes the longer the more there are', async () => {
  const gone = new AbortController();
  const never = new Promise<never>(() => {});
  const reads = Array.from({ length: 1_000 }, () => outcomeOf(readUntilGone(never, reader(gone.signal), outOfTime)));
  expect(await readUntilGone(Promise.resolve('answer'), reader(gone.signal), outOfTime)).toBe('answer');
  expect(getEventListeners(gone.signal, 'abort')).toHaveLength(1);
  gone.abort();
  expect(new Set(await Promise.all(reads))).toEqual(new Set(['out of time']));
  expect(await outcomeOf(readUntilGone(never, reader(gone.signal), outOfTime))).toBe('out of time');
});
