import type { CallPace, PacedPartition } from '../../aws/call-pace.ts';
import type { Clock } from '../../aws/clock.ts';

export interface CallBudgetOptions {
  /** `GATEWAY_LIVE_CALLS_PER_SECOND`. */
  readonly callsPerSecond: number;
  readonly clock: Clock;
  /** Rate at which AWS accepts calls of a partition, as the rate limiter has learned it; Infinity where it knows no limit. */
  readonly learnedRate: (partition: PacedPartition) => number;
}

/** Share of the learned rate that the reader may use: the rest is for clients. */
const SHARE = 0.5;
/** Time that a slot is not used again after its call. Timers may fire a millisecond early. */
const COOLING_MS = 1_005;

interface Slots {
  /** Calls in flight, and slots that cool down. */
  used: number;
  readonly waiting: Set<() => void>;
}

/**
 * Limits the reader's calls to so many in any second, per partition. A call takes one of `callsPerSecond` slots, which is free
 * again a second after its answer: AWS received the call before it answered, and receives the next one after it is sent, so
 * that latency cannot move more calls into one second. Calls wait in the order of their arrival. Where AWS throttles, slots
 * cool down for longer: the reader uses at most half of the learned rate.
 */
export function callBudget({ callsPerSecond, clock, learnedRate }: CallBudgetOptions): CallPace {
  const partitions = new Map<string, Slots>();

  function slotsOf({ accountId, region, service }: PacedPartition): Slots {
    const key = `${accountId}/${region}/${service}`;
    const slots = partitions.get(key) ?? { used: 0, waiting: new Set() };
    partitions.set(key, slots);
    return slots;
  }

  function admit(slots: Slots): void {
    for (const start of slots.waiting) {
      if (slots.used >= callsPerSecond) return;
      slots.waiting.delete(start);
      slots.used += 1;
      start();
    }
  }

  function coolingOf(partition: PacedPartition): number {
    return Math.max(COOLING_MS, (1_000 * callsPerSecond) / (SHARE * learnedRate(partition)));
  }

  return {
    acquire(partition, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const slots = slotsOf(partition);
      const release = () =>
        void clock.schedule(() => {
          slots.used -= 1;
          admit(slots);
        }, coolingOf(partition));
      const start = () => {
        signal.removeEventListener('abort', leave);
        resolve(release);
      };
      const leave = () => {
        slots.waiting.delete(start);
        reject(signal.reason);
      };
      if (signal.aborted) return Promise.reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      slots.waiting.add(start);
      admit(slots);
      return promise;
    },
  };
}
