import type { Scenario } from './throttling-simulation.ts';

/** Throttled calls as a share of the answers, beyond those of a cold start and those that AWS throttles at random. */
const MOST_THROTTLED = 0.3;

/** A scenario, with what the gateway has to reach in it. */
export interface Goal extends Scenario {
  /** Answers as a share of the optimum. */
  readonly goodput: number;
  /**
   * Throttled calls as a share of the answers, beyond the calls in flight when AWS first throttles, which the gateway
   * cannot know before. Without it they are as many as AWS throttles at random.
   */
  readonly throttled?: number;
}

/** Calls in flight at a cold start, and the two that were retried or sent before their outcomes were in, by operation. */
export const AT_FIRST = 24;

const ONE = [40];
const THREE = [20, 10, 10];

/** Length of a phase: two thousand calls, but at least four times the mean time in which the rate limiter expects a change. Seconds. */
const secondsAt = (rate: number) => Math.max(20, Math.min(60, 2_000 / rate));

function bucket(rate: number, burst: number): Goal {
  const phases = [{ seconds: secondsAt(rate), rate, burst }];
  // A bucket of one call wastes what is not used at once. Those of more calls lose nothing by a probe that comes too late.
  const goodput = burst === 1 ? 0.9 : 0.95;
  return { name: `${rate} a second, ${burst} at once`, clients: ONE, phases, goodput, throttled: MOST_THROTTLED };
}

const buckets = [1, 2, 5, 20, 50, 100, 200].flatMap((rate) => [1, 5, 20, 100].map((burst) => bucket(rate, burst)));

const threeOperations = [5, 50, 200].flatMap((rate): Goal[] => {
  const phases = [{ seconds: secondsAt(rate), rate, burst: 20 }];
  const name = `${rate} a second, 20 at once, three operations`;
  return [
    { name: `${name} together`, clients: THREE, isShared: true, phases, goodput: 0.9, throttled: MOST_THROTTLED },
    { name: `${name} each`, clients: THREE, phases, goodput: 0.9, throttled: MOST_THROTTLED },
  ];
});

const atRandom = [0.001, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2].flatMap((random) =>
  [ONE, THREE].map((clients): Goal => {
    const phases = [{ seconds: 5, random }];
    return { name: `${100 * random} % at random, ${clients.length} operations`, clients, phases, goodput: 0.9 };
  }),
);

/**
 * A bucket, and random throttles on top of it. Where a tenth and more of the calls of a slow bucket are throttled at random,
 * there are too few to tell the two apart soon: less is reached.
 */
const both = [5, 50, 200].flatMap((rate) =>
  [0.01, 0.05, 0.1, 0.2].map((random): Goal => {
    const phases = [{ seconds: secondsAt(rate), rate, burst: 10, random }];
    const isHard = random >= 0.1;
    // The calls that AWS throttles at random beside each answer.
    const throttled = (isHard ? 0.6 : MOST_THROTTLED) + random / (1 - random);
    const name = `${rate} a second and ${100 * random} % at random`;
    return { name, clients: ONE, phases, goodput: isHard ? 0.8 : 0.9, throttled };
  }),
);

/** Rates of the phases; null without a bucket. */
const changes = [
  [5, 50, 5],
  [50, 5, 50],
  [20, 100, 20],
  [100, 20, 100],
  [10, 8, 12],
  [50, 40, 60],
  [2, 20, 2],
  [200, 2, 200],
  [1, 100, 1],
  [5, null],
  [null, 5, null],
].map((rates): Goal => {
  const phases = rates.map((rate) =>
    rate === null ? { seconds: 20 } : { seconds: rate >= 200 ? 20 : 40, rate, burst: 10 },
  );
  const name = `${rates.map((rate) => rate ?? 'any').join(', then ')} a second`;
  return { name, clients: ONE, phases, goodput: 0.9, throttled: MOST_THROTTLED };
});

export const GOALS: readonly Goal[] = [...buckets, ...threeOperations, ...atRandom, ...both, ...changes];
