import { describe, expect, test } from 'vitest';
import { type AdaptiveRate, adaptiveRate } from '../../../src/aws/rate-limiter/adaptive-rate.ts';

/** No operations beside it. */
const alone = () => undefined;

/** Sends one call at `now`, whose outcome is in 20 ms later. */
function call(rate: AdaptiveRate, now: number, isThrottled = false): void {
  rate.record(isThrottled ? 'throttled' : 'answered', rate.sent(now), now + 20);
}

/** Sends calls for so long as fast as the rate allows, at most 200 a second; how many. */
function send(rate: AdaptiveRate, { from, to }: { from: number; to: number }): number {
  let calls = 0;
  for (let now = from; now < to; now += 5) {
    if (rate.delay(now) > 0) continue;
    call(rate, now);
    calls += 1;
  }
  return calls;
}

test('What AWS never throttles is not limited', () => {
  const rate = adaptiveRate(alone);
  for (let now = 0; now < 1_000; now += 1) call(rate, now);
  expect(rate.delay(1_000)).toBe(0);
  expect(rate.perSecond(1_000)).toBe(Infinity);
});

test('A single throttle limits nothing, cold or not', () => {
  const [cold, warm] = [adaptiveRate(alone), adaptiveRate(alone)];
  call(cold, 0, true);
  expect(cold.perSecond(30)).toBe(Infinity);
  for (let now = 0; now < 500; now += 5) call(warm, now);
  call(warm, 500, true);
  expect(warm.perSecond(530)).toBe(Infinity);
});

describe('A cold start that AWS throttles altogether', () => {
  function throttled(): AdaptiveRate {
    const rate = adaptiveRate(alone);
    for (let now = 0; now < 4; now += 1) call(rate, now, true);
    return rate;
  }

  test('limits the rate', () => {
    const rate = throttled();
    expect(rate.perSecond(30)).toBeLessThan(100);
  });

  test('is back at 100 calls a second within one, when AWS throttles no more', () => {
    const rate = throttled();
    expect(send(rate, { from: 30, to: 1_030 })).toBeGreaterThan(30);
    expect(rate.perSecond(1_030)).toBeGreaterThan(100);
  });
});

test('A later throttle reduces the rate by no more than a tenth, and it is back within a second', () => {
  const rate = adaptiveRate(alone);
  for (let now = 0; now < 4; now += 1) call(rate, now, true);
  send(rate, { from: 30, to: 3_030 });
  const before = Math.min(100, rate.perSecond(3_030));
  call(rate, 3_030, true);
  call(rate, 3_035, true);
  expect(rate.perSecond(3_060)).toBeGreaterThan(0.9 * before);
  expect(send(rate, { from: 3_060, to: 4_060 })).toBeGreaterThan(0.94 * before);
});

test('A rate that is not used for ten seconds is not limited any more', () => {
  const rate = adaptiveRate(alone);
  for (let now = 0; now < 4; now += 1) call(rate, now, true);
  expect(rate.perSecond(10_030)).toBe(Infinity);
});
