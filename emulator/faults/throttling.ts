import { ServiceError } from '../service-error.ts';

/** A token bucket: `rate` calls a second, `burst` at once, for the service and operation it names (all, when absent). */
export interface Throttle {
  service?: string;
  operation?: string;
  rate: number;
  burst: number;
  /** The error code; by default the protocol's own for "too many calls". */
  code?: string;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/**
 * Token buckets, as AWS throttles: each fills at its rate and holds its burst. A call takes one token of each that it
 * matches, or none when one of them is empty.
 */
export interface Throttling {
  /** @throws ServiceError with AWS's code for too many calls */
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
