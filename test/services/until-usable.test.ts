import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ConfiguredLocation } from '../../src/aws/accounts/configured-locations.ts';
import { createLog } from '../../src/log/log.ts';
import { untilUsable } from '../../src/services/until-usable.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const silent = createLog('silent');
const SECOND = 1_000;

/** Creates a location that cannot be read, and records its attempts in seconds since the start. */
function unusable() {
  const startedAt = Date.now();
  const triedAt: number[] = [];
  const location = {
    key: 'default/eu-west-1',
    location: async () => {
      triedAt.push((Date.now() - startedAt) / SECOND);
      throw new Error('AWS is unreachable');
    },
  };
  return { location: location as unknown as ConfiguredLocation, triedAt };
}

test('A location that cannot be read is retried after 2 s, with delays that double up to a minute', async () => {
  const { location, triedAt } = unusable();
  void untilUsable([location], silent, new AbortController().signal);
  await vi.advanceTimersByTimeAsync(182 * SECOND);
  expect(triedAt).toEqual([0, 2, 6, 14, 30, 62, 122, 182]);
});

test('Resolves with the first location that can be read, and keeps retrying the others', async () => {
  const { location, triedAt } = unusable();
  const usable = { key: 'b', location: async () => ({ accountId: '123456789012', region: 'eu-west-1' }) };
  await untilUsable([location, usable as unknown as ConfiguredLocation], silent, new AbortController().signal);
  await vi.advanceTimersByTimeAsync(6 * SECOND);
  expect(triedAt).toEqual([0, 2, 6]);
});

test('Stops retrying when the services are closed', async () => {
  const { location, triedAt } = unusable();
  const closed = new AbortController();
  void untilUsable([location], silent, closed.signal);
  await vi.advanceTimersByTimeAsync(2 * SECOND);
  closed.abort();
  await vi.advanceTimersByTimeAsync(60 * SECOND);
  expect(triedAt).toEqual([0, 2]);
});
