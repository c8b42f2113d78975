import type { Scenario } from './throttling-simulation.ts';

/** A scenario, with what the gateway has to reach in it. */
export interface Goal extends Scenario {
  /** Answers as a share of the optimum. */
  readonly goodput: number;
  /**
   * Throttled calls as a share of the answers, beyond the calls in flight when AWS first throttles: nobody can know
   * before. Without it they are as many as AWS throttles at random.
   */
  readonly throttled?: number;
}

/** Calls in flight at a cold start, and the two that were retried or sent before their outcomes were in, by operation. */
export const AT_FIRST = 24;

const ONE = [40];
const THREE = [20, 10, 10];

function bucket(rate: number, burst: number): Goal {
  const phases = [{ seconds: 60, rate, burst }];
  // A bucket of one call wastes what is not taken at once, and answers every other call of who asks a little too fast.
  // At one a second it takes a tenth of the minute to find the rate.
  const goodput = burst === 1 ? (rate === 1 ? 0.85 : 0.9) : 0.95;
  return {
    name: `${rate} a second, ${burst} at once`,
    clients: ONE,
    phases,
    goodput,
    throttled: rate === 1 ? 0.5 : rate < 5 ? 0.35 : 0.2,
  };
}

const buckets = [1, 2, 5, 20, 50, 100, 200].flatMap((rate) => [1, 5, 20, 100].map((burst) => bucket(rate, burst)));

const threeOperations = [5, 50, 200].flatMap((rate): Goal[] => {
  const phases = [{ seconds: 60, rate, burst: 20 }];
  const name = `${rate} a second, 20 at once, three operations`;
  return [
    { name: `${name} together`, clients: THREE, isShared: true, phases, goodput: 0.9, throttled: 0.4 },
    { name: `${name} each`, clients: THREE, phases, goodput: 0.9, throttled: 0.3 },
  ];
});

const atRandom = [0.001, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2].flatMap((random) =>
  [ONE, THREE].map((clients): Goal => {
    const phases = [{ seconds: 30, random }];
    return { name: `${100 * random} % at random, ${clients.length} operations`, clients, phases, goodput: 0.9 };
  }),
);

const changes = [
  [5, 50, 5],
  [50, 5, 50],
  [20, 100, 20],
  [100, 20, 100],
  [10, 8, 12],
  [50, 40, 60],
  [2, 20, 2],
].map((rates): Goal => {
  const phases = rates.map((rate) => ({ seconds: 40, rate, burst: 10 }));
  return { name: `${rates.join(', then ')} a second`, clients: ONE, phases, goodput: 0.87, throttled: 0.3 };
});

export const GOALS: readonly Goal[] = [...buckets, ...threeOperations, ...atRandom, ...changes];
