import { ServiceError } from '../service-error.ts';

/** A token bucket: `rate` calls per second, `burst` at once. Without service or operation it counts all calls. */
export interface Throttle {
  service?: string;
  operation?: string;
  rate: number;
  burst: number;
  /** Error code; default `ThrottlingException`. AppStream also declares `RequestLimitExceededException` (F-14). */
  code?: string;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/**
 * Rate limits by token buckets. A call takes one token from each bucket that it matches, or none if one of them is
 * empty.
 */
export interface Throttling {
  /** @throws ServiceError with the code of the empty bucket's throttle */
  take(throttles: readonly Throttle[], service: string, operation: string, now: number): void;
}

export function createThrottling(): Throttling {
  const buckets = new WeakMap<Throttle, Bucket>();

  function fill(throttle: Throttle, now: number): Bucket {
    const { rate, burst } = throttle;
    const bucket = buckets.get(throttle) ?? { tokens: burst, filledAt: now };
    buckets.set(throttle, bucket);
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAt) / 1000) * rate);
    bucket.filledAt = now;
    return bucket;
  }

  return {
    take(throttles, service, operation, now) {
      const matching = throttles.filter(
        (throttle) => (throttle.service ?? service) === service && (throttle.operation ?? operation) === operation,
      );
      const filled = matching.map((throttle) => ({ throttle, bucket: fill(throttle, now) }));
      const empty = filled.find(({ bucket }) => bucket.tokens < 1);
      if (empty) throw new ServiceError(empty.throttle.code ?? 'ThrottlingException', 'Rate exceeded');
      for (const { bucket } of filled) bucket.tokens -= 1;
    },
  };
}
