import { HYPOTHESES, RATES } from './bucket-hypotheses.ts';
import { throttleShare } from './throttle-share.ts';

/**
 * Probabilities of the token buckets by which AWS may throttle, updated by Bayes' rule with the outcome of each call. The
 * buckets change ("fixed share", Herbster and Warmuth 1998): with time each probability returns to its prior, so that no
 * rate is ruled out for good.
 */
export interface BucketPosterior {
  /** Time of the latest call. Milliseconds of a monotonic clock. */
  readonly at: number;
  /** Tokens of each hypothesis after that call. */
  readonly tokens: Float64Array;
  /** Probability of each hypothesis. */
  readonly weights: Float64Array;
  /** Probability that no bucket limits the rate. */
  readonly unlimited: number;
  /**
   * Updates the probabilities with the outcome of a call; calls are passed in the order in which they were sent.
   *
   * @returns the probability that this outcome had, from 0 to 1
   */
  update(isThrottled: boolean, at: number): number;
  /** Returns to the prior as in so much time without a call. */
  pass(now: number): void;
  /** Median of the rate. Calls a second; Infinity if probably no bucket limits it. */
  medianRate(): number;
}

/** Mean time between two changes of a bucket: how often a higher rate is tried. Milliseconds. */
const CHANGE_MS = 5_000;
/** Probability that AWS answers a call for which a hypothesis has no token: its rate is a little too low. */
const ANSWERED_WITHOUT = 0.15;
/** Most tokens of a bucket that throttled: half of one, as all that is known is that it had less than one. */
const TOKENS_LEFT = 0.5;
/** Rounding errors of a token. */
export const ONE_TOKEN = 1 - 1e-9;

/** Tokens after a call; where the outcome was not predicted, as many as the outcome allows. */
function tokensAfter(isThrottled: boolean, tokens: number): number {
  if (!isThrottled) return Math.max(0, tokens - 1);
  return tokens >= ONE_TOKEN ? TOKENS_LEFT : tokens;
}

export function bucketPosterior(): BucketPosterior {
  const { count, rates, bursts, prior } = HYPOTHESES;
  const weights = Float64Array.from(prior);
  const tokens = Float64Array.from(bursts);
  const atRandom = throttleShare();
  let at = 0;

  function pass(now: number): void {
    const elapsed = now - at;
    if (elapsed <= 0) return;
    at = now;
    const changed = 1 - Math.exp(-elapsed / CHANGE_MS);
    for (let index = 0; index < count; index += 1) {
      const [weight, most] = [weights[index] as number, bursts[index] as number];
      weights[index] = weight + changed * ((prior[index] as number) - weight);
      tokens[index] = Math.min(most, (tokens[index] as number) + elapsed * (rates[index] as number));
    }
  }

  /** Multiplies the weights by the likelihood of the outcome. @returns the sums of all and of those that had a token */
  function weigh(isThrottled: boolean): { total: number; hadToken: number } {
    const likely = isThrottled ? atRandom.value : 1 - atRandom.value;
    const likelyWithout = isThrottled ? 1 - ANSWERED_WITHOUT : ANSWERED_WITHOUT;
    let [total, hadToken] = [0, 0];
    for (let index = 0; index < count; index += 1) {
      const left = tokens[index] as number;
      const hasToken = left >= ONE_TOKEN;
      const weight = (weights[index] as number) * (hasToken ? likely : likelyWithout);
      weights[index] = weight;
      tokens[index] = tokensAfter(isThrottled, left);
      total += weight;
      if (hasToken) hadToken += weight;
    }
    tokens[count - 1] = bursts[count - 1] as number;
    return { total, hadToken };
  }

  return {
    get at() {
      return at;
    },
    tokens,
    weights,
    get unlimited() {
      return weights[count - 1] as number;
    },
    pass,
    update(isThrottled, sentAt) {
      pass(sentAt);
      const { total, hadToken } = weigh(isThrottled);
      for (let index = 0; index < count; index += 1) weights[index] = (weights[index] as number) / total;
      atRandom.add(isThrottled, hadToken / total);
      return total;
    },
    medianRate: () => medianRate(weights),
  };
}

function medianRate(weights: Float64Array): number {
  const unlimited = weights.length - 1;
  let above = weights[unlimited] as number;
  if (above >= 0.5) return Infinity;
  for (let rate = RATES.length - 1; rate > 0; rate -= 1) {
    for (let index = rate; index < unlimited; index += RATES.length) above += weights[index] as number;
    if (above >= 0.5) return RATES[rate] as number;
  }
  return RATES[0] as number;
}
