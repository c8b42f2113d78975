import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DEFAULT_LIMITS, pageCache } from '../../src/aws/page-cache.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('Sessions are kept for two seconds, everything else for thirty', () => {
  const cache = pageCache();
  vi.advanceTimersByTime(1_000);
  cache.set('sessions', 'sessions', { page: 1 });
  cache.set('fleets', 'fleets', { page: 2 });
  vi.advanceTimersByTime(1_900);
  expect([cache.get('sessions'), cache.get('fleets')]).toEqual([{ page: 1 }, { page: 2 }]);
  vi.advanceTimersByTime(200);
  expect([cache.get('sessions'), cache.get('fleets')]).toEqual([undefined, { page: 2 }]);
  vi.advanceTimersByTime(30_000);
  expect(cache.get('fleets')).toBeUndefined();
});

test('0 milliseconds keep nothing of that kind', () => {
  const cache = pageCache({ ...DEFAULT_LIMITS, keepMs: { ...DEFAULT_LIMITS.keepMs, fleets: 0 } });
  cache.set('fleets', 'fleets', { page: 1 });
  cache.set('stacks', 'stacks', { page: 1 });
  expect([cache.get('fleets'), cache.get('stacks')]).toEqual([undefined, { page: 1 }]);
});

test('What is kept is bounded by bytes: the least recently read makes room', () => {
  const cache = pageCache({ ...DEFAULT_LIMITS, maxBytes: 10_000 });
  const page = { text: 'x'.repeat(1_900) };
  for (const key of ['a', 'b', 'c', 'd', 'e']) cache.set(key, 'sessions', page);
  cache.get('a');
  cache.set('f', 'sessions', page);
  expect(['a', 'b', 'c', 'd', 'e', 'f'].filter((key) => cache.get(key))).toEqual(['a', 'c', 'd', 'e', 'f']);
});

test('0 bytes keep nothing, and a page larger than all of it is not kept', () => {
  for (const maxBytes of [0, 100]) {
    const cache = pageCache({ ...DEFAULT_LIMITS, maxBytes });
    cache.set('key', 'sessions', { text: 'x'.repeat(1_000) });
    expect(cache.get('key')).toBeUndefined();
  }
});
