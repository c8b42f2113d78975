import { expect, test } from 'vitest';
import { readerCalls } from '../../../src/live/live-sessions/reader-calls.ts';

const pace = { acquire: async () => () => {} };

test('Calls of scans are uncached and paced, and each has a deadline of its own, however long the reader lives', async () => {
  const calls = readerCalls(pace, new AbortController().signal);
  expect(calls).toMatchObject({ readsUncached: true, pace });
  const first = calls.endsAt;
  const began = performance.now();
  while (performance.now() <= began) await new Promise((resolve) => setImmediate(resolve));
  expect(calls.endsAt).toBeGreaterThan(first);
  expect(calls.endsAt).toBeGreaterThan(performance.now() + 1_000);
});

test('Calls of scans are aborted when the gateway closes', () => {
  const closed = new AbortController();
  const calls = readerCalls(pace, closed.signal);
  expect(calls.signal.aborted).toBe(false);
  closed.abort();
  expect(calls.signal.aborted).toBe(true);
});
