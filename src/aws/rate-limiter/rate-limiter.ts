import { type Clock, systemClock } from '../clock.ts';
import type { Owner } from '../owner.ts';
import { limitedOperations, type Operation } from './limited-operations.ts';

/**
 * Limits the concurrent calls to one partition (account × region × service), and the rate of each operation to what AWS
 * accepts. AWS throttles by operation, so a throttled operation does not slow the others down.
 */
export interface RateLimiter {
  /** Number of calls that wait for a permit. */
  readonly waiting: number;
  /** Number of permits that are acquired and not released. */
  readonly inFlight: number;
  /** Lists the operations that are limited, with the current rate of each. */
  limited(): readonly LimitedOperation[];
  isLimited(operation: string): boolean;
  /**
   * Resolves with a permit to send one call of the operation; rejects when `signal` is aborted first.
   *
   * @param owner request that makes the call: callers take turns, and so do the requests of one caller
   */
  acquire(operation: string, owner: Owner, signal: AbortSignal): Promise<Permit>;
}

export interface LimitedOperation {
  readonly operation: string;
  readonly callsPerSecond: number;
}

export interface Permit {
  readonly waitedMs: number;
  /** @param outcome `unknown` when the call failed without saying whether AWS accepted it */
  release(outcome: 'answered' | 'throttled' | 'unknown'): void;
}

/** Starts a call that waits for a permit. */
type Waiting = (permit: Omit<Permit, 'waitedMs'>) => void;

/** Calls in flight at once per partition: enough to keep a service busy, few enough not to overload it. */
const MAX_IN_FLIGHT = 20;
export interface RateLimiterOptions {
  readonly maxInFlight?: number;
  readonly clock?: Clock;
}

export function rateLimiter({
  maxInFlight = MAX_IN_FLIGHT,
  clock = systemClock,
}: RateLimiterOptions = {}): RateLimiter {
  const operations = limitedOperations<Waiting>(clock);
  let inFlight = 0;
  let waiting = 0;
  let cancelTimer = () => {};

  function admit(): void {
    cancelTimer();
    const now = clock.now();
    while (inFlight < maxInFlight) {
      const { operation, wait } = operations.next(now);
      if (!operation) {
        if (wait < Infinity) cancelTimer = clock.schedule(admit, wait);
        return;
      }
      send(operation, now);
    }
  }

  function send({ rate, queue }: Operation<Waiting>, now: number): void {
    const call = rate.sent(now);
    inFlight += 1;
    waiting -= 1;
    queue.take()?.({
      release(outcome) {
        inFlight -= 1;
        rate.record(outcome, call, clock.now());
        admit();
      },
    });
  }

  function limited(): LimitedOperation[] {
    const now = clock.now();
    const rates = operations.all().map(({ name, rate }) => ({ operation: name, callsPerSecond: rate.perSecond(now) }));
    return rates.filter(({ callsPerSecond }) => callsPerSecond < Infinity);
  }

  return {
    get waiting() {
      return waiting;
    },
    get inFlight() {
      return inFlight;
    },
    limited,
    isLimited: (operation) => limited().some((known) => known.operation === operation),
    acquire(name, owner, signal) {
      const since = clock.now();
      const { promise, resolve, reject } = Promise.withResolvers<Permit>();
      if (signal.aborted) return Promise.reject(signal.reason);
      const giveUp = () => {
        remove();
        waiting -= 1;
        reject(signal.reason);
      };
      waiting += 1;
      const remove = operations.of(name).queue.add(owner, (permit) => {
        signal.removeEventListener('abort', giveUp);
        resolve({ ...permit, waitedMs: clock.now() - since });
      });
      signal.addEventListener('abort', giveUp, { once: true });
      admit();
      return promise;
    },
  };
}
