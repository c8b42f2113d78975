import { HYPOTHESES } from './bucket-hypotheses.ts';
import { type BucketPosterior, ONE_TOKEN } from './bucket-posterior.ts';

/** Tokens of each hypothesis if AWS answers all calls in flight, starting from those after the last known outcome. */
export interface BucketProjection {
  /** Restarts from the tokens of the posterior. */
  reset(): void;
  /** Adds a call sent at `now`, and takes its token. @returns the probability that there was one */
  add(now: number): number;
  /** Milliseconds from `now` until a token is there with the probability `least`; at most `LONGEST_DELAY_MS`. */
  delay(now: number, least: number): number;
}

/** Longest delay between two calls: a fifth more than the interval of the lowest rate. Milliseconds. */
export const LONGEST_DELAY_MS = 6_000;
/** Precision of a delay, as a share of it: well within a step of the rates. */
const PRECISION = 0.01;

export function bucketProjection(posterior: BucketPosterior): BucketProjection {
  const { count, rates, bursts } = HYPOTHESES;
  const { weights } = posterior;
  // A local constant: a delay compares it some 10,000 times, and a test runner makes a call of each use of an import.
  const enough = ONE_TOKEN;
  const tokens = Float64Array.from(posterior.tokens);
  let at = posterior.at;

  function pass(now: number): void {
    const elapsed = Math.max(0, now - at);
    at = Math.max(at, now);
    for (let index = 0; index < count; index += 1)
      tokens[index] = Math.min(bursts[index] as number, (tokens[index] as number) + elapsed * (rates[index] as number));
  }

  function chanceIn(milliseconds: number): number {
    let chance = 0;
    for (let index = 0; index < count; index += 1)
      if ((tokens[index] as number) + milliseconds * (rates[index] as number) >= enough)
        chance += weights[index] as number;
    return chance;
  }

  return {
    reset() {
      tokens.set(posterior.tokens);
      at = posterior.at;
    },
    add(now) {
      pass(now);
      let chance = 0;
      for (let index = 0; index < count; index += 1) {
        if ((tokens[index] as number) < enough) continue;
        chance += weights[index] as number;
        tokens[index] = (tokens[index] as number) - 1;
      }
      return chance;
    },
    delay(now, least) {
      pass(now);
      if (chanceIn(0) >= least) return 0;
      let [early, late] = [0, 1];
      while (late < LONGEST_DELAY_MS && chanceIn(late) < least) [early, late] = [late, 2 * late];
      while (late - early > PRECISION * late) {
        const middle = (early + late) / 2;
        if (chanceIn(middle) >= least) late = middle;
        else early = middle;
      }
      return Math.min(LONGEST_DELAY_MS, late);
    },
  };
}
