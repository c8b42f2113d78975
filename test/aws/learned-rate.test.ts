import { describe, expect, test } from 'vitest';
import { learnedRate } from '../../src/aws/learned-rate.ts';

/** A service that throttles by token bucket, asked as fast as the rate allows for so many seconds. Time is simulated. */
function ask({ rate, burst, seconds }: { rate: number; burst: number; seconds: number }) {
  const learned = learnedRate();
  const answered: number[] = [];
  let [refused, tokens, filledAt] = [0, burst, 0];
  for (let now = 0; now < seconds * 1_000; now += 5) {
    while (learned.take(now) === 0) {
      tokens = Math.min(burst, tokens + ((now - filledAt) / 1_000) * rate);
      filledAt = now;
      if (tokens >= 1) {
        tokens -= 1;
        answered.push(now);
        learned.learn('answered', now);
      } else {
        refused += 1;
        learned.learn('throttled', now);
      }
    }
  }
  return { answered: answered.length, refused, possible: burst + rate * seconds };
}

describe.each([
  { rate: 5, burst: 5 },
  { rate: 50, burst: 5 },
  { rate: 2, burst: 2 },
  { rate: 20, burst: 10 },
  { rate: 100, burst: 50 },
])('A service that takes $rate calls a second, $burst at once', ({ rate, burst }) => {
  test('is used to at least 0.9 of that, with few refusals', () => {
    const { answered, refused, possible } = ask({ rate, burst, seconds: 60 });
    expect(answered / possible).toBeGreaterThan(0.9);
    expect(refused / answered).toBeLessThan(0.25);
  });
});

test('A service that refuses nothing is not limited', () => {
  const learned = learnedRate();
  for (let call = 0; call < 1_000; call += 1) expect(learned.take(0)).toBe(0);
  expect(learned.isLimited).toBe(false);
});

test('One refusal halves the rate', () => {
  const learned = learnedRate();
  for (let call = 0; call < 10; call += 1) learned.learn('answered', 900);
  learned.learn('throttled', 1_000);
  expect(learned.isLimited).toBe(true);
  // Ten calls were answered within the last second: five a second are next.
  expect(learned.take(1_000)).toBeGreaterThan(0);
  expect(learned.take(1_100)).toBe(0);
  learned.take(1_100);
  expect(learned.take(1_100)).toBeGreaterThan(100);
});

test('Refusals of one moment are one refusal', () => {
  const [once, often] = [learnedRate(), learnedRate()];
  for (const learned of [once, often]) for (let call = 0; call < 10; call += 1) learned.learn('answered', 900);
  once.learn('throttled', 1_000);
  for (let call = 0; call < 10; call += 1) often.learn('throttled', 1_000 + call);
  const waits = [once, often].map((learned) => {
    learned.take(1_200);
    learned.take(1_200);
    return learned.take(1_200);
  });
  expect(waits[0]).toBe(waits[1]);
});

test('The rate grows back, and after a long peace limits nobody', () => {
  const learned = learnedRate();
  learned.learn('answered', 0);
  learned.learn('throttled', 0);
  learned.take(10 * 60_000);
  expect(learned.isLimited).toBe(false);
});
