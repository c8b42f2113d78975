/** Growth factor right after a reduction: a little less than AWS accepts, so that its bucket fills. */
const REDUCED_TO = 0.96;
/** Growth factor at the end of the second period. */
const PROBED_TO = 1.4;
/** Growth per period from the third on: a bucket of this rate would have throttled by then. */
const FAST_GROWTH = 4;

/**
 * Computes the growth of a rate after a reduction, as in CUBIC: fast up to the estimate, slow around it, then exponential.
 *
 * @param periods time since the reduction, in growth periods
 */
export function growth(periods: number): number {
  if (periods < 1) return 1 - (1 - REDUCED_TO) * (1 - periods) ** 3;
  const probing = periods - 1;
  return probing < 1 ? 1 + 0.1 * probing + 0.3 * probing ** 3 : PROBED_TO * FAST_GROWTH ** (probing - 1);
}

/** Number of calls in a growth period, within the bounds below: enough to see whether AWS throttles. */
const CALLS_A_PERIOD = 8;
const SHORTEST_PERIOD_MS = 1_000;
const LONGEST_PERIOD_MS = 2_500;
/** Period until AWS has throttled a rate that the limiter chose: the rate grows back at once. */
const FIRST_PERIOD_MS = 250;

/** @param rate calls a second of all limited operations of the partition, so that those that share a bucket grow alike */
export function growthPeriod(rate: number, isConfirmed: boolean): number {
  if (!isConfirmed) return FIRST_PERIOD_MS;
  return Math.min(LONGEST_PERIOD_MS, Math.max(SHORTEST_PERIOD_MS, (1_000 * CALLS_A_PERIOD) / rate));
}
