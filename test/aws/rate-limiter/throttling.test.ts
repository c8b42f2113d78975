import { describe, expect, test } from 'vitest';
import { AT_FIRST, GOALS } from '../../support/throttling-scenarios.ts';
import { simulate } from '../../support/throttling-simulation.ts';

const SEED = 1;

describe(`In virtual time, seed ${SEED}`, () => {
  test.each(GOALS)('$name: goodput is at least $goodput of the optimum', async (goal) => {
    const { answered, throttled, optimum } = await simulate(goal, SEED);
    expect(answered / optimum).toBeGreaterThan(goal.goodput);
    if (goal.throttled !== undefined)
      expect((throttled - AT_FIRST * goal.clients.length) / answered).toBeLessThan(goal.throttled);
  });

  test('a run repeats for its seed', async () => {
    const [goal] = GOALS.slice(5);
    if (!goal) throw new Error('There is no scenario.');
    expect(await simulate(goal, 7)).toEqual(await simulate(goal, 7));
  });
});
