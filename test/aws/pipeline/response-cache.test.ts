import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Cacheable } from '../../../src/aws/client.ts';
import { responseCache } from '../../../src/aws/pipeline/response-cache.ts';
import { CACHE_LIMITS } from '../../support/aws-call.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const [sessions, fleets, stacks] = (['sessions', 'fleets', 'stacks'] as const).map((kind) => ({
  kind,
  isList: true,
})) as [Cacheable, Cacheable, Cacheable];

test('Sessions are cached for two seconds by default, everything else for thirty', () => {
  const cache = responseCache(CACHE_LIMITS);
  vi.advanceTimersByTime(1_000);
  cache.set('sessions', sessions, { page: 1 });
  cache.set('fleets', fleets, { page: 2 });
  vi.advanceTimersByTime(1_900);
  expect([cache.get('sessions'), cache.get('fleets')]).toEqual([{ page: 1 }, { page: 2 }]);
  vi.advanceTimersByTime(200);
  expect([cache.get('sessions'), cache.get('fleets')]).toEqual([undefined, { page: 2 }]);
  vi.advanceTimersByTime(30_000);
  expect(cache.get('fleets')).toBeUndefined();
});

test('A TTL of 0 disables the cache for that kind', () => {
  const cache = responseCache({ ...CACHE_LIMITS, ttlMs: { ...CACHE_LIMITS.ttlMs, fleets: 0 } });
  cache.set('fleets', fleets, { page: 1 });
  cache.set('stacks', stacks, { page: 1 });
  expect([cache.get('fleets'), cache.get('stacks')]).toEqual([undefined, { page: 1 }]);
});

test('The cache is bounded by bytes; the least recently used answer is evicted', () => {
  const cache = responseCache({ ...CACHE_LIMITS, maxBytes: 10_000 });
  const page = { text: 'x'.repeat(1_900) };
  for (const key of ['a', 'b', 'c', 'd', 'e']) cache.set(key, sessions, page);
  cache.get('a');
  cache.set('f', sessions, page);
  expect(['a', 'b', 'c', 'd', 'e', 'f'].filter((key) => cache.get(key))).toEqual(['a', 'c', 'd', 'e', 'f']);
});

test('0 bytes disable the cache, and an answer larger than the cache is not cached', () => {
  for (const maxBytes of [0, 100]) {
    const cache = responseCache({ ...CACHE_LIMITS, maxBytes });
    cache.set('key', sessions, { text: 'x'.repeat(1_000) });
    expect(cache.get('key')).toBeUndefined();
  }
});

describe('A page of a list', () => {
  test('is served for 30 seconds to clients that follow a cursor into it, and to others until its TTL', () => {
    const cache = responseCache(CACHE_LIMITS);
    vi.advanceTimersByTime(1_000);
    cache.set('page', sessions, { page: 1 });
    cache.set('look-up', { ...sessions, isList: false }, { page: 2 });
    vi.advanceTimersByTime(29_900);
    expect(cache.get('page')).toBeUndefined();
    expect(cache.get('page', true)).toEqual({ page: 1 });
    expect(cache.get('look-up', true)).toBeUndefined();
    vi.advanceTimersByTime(200);
    expect(cache.get('page', true)).toBeUndefined();
  });

  test('is not cached at all if the TTL of its kind is 0', () => {
    const cache = responseCache({ ...CACHE_LIMITS, ttlMs: { ...CACHE_LIMITS.ttlMs, sessions: 0 } });
    cache.set('page', sessions, { page: 1 });
    expect(cache.get('page', true)).toBeUndefined();
  });
});

test('An answer with a resource that is changing state is cached for two seconds, or for its TTL if that is shorter', () => {
  const changing = { ...fleets, isTransitional: () => true };
  const cache = responseCache(CACHE_LIMITS);
  vi.advanceTimersByTime(1_000);
  cache.set('fleets', changing, { page: 1 });
  vi.advanceTimersByTime(1_900);
  expect(cache.get('fleets')).toEqual({ page: 1 });
  vi.advanceTimersByTime(200);
  expect(cache.get('fleets')).toBeUndefined();

  const brief = responseCache({ ...CACHE_LIMITS, ttlMs: { ...CACHE_LIMITS.ttlMs, fleets: 500 } });
  brief.set('fleets', changing, { page: 1 });
  vi.advanceTimersByTime(600);
  expect(brief.get('fleets')).toBeUndefined();
});

test('A kind without a TTL is a programming error', () => {
  expect(() => responseCache(CACHE_LIMITS).set('key', { kind: 'volumes', isList: true }, {})).toThrow('volumes');
});
