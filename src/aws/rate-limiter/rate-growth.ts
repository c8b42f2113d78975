/** What a rate is multiplied by right after it was reduced: a little less than AWS accepts, so that its bucket fills. */
const REDUCED_TO = 0.96;
/** At the end of the second period the rate has grown to this. */
const PROBED_TO = 1.4;
/** From the third period on, in which a bucket of this rate would have throttled already, it grows so much a period. */
const FAST_GROWTH = 4;

/**
 * The growth of a rate after a reduction, as in CUBIC: fast back to what was good, slow around it, then faster and faster.
 *
 * @param periods time since the reduction, in growth periods
 */
export function growth(periods: number): number {
  if (periods < 1) return 1 - (1 - REDUCED_TO) * (1 - periods) ** 3;
  const probing = periods - 1;
  return probing < 1 ? 1 + 0.1 * probing + 0.3 * probing ** 3 : PROBED_TO * FAST_GROWTH ** (probing - 1);
}

/** A period is the time for so many calls, within the bounds below: long enough to see whether AWS throttles. */
const CALLS_A_PERIOD = 8;
const SHORTEST_PERIOD_MS = 1_000;
const LONGEST_PERIOD_MS = 2_500;
/** Until a rate was throttled that was chosen, not met by chance, it grows back at once. */
const FIRST_PERIOD_MS = 250;

/** @param rate calls a second of all limited operations of the partition: then those that share a bucket grow alike */
export function growthPeriod(rate: number, isConfirmed: boolean): number {
  if (!isConfirmed) return FIRST_PERIOD_MS;
  return Math.min(LONGEST_PERIOD_MS, Math.max(SHORTEST_PERIOD_MS, (1_000 * CALLS_A_PERIOD) / rate));
}
