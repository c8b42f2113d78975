/** Measures the calls answered per second, over the last 0.5 to 1 s. */
export interface AnswerRate {
  add(now: number): void;
  perSecond(now: number): number;
  /** Restarts the measurement at `now`. */
  reset(now: number): void;
}

const HALF_MS = 500;
/** Shortest time over which a rate is measured. */
const LEAST_MS = 20;

export function answerRate(): AnswerRate {
  let earlier = { since: 0, answers: 0 };
  let current = { since: 0, answers: 0 };

  function turn(now: number): void {
    const age = now - current.since;
    if (age < HALF_MS) return;
    earlier = age < 2 * HALF_MS ? current : { since: now, answers: 0 };
    current = { since: now, answers: 0 };
  }

  return {
    add(now) {
      turn(now);
      current.answers += 1;
    },
    perSecond(now) {
      turn(now);
      return (1_000 * (earlier.answers + current.answers)) / Math.max(LEAST_MS, now - earlier.since);
    },
    reset(now) {
      earlier = { since: now, answers: 0 };
      current = { since: now, answers: 0 };
    },
  };
}
