import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HYPOTHESES } from '../../../src/aws/rate-limiter/bucket-hypotheses.ts';
import { type BucketPosterior, bucketPosterior } from '../../../src/aws/rate-limiter/bucket-posterior.ts';

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

/** Asks a bucket of this rate and burst every so many milliseconds, and passes on its outcomes. */
function ask(posterior: BucketPosterior, bucket: { rate: number; burst: number }, every: number, until: number): void {
  let [tokens, at] = [bucket.burst, 0];
  for (let now = every; now <= until; now += every) {
    tokens = Math.min(bucket.burst, tokens + ((now - at) * bucket.rate) / 1_000);
    at = now;
    const isThrottled = tokens < 1;
    if (!isThrottled) tokens -= 1;
    posterior.update(isThrottled, now);
  }
}

describe('The hypotheses', () => {
  test('have a prior that sums to 1, most of it without a bucket', () => {
    expect(sum(HYPOTHESES.prior)).toBeCloseTo(1, 9);
    expect(HYPOTHESES.prior.at(-1)).toBeGreaterThan(0.5);
  });

  test.each([1, 2, 5, 10, 20, 50, 100, 200])('have a rate at %i a second or within a twentieth below', (rate) => {
    const below = [...HYPOTHESES.rates].map((each) => 1_000 * each).filter((each) => each <= rate);
    expect(Math.max(...below) / rate).toBeGreaterThan(1 / 1.05);
  });
});

describe('A posterior', () => {
  test('whatever the outcomes are: its weights are probabilities, and tokens are within the burst', () => {
    const call = fc.record({ after: fc.nat(20_000), isThrottled: fc.boolean() });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 100 }), (calls) => {
        const posterior = bucketPosterior();
        let now = 0;
        for (const { after, isThrottled } of calls) {
          now += after;
          const likelihood = posterior.update(isThrottled, now);
          expect(likelihood).toBeGreaterThan(0);
          expect(likelihood).toBeLessThanOrEqual(1 + 1e-9);
          expect(sum(posterior.weights)).toBeCloseTo(1, 6);
          expect(Math.min(...posterior.weights)).toBeGreaterThanOrEqual(0);
          expect(Math.min(...posterior.tokens)).toBeGreaterThanOrEqual(0);
          expect(posterior.tokens.every((tokens, index) => tokens <= (HYPOTHESES.bursts[index] as number))).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    { rate: 1, burst: 1 },
    { rate: 5, burst: 10 },
    { rate: 20, burst: 1 },
    { rate: 50, burst: 20 },
    { rate: 100, burst: 5 },
  ])('of a bucket of $rate a second, $burst at once, asked 2.7 times as fast: finds its rate', (bucket) => {
    const posterior = bucketPosterior();
    ask(posterior, bucket, 370 / bucket.rate, 20_000);
    expect(posterior.medianRate() / bucket.rate).toBeGreaterThan(0.9);
    expect(posterior.medianRate() / bucket.rate).toBeLessThan(1.2);
  });

  test('without throttles has no limit', () => {
    const posterior = bucketPosterior();
    ask(posterior, { rate: 1_000, burst: 1_000 }, 5, 5_000);
    expect(posterior.medianRate()).toBe(Infinity);
    expect(posterior.unlimited).toBeGreaterThan(0.5);
  });

  test('returns to the prior with time', () => {
    const posterior = bucketPosterior();
    ask(posterior, { rate: 5, burst: 5 }, 50, 5_000);
    expect(posterior.unlimited).toBeLessThan(0.1);
    posterior.pass(65_000);
    expect(posterior.unlimited).toBeCloseTo(HYPOTHESES.prior.at(-1) as number, 3);
    expect(posterior.medianRate()).toBe(Infinity);
  });

  test('takes a call that was sent before the latest one at the same time', () => {
    const posterior = bucketPosterior();
    posterior.update(false, 1_000);
    posterior.update(true, 900);
    expect(posterior.at).toBe(1_000);
    expect(sum(posterior.weights)).toBeCloseTo(1, 9);
  });
});
