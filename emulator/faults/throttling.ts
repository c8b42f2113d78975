import type { Throttle } from '../habits.ts';
import { ServiceError } from '../service-error.ts';

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Token buckets, as AWS throttles: each fills at its rate, holds its burst, and a call takes one token of each that it matches. */
export interface Throttling {
  /** @throws ServiceError with AWS's code for too many calls */
  take(throttles: readonly Throttle[], service: string, operation: string, now: number): void;
}

export function createThrottling(): Throttling {
  const buckets = new WeakMap<Throttle, Bucket>();
  return {
    take(throttles, service, operation, now) {
      for (const throttle of throttles) {
        if (throttle.service !== undefined && throttle.service !== service) continue;
        if (throttle.operation !== undefined && throttle.operation !== operation) continue;
        const bucket = buckets.get(throttle) ?? { tokens: throttle.burst, filledAt: now };
        buckets.set(throttle, bucket);
        bucket.tokens = Math.min(throttle.burst, bucket.tokens + ((now - bucket.filledAt) / 1000) * throttle.rate);
        bucket.filledAt = now;
        if (bucket.tokens < 1) throw new ServiceError(throttle.code ?? 'ThrottlingException', 'Rate exceeded');
        bucket.tokens -= 1;
      }
    },
  };
}
