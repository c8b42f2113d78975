import { fairQueue } from './fair-queue.ts';
import { type LearnedRate, learnedRate } from './learned-rate.ts';

/** How fast one service of one account and region is asked: so many calls at once, and at the rate that it takes. */
export interface Pace {
  /** Whether AWS has lately said that calls are too many. */
  readonly isThrottled: boolean;
  /** How many callers wait for their turn. */
  readonly waiting: number;
  /** How many were let in and have not left. */
  readonly underWay: number;
  /** The rate that it takes, as far as it is known: calls a second; Infinity while nothing limits it. */
  readonly callsPerSecond: number;
  /**
   * Resolves when the caller may send one call, in milliseconds waited; rejects when `signal` is aborted first.
   * Whoever was let in calls `leave`.
   *
   * @param owner callers of one owner wait for each other, those of different owners take turns
   */
  enter(owner: object, signal: AbortSignal): Promise<number>;
  leave(outcome: 'answered' | 'throttled'): void;
}

/** Calls at once per account, region and service: enough to keep a service busy, few enough not to look like an attack. */
const MAX_CALLS_AT_ONCE = 20;

export function pace(maxAtOnce: number = MAX_CALLS_AT_ONCE, rate: LearnedRate = learnedRate()): Pace {
  const queue = fairQueue<() => void>();
  let underWay = 0;
  let timer: NodeJS.Timeout | undefined;

  function admit(): void {
    clearTimeout(timer);
    while (queue.size > 0 && underWay < maxAtOnce) {
      const delay = rate.take(performance.now());
      if (delay > 0) {
        timer = setTimeout(admit, Math.ceil(delay));
        return;
      }
      underWay += 1;
      queue.take()?.();
    }
  }

  return {
    get isThrottled() {
      return rate.isLimited;
    },
    get waiting() {
      return queue.size;
    },
    get underWay() {
      return underWay;
    },
    get callsPerSecond() {
      return rate.perSecond(performance.now());
    },
    enter(owner, signal) {
      const since = performance.now();
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      if (signal.aborted) return Promise.reject(signal.reason);
      const giveUp = () => {
        stepOut();
        reject(signal.reason);
      };
      const stepOut = queue.add(owner, () => {
        signal.removeEventListener('abort', giveUp);
        resolve(performance.now() - since);
      });
      signal.addEventListener('abort', giveUp, { once: true });
      admit();
      return promise;
    },
    leave(outcome) {
      underWay -= 1;
      rate.learn(outcome, performance.now());
      admit();
    },
  };
}
