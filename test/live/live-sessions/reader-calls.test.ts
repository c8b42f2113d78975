import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { readerCalls } from '../../../src/live/live-sessions/reader-calls.ts';

const pace = { acquire: async () => () => {} };

test('The calls of scans are aborted when the reader is closed, those of requests after that, too', () => {
  const closed = new AbortController();
  const before = readerCalls(pace, closed.signal);
  expect(before.signal.aborted).toBe(false);
  closed.abort();
  expect([before.signal.aborted, readerCalls(pace, closed.signal).signal.aborted]).toEqual([true, true]);
});

test('Requests that are over leave nothing with the reader, however many it makes while the process lives', () => {
  const { signal } = new AbortController();
  for (let count = 0; count < 1_000; count += 1) readerCalls(pace, signal);
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});
