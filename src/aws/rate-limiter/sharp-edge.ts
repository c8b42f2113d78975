/**
 * The rate beyond which AWS throttles, where it throttles at once: a token bucket of one call saves nothing, so that each
 * throttle comes at the same rate, and the calls that it answers between two of them say nothing of its rate.
 */
export interface SharpEdge {
  /** True if the latest two throttles that reduced the rate came at the same rate. */
  readonly isSharp: boolean;
  /** Calls a second: the rate of the latest throttle; where the edge is sharp, about the lowest since it is. */
  readonly rate: number;
  /** @param answers how many calls were answered since the throttle before it */
  throttled(rate: number, answers: number): void;
  /** Forgets the edge: the throttles had nothing to do with the rate. */
  reset(): void;
}

/** Two rates are the same up to this share and so many calls a second: a slow rate grows in large steps. */
const SAME = { share: 0.06, perSecond: 0.1 };
/** Fewer answers between two throttles make no edge sharp, nor leave it so: at a slow rate there is no time for many. */
const LEAST_ANSWERS = { toBecomeSharp: 6, toBecomeSharpWhenSlow: 3, toStaySharp: 0.5 };
/** Largest rise of a sharp edge from one throttle to the next: one that rises faster becomes another edge. */
const MOST_RISE = 1.005;

/** Calls a second. */
const SLOW = 2;

const leastAnswers = (rate: number) =>
  rate < SLOW ? LEAST_ANSWERS.toBecomeSharpWhenSlow : LEAST_ANSWERS.toBecomeSharp;

export function sharpEdge(): SharpEdge {
  let isSharp = false;
  let known = 0;
  return {
    get isSharp() {
      return isSharp;
    },
    get rate() {
      return known;
    },
    throttled(rate, answers) {
      const isSame = Math.abs(rate - known) <= SAME.share * known + SAME.perSecond;
      isSharp = isSame && answers >= (isSharp ? LEAST_ANSWERS.toStaySharp : leastAnswers(rate));
      known = isSharp ? Math.min(rate, MOST_RISE * known) : rate;
    },
    reset() {
      isSharp = false;
      known = 0;
    },
  };
}
