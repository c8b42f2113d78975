import type { Clock } from '../clock.ts';
import { type AdaptiveRate, adaptiveRate } from './adaptive-rate.ts';
import { bucketEstimator } from './bucket-estimator.ts';
import { type FairQueue, fairQueue, turns } from './fair-queue.ts';

/** An operation of AWS, with its rate and the calls that wait. */
export interface Operation<Waiting> {
  readonly name: string;
  readonly rate: AdaptiveRate;
  readonly queue: FairQueue<Waiting>;
  usedAt: number;
}

/** The operations of one partition. Their queues count turns together. */
export interface LimitedOperations<Waiting> {
  /** Returns the operation of this name; creates it at its first call. */
  of(name: string): Operation<Waiting>;
  all(): readonly Operation<Waiting>[];
  /** Returns the operation whose turn it is to send a call now; if none may, the milliseconds until one may. */
  next(now: number): { readonly operation: Operation<Waiting> | undefined; readonly wait: number };
}

/** Idle time after which the state of an operation is dropped. Milliseconds. */
const IDLE_MS = 60_000;

export function limitedOperations<Waiting>(clock: Clock): LimitedOperations<Waiting> {
  const operations = new Map<string, Operation<Waiting>>();
  const inTurn = turns();
  /** Estimates a bucket that all operations share, once there are several. */
  const shared = bucketEstimator();
  const sharedIfAny = () => (operations.size > 1 ? shared : undefined);

  function create(name: string): Operation<Waiting> {
    const now = clock.now();
    for (const { name: other, queue, usedAt } of operations.values())
      if (queue.size === 0 && now - usedAt > IDLE_MS) operations.delete(other);
    const operation = { name, rate: adaptiveRate(sharedIfAny), queue: fairQueue<Waiting>(inTurn), usedAt: now };
    operations.set(name, operation);
    return operation;
  }

  return {
    of(name) {
      const operation = operations.get(name) ?? create(name);
      operation.usedAt = clock.now();
      return operation;
    },
    all: () => [...operations.values()],
    next(now) {
      let wait = Infinity;
      let first: Operation<Waiting> | undefined;
      for (const operation of operations.values()) {
        if (operation.queue.size === 0) continue;
        const delay = operation.rate.delay(now);
        if (delay > 0) wait = Math.min(wait, delay);
        else if (!first || operation.queue.nextTurn < first.queue.nextTurn) first = operation;
      }
      return { operation: first, wait };
    },
  };
}
