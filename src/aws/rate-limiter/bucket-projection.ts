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

/** Part of an order. */
interface Part {
  readonly start: number;
  readonly end: number;
}

/** Longest delay between two calls: a fifth more than the interval of the lowest rate. Milliseconds. */
export const LONGEST_DELAY_MS = 6_000;
/** Precision of a delay, as a share of it: well within a step of the rates. */
const PRECISION = 0.01;

export function bucketProjection(posterior: BucketPosterior): BucketProjection {
  const { count, rates, bursts } = HYPOTHESES;
  const { weights } = posterior;
  // A local constant: a delay compares it some thousand times.
  const enough = ONE_TOKEN;
  const tokens = Float64Array.from(posterior.tokens);
  let at = posterior.at;

  function pass(now: number): void {
    const elapsed = Math.max(0, now - at);
    at = Math.max(at, now);
    for (let index = 0; index < count; index += 1)
      tokens[index] = Math.min(bursts[index] as number, (tokens[index] as number) + elapsed * (rates[index] as number));
  }

  /** Hypotheses in the order in which a delay has divided them. */
  const order = Uint16Array.from({ length: count }, (_, index) => index);

  /** Divides a part of the order: first those that have a token in so many milliseconds. @returns where they end, and their probability */
  function divide({ start, end }: Part, milliseconds: number): { middle: number; chance: number } {
    let [middle, chance] = [start, 0];
    for (let place = start; place < end; place += 1) {
      const index = order[place] as number;
      if ((tokens[index] as number) + milliseconds * (rates[index] as number) < enough) continue;
      chance += weights[index] as number;
      order[place] = order[middle] as number;
      order[middle] = index;
      middle += 1;
    }
    return { middle, chance };
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
      const open = { start: 0, end: count };
      /** Probability of a token before `open`. */
      let before = 0;
      /** Tells if a token is likely enough by then. Hypotheses that are on one side of the delay for certain are not looked at again. */
      const isEnough = (milliseconds: number) => {
        const { middle, chance } = divide(open, milliseconds);
        if (before + chance >= least) {
          open.end = middle;
          return true;
        }
        before += chance;
        open.start = middle;
        return false;
      };
      if (isEnough(0)) return 0;
      let [early, late] = [0, 1];
      while (late < LONGEST_DELAY_MS && !isEnough(late)) [early, late] = [late, 2 * late];
      while (late - early > PRECISION * late) {
        const middle = (early + late) / 2;
        if (isEnough(middle)) late = middle;
        else early = middle;
      }
      return Math.min(LONGEST_DELAY_MS, late);
    },
  };
}
