import { describe, expect, test } from 'vitest';
import { AT_FIRST, GOALS, type Goal } from '../../support/throttling-scenarios.ts';
import { simulate } from '../../support/throttling-simulation.ts';

const SEED = 1;
const FURTHER_SEEDS = [2, 3];

/** Buckets of one call, where calls that are a little early or late cost answers, and slow ones, where each probe counts. */
const HARDEST = GOALS.filter(({ phases: [phase] }) => phase?.burst === 1 || (phase?.rate ?? Infinity) <= 2);

async function expectReached(goal: Goal, seed: number): Promise<void> {
  const { answered, throttled, optimum } = await simulate(goal, seed);
  expect(answered / optimum).toBeGreaterThan(goal.goodput);
  if (goal.throttled !== undefined)
    expect((throttled - AT_FIRST * goal.clients.length) / answered).toBeLessThan(goal.throttled);
}

describe(`In virtual time, seed ${SEED}`, () => {
  test.each(GOALS)('$name: goodput is at least $goodput of the optimum', async (goal) => {
    await expectReached(goal, SEED);
  });

  test('a run repeats for its seed', async () => {
    const [goal] = GOALS.slice(5);
    if (!goal) throw new Error('There is no scenario.');
    expect(await simulate(goal, 7)).toEqual(await simulate(goal, 7));
  });
});

describe.each(FURTHER_SEEDS)('In virtual time, seed %i', (seed) => {
  test.each(HARDEST)('$name: goodput is at least $goodput of the optimum', async (goal) => {
    await expectReached(goal, seed);
  });
});
