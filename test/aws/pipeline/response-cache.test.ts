import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Cacheable, DEFAULT_LIMITS, responseCache } from '../../../src/aws/pipeline/response-cache.ts';

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

test('Sessions are kept for two seconds, everything else for thirty', () => {
  const cache = responseCache();
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

test('0 milliseconds keep nothing of that kind', () => {
  const cache = responseCache({ ...DEFAULT_LIMITS, ttlMs: { ...DEFAULT_LIMITS.ttlMs, fleets: 0 } });
  cache.set('fleets', fleets, { page: 1 });
  cache.set('stacks', stacks, { page: 1 });
  expect([cache.get('fleets'), cache.get('stacks')]).toEqual([undefined, { page: 1 }]);
});

test('What is kept is bounded by bytes: the least recently read makes room', () => {
  const cache = responseCache({ ...DEFAULT_LIMITS, maxBytes: 10_000 });
  const page = { text: 'x'.repeat(1_900) };
  for (const key of ['a', 'b', 'c', 'd', 'e']) cache.set(key, sessions, page);
  cache.get('a');
  cache.set('f', sessions, page);
  expect(['a', 'b', 'c', 'd', 'e', 'f'].filter((key) => cache.get(key))).toEqual(['a', 'c', 'd', 'e', 'f']);
});

test('0 bytes keep nothing, and a page larger than all of it is not kept', () => {
  for (const maxBytes of [0, 100]) {
    const cache = responseCache({ ...DEFAULT_LIMITS, maxBytes });
    cache.set('key', sessions, { text: 'x'.repeat(1_000) });
    expect(cache.get('key')).toBeUndefined();
  }
});

describe('A page of a list', () => {
  test('is served to who follows a cursor into it for 30 seconds, and to nobody else for longer than its kind', () => {
    const cache = responseCache();
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

  test('is kept for nobody where its kind is not cached', () => {
    const cache = responseCache({ ...DEFAULT_LIMITS, ttlMs: { ...DEFAULT_LIMITS.ttlMs, sessions: 0 } });
    cache.set('page', sessions, { page: 1 });
    expect(cache.get('page', true)).toBeUndefined();
  });
});

test('What is changing by itself is cached for two seconds, or less where its kind is', () => {
  const changing = { ...fleets, isTransitional: () => true };
  const cache = responseCache();
  vi.advanceTimersByTime(1_000);
  cache.set('fleets', changing, { page: 1 });
  vi.advanceTimersByTime(1_900);
  expect(cache.get('fleets')).toEqual({ page: 1 });
  vi.advanceTimersByTime(200);
  expect(cache.get('fleets')).toBeUndefined();

  const brief = responseCache({ ...DEFAULT_LIMITS, ttlMs: { ...DEFAULT_LIMITS.ttlMs, fleets: 500 } });
  brief.set('fleets', changing, { page: 1 });
  vi.advanceTimersByTime(600);
  expect(brief.get('fleets')).toBeUndefined();
});
