import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ConfiguredPlace } from '../../src/aws/scopes.ts';
import { createLog } from '../../src/log.ts';
import { untilUsable } from '../../src/services/until-usable.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const silent = createLog('silent');
const SECOND = 1_000;

/** A place that cannot be read, and when it was tried: seconds since the start. */
function unusable() {
  const startedAt = Date.now();
  const triedAt: number[] = [];
  const place = {
    key: 'default/eu-west-1',
    scope: async () => {
      triedAt.push((Date.now() - startedAt) / SECOND);
      throw new Error('no way to AWS');
    },
  };
  return { place: place as unknown as ConfiguredPlace, triedAt };
}

test('A place that cannot be read is tried again after 2 s, then twice as long each time, up to a minute', async () => {
  const { place, triedAt } = unusable();
  void untilUsable([place], silent, new AbortController().signal);
  await vi.advanceTimersByTimeAsync(182 * SECOND);
  expect(triedAt).toEqual([0, 2, 6, 14, 30, 62, 122, 182]);
});

test('The first place that can be read is enough; the others are tried on', async () => {
  const { place, triedAt } = unusable();
  const usable = { key: 'b', scope: async () => ({ accountId: '123456789012', region: 'eu-west-1' }) };
  await untilUsable([place, usable as unknown as ConfiguredPlace], silent, new AbortController().signal);
  await vi.advanceTimersByTimeAsync(6 * SECOND);
  expect(triedAt).toEqual([0, 2, 6]);
});

test('Nothing is tried any more once the services are closed', async () => {
  const { place, triedAt } = unusable();
  const closed = new AbortController();
  void untilUsable([place], silent, closed.signal);
  await vi.advanceTimersByTimeAsync(2 * SECOND);
  closed.abort();
  await vi.advanceTimersByTimeAsync(60 * SECOND);
  expect(triedAt).toEqual([0, 2]);
});
