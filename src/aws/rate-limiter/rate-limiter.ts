import { type Clock, systemClock } from '../clock.ts';
import type { Owner } from '../owner.ts';
import { type AdaptiveRate, adaptiveRate, type Peers } from './adaptive-rate.ts';
import { type FairQueue, fairQueue, turns } from './fair-queue.ts';

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

interface Operation {
  readonly name: string;
  readonly rate: AdaptiveRate;
  readonly queue: FairQueue<(permit: Omit<Permit, 'waitedMs'>) => void>;
  usedAt: number;
}

/** Calls in flight at once per partition: enough to keep a service busy, few enough not to overload it. */
const MAX_IN_FLIGHT = 20;
/** Idle time after which the state of an operation is dropped. Milliseconds. */
const IDLE_MS = 60_000;

export interface RateLimiterOptions {
  readonly maxInFlight?: number;
  readonly clock?: Clock;
}

export function rateLimiter({
  maxInFlight = MAX_IN_FLIGHT,
  clock = systemClock,
}: RateLimiterOptions = {}): RateLimiter {
  const operations = new Map<string, Operation>();
  const inTurn = turns();
  let inFlight = 0;
  let waiting = 0;
  let cancelTimer = () => {};
  /** Earliest time of the next call of any limited operation: spaces out operations that share a bucket. */
  let spacedUntil = 0;

  const limitedOperations = () => [...operations.values()].filter(({ rate }) => rate.isLimited);
  const peers: Peers = {
    estimate: () => limitedOperations().reduce((sum, { rate }) => sum + rate.estimate, 0),
    areInTrial: () =>
      [...operations.values()].every(({ rate }) => !rate.isSuspect && rate.isInTrial === rate.isLimited),
    trialStarted(now) {
      for (const { rate } of operations.values()) rate.joinTrial(now);
    },
  };

  function operationOf(name: string): Operation {
    const now = clock.now();
    const known = operations.get(name);
    if (known) {
      known.usedAt = now;
      return known;
    }
    for (const { name, queue, usedAt } of operations.values())
      if (queue.size === 0 && now - usedAt > IDLE_MS) operations.delete(name);
    const operation: Operation = { name, rate: adaptiveRate(peers), queue: fairQueue(inTurn), usedAt: now };
    operations.set(name, operation);
    return operation;
  }

  function delayOf({ rate }: Operation, now: number): number {
    const delay = rate.delay(now);
    return rate.isLimited ? Math.max(delay, spacedUntil - now) : delay;
  }

  /** Milliseconds between two calls of any limited operations; 0 if only one is limited. */
  function spacing(now: number): number {
    const limited = limitedOperations();
    if (limited.length < 2) return 0;
    return 1_000 / limited.reduce((sum, { rate }) => sum + rate.perSecond(now), 0);
  }

  function admit(): void {
    cancelTimer();
    const now = clock.now();
    while (inFlight < maxInFlight) {
      let next: Operation | undefined;
      let wait = Infinity;
      for (const operation of operations.values()) {
        if (operation.queue.size === 0) continue;
        const delay = delayOf(operation, now);
        if (delay > 0) wait = Math.min(wait, delay);
        else if (!next || operation.queue.nextTurn < next.queue.nextTurn) next = operation;
      }
      if (!next) {
        if (wait < Infinity) cancelTimer = clock.schedule(admit, wait);
        return;
      }
      send(next, now);
    }
  }

  function send({ rate, queue }: Operation, now: number): void {
    const call = rate.sent(now);
    if (rate.isLimited) spacedUntil = Math.max(spacedUntil, now - 1) + spacing(now);
    inFlight += 1;
    waiting -= 1;
    queue.take()?.({
      release(outcome) {
        inFlight -= 1;
        if (outcome !== 'unknown') rate.record(outcome === 'throttled', call, clock.now());
        admit();
      },
    });
  }

  function limited(): LimitedOperation[] {
    const rates = [...operations.values()].map(({ name, rate }) => ({
      operation: name,
      callsPerSecond: rate.perSecond(clock.now()),
    }));
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
      const remove = operationOf(name).queue.add(owner, (permit) => {
        signal.removeEventListener('abort', giveUp);
        resolve({ ...permit, waitedMs: clock.now() - since });
      });
      signal.addEventListener('abort', giveUp, { once: true });
      admit();
      return promise;
    },
  };
}
