/** Token buckets by which AWS may throttle, as parallel arrays, and last the hypothesis that no bucket limits the rate. */
export interface BucketHypotheses {
  readonly count: number;
  /** Tokens that each bucket gains. Per millisecond. */
  readonly rates: Float64Array;
  /** Most tokens that each bucket holds. */
  readonly bursts: Float64Array;
  /** Probability of each before any call; the sum is 1. */
  readonly prior: Float64Array;
}

/**
 * Range of rates; 20 calls in flight seldom exceed the highest. The lowest puts a hypothesis half a percent below 1, 2 and 5
 * a second and not above them: a bucket of one token throttles every call that comes a little too early. Calls a second.
 */
const [LEAST_RATE, MOST_RATE] = [0.199, 500];
/** Ratio of a rate to the next lower one: a bucket between the two costs at most this much of its goodput. */
const STEP = 1.05;
/** A bucket of one token wastes what is not used at once; the others differ only after idle time. */
const BURSTS = [1, 5, 25];
/** Prior probability that no bucket limits the rate: above one half, so that an idle operation becomes unlimited. */
const NO_BUCKET = 0.6;
/** Exponent of the prior by rate: a quarter of it is below 31, and half below 125 calls a second. */
const SKEW = 0.5;

export const RATES: readonly number[] = Array.from(
  { length: Math.ceil(Math.log(MOST_RATE / LEAST_RATE) / Math.log(STEP)) },
  (_, index) => LEAST_RATE * STEP ** index,
);

const buckets = BURSTS.flatMap((burst) => RATES.map((rate) => ({ rate, burst })));
const total = buckets.reduce((sum, { rate }) => sum + rate ** SKEW, 0);

/** Hypotheses of a bucket in ascending order of their rate for each burst. */
export const HYPOTHESES: BucketHypotheses = {
  count: buckets.length + 1,
  rates: Float64Array.from([...buckets.map(({ rate }) => rate / 1_000), 1e9]),
  bursts: Float64Array.from([...buckets.map(({ burst }) => burst), 1e9]),
  prior: Float64Array.from([...buckets.map(({ rate }) => ((1 - NO_BUCKET) * rate ** SKEW) / total), NO_BUCKET]),
};
