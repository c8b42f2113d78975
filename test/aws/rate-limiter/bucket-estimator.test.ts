import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BucketEstimator, bucketEstimator } from '../../../src/aws/rate-limiter/bucket-estimator.ts';
import { HYPOTHESES } from '../../../src/aws/rate-limiter/bucket-hypotheses.ts';
import { bucketPosterior, ONE_TOKEN } from '../../../src/aws/rate-limiter/bucket-posterior.ts';
import { bucketProjection, LONGEST_DELAY_MS } from '../../../src/aws/rate-limiter/bucket-projection.ts';
import { throttleShare } from '../../../src/aws/rate-limiter/throttle-share.ts';

/** Sends four calls together, all of which AWS throttles at once. */
function throttled(): BucketEstimator {
  const estimator = bucketEstimator();
  const calls = [0, 0, 0, 0].map((now) => estimator.sent(now));
  for (const call of calls) estimator.record('throttled', call, 1);
  return estimator;
}

describe('An estimator', () => {
  test('delays nothing before AWS throttles, however many calls are in flight', () => {
    const estimator = bucketEstimator();
    for (let call = 0; call < 100; call += 1) {
      expect(estimator.delay(0)).toBe(0);
      estimator.sent(0);
    }
    expect(estimator.perSecond(0)).toBe(Infinity);
  });

  test('delays calls once AWS throttled several together, and ten seconds later no more', () => {
    const estimator = throttled();
    expect(estimator.perSecond(1)).toBeLessThan(Infinity);
    expect(estimator.delay(1)).toBeGreaterThan(0);
    expect(estimator.delay(10_100)).toBe(0);
  });

  test('sends one call at a time while it is not sure of a token', () => {
    const estimator = throttled();
    const now = 1 + estimator.delay(1);
    expect(estimator.delay(now)).toBe(0);
    const call = estimator.sent(now);
    expect(call.chance).toBeLessThan(0.9);
    const alone = estimator.delay(now + 1);
    expect(alone).toBeGreaterThan(0);
    estimator.record('answered', call, now + 1);
    expect(estimator.delay(now + 1)).toBeLessThan(alone);
  });

  test('uses outcomes in the order in which calls were sent', () => {
    const [inOrder, reversed] = [bucketEstimator(), bucketEstimator()];
    const outcomes = ['answered', 'throttled', 'answered', 'throttled', 'throttled'] as const;
    const send = (estimator: BucketEstimator) => outcomes.map((_, index) => estimator.sent(10 * index));
    const [first, second] = [send(inOrder), send(reversed)];
    for (const [index, call] of first.entries()) inOrder.record(outcomes[index] ?? 'unknown', call, 100);
    for (const [index, call] of [...second.entries()].reverse())
      reversed.record(outcomes[index] ?? 'unknown', call, 100);
    expect(second.map(({ likelihood }) => likelihood)).toEqual(first.map(({ likelihood }) => likelihood));
    expect(reversed.perSecond(100)).toBe(inOrder.perSecond(100));
  });

  test('learns nothing from a call whose outcome is unknown', () => {
    const estimator = bucketEstimator();
    const call = estimator.sent(0);
    estimator.record('unknown', call, 20);
    expect(call.likelihood).toBe(1);
    expect(estimator.perSecond(20)).toBe(Infinity);
  });

  test('holds no more than 64 outcomes for a call that does not end', () => {
    const estimator = bucketEstimator();
    const hanging = estimator.sent(0);
    for (let now = 1; now <= 70; now += 1) estimator.record('answered', estimator.sent(now), now);
    expect(hanging.outcome).toBe('unknown');
    estimator.record('throttled', hanging, 80);
    expect(hanging.outcome).toBe('unknown');
  });
});

describe('A projection', () => {
  test('takes a token for each call in flight, and starts again from the posterior', () => {
    const projection = bucketProjection(bucketPosterior());
    const chances = Array.from({ length: 30 }, () => projection.add(0));
    expect(chances[0]).toBeCloseTo(1, 9);
    for (const [index, chance] of chances.slice(1).entries()) expect(chance).toBeLessThanOrEqual(chances[index] ?? 0);
    expect(chances.at(-1)).toBeLessThan(0.7);
    projection.reset();
    expect(projection.add(0)).toBeCloseTo(1, 9);
  });

  test.each([0.65, 0.7, 0.8, 0.9, 0.99])('says when a token is there with probability %d', (least) => {
    const posterior = bucketPosterior();
    const [projection, later] = [bucketProjection(posterior), bucketProjection(posterior)];
    for (let call = 0; call < 30; call += 1) {
      projection.add(0);
      later.add(0);
    }
    const delay = projection.delay(0, least);
    expect(delay).toBeGreaterThan(0);
    expect(delay).toBeLessThanOrEqual(LONGEST_DELAY_MS);
    expect(later.delay(0.97 * delay, least)).toBeGreaterThan(0);
    expect(later.delay(delay, least)).toBe(0);
  });
});

/** Rounding errors of sums of probabilities. */
const ROUNDING = 1e-9;

test('For any outcomes and calls in flight, a projection delays until so many hypotheses have a token, as counting all of them says', () => {
  const outcomes = fc.array(fc.record({ after: fc.nat(400), isThrottled: fc.boolean() }), { maxLength: 40 });
  fc.assert(
    fc.property(outcomes, fc.nat(30), fc.double({ min: 0.05, max: 0.99, noNaN: true }), (calls, inFlight, least) => {
      const posterior = bucketPosterior();
      let now = 0;
      for (const { after, isThrottled } of calls) {
        now += after;
        posterior.update(isThrottled, now);
      }
      const projection = bucketProjection(posterior);
      const tokens = Array.from(posterior.tokens);
      for (let call = 0; call < inFlight; call += 1) {
        projection.add(now);
        for (const [index, left] of tokens.entries()) if (left >= ONE_TOKEN) tokens[index] = left - 1;
      }
      const chanceIn = (milliseconds: number) =>
        tokens.reduce((chance, left, index) => {
          const hasToken = left + milliseconds * (HYPOTHESES.rates[index] as number) >= ONE_TOKEN;
          return hasToken ? chance + (posterior.weights[index] as number) : chance;
        }, 0);
      // Twice, as the first delay leaves the hypotheses in another order.
      for (const delay of [projection.delay(now, least), projection.delay(now, least)]) {
        if (delay < LONGEST_DELAY_MS) expect(chanceIn(delay)).toBeGreaterThanOrEqual(least - ROUNDING);
        if (delay > 0) expect(chanceIn(0.98 * delay)).toBeLessThan(least + ROUNDING);
      }
    }),
  );
});

describe('The share of throttles at random', () => {
  test('approaches the share of the last hundred calls, and never gets to 0', () => {
    const share = throttleShare();
    for (let call = 0; call < 500; call += 1) share.add(call % 5 === 0, 1);
    expect(share.value).toBeGreaterThan(0.15);
    expect(share.value).toBeLessThan(0.2);
    for (let call = 0; call < 2_000; call += 1) share.add(false, 1);
    expect(share.value).toBeGreaterThan(0);
    expect(share.value).toBeLessThan(0.05);
  });

  test('leaves out calls for which there was no token', () => {
    const share = throttleShare();
    const { value } = share;
    for (let call = 0; call < 50; call += 1) share.add(true, 0);
    expect(share.value).toBe(value);
  });
});
