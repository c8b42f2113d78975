import { describe, expect, test } from 'vitest';
import { backoff, pause, retryBudget, throttleBackoff } from '../../../src/aws/pipeline/backoff.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

describe('The retry budget', () => {
  test('is a tenth of the first attempts, and ten at most', () => {
    const budget = retryBudget();
    let spent = 0;
    while (budget.spend()) spent += 1;
    expect(spent).toBe(10);
    for (let call = 0; call < 105; call += 1) budget.earn();
    while (budget.spend()) spent += 1;
    expect(spent).toBe(20);
  });
});

test('Backoff is full jitter up to a bound that doubles, two seconds at most', () => {
  expect([0, 1, 2, 3, 10].map((attempts) => backoff(attempts, () => 1))).toEqual([50, 100, 200, 400, 2_000]);
  expect(backoff(10, () => 0)).toBe(0);
});

test('Backoff of a throttled call begins at a fifth of that', () => {
  expect([0, 1, 2, 10].map((attempts) => throttleBackoff(attempts, () => 1))).toEqual([10, 20, 40, 2_000]);
});

test('A pause ends early when its signal is aborted', async () => {
  const clock = virtualClock();
  const controller = new AbortController();
  const paused = pause(1_000, controller.signal, clock);
  controller.abort();
  await paused;
  expect(clock.now()).toBe(0);
});
