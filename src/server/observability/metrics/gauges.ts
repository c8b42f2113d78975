import { Gauge, type Registry } from 'prom-client';
import type { AwsPipeline } from '../../../aws/pipeline/pipeline.ts';
import type { LimitedOperation, RateLimiter } from '../../../aws/rate-limiter/rate-limiter.ts';
import type { Readiness } from '../../http/readiness.ts';

const PARTITION = ['service', 'account', 'region'] as const;

/** Gauges, collected lazily on scrape. */
export function gauges(registry: Registry, pipeline: AwsPipeline, readiness: Readiness): void {
  function ofPartitions(name: string, help: string, read: (limiter: RateLimiter) => number): void {
    new Gauge({
      name,
      help,
      labelNames: PARTITION,
      registers: [registry],
      collect() {
        this.reset();
        for (const { service, accountId, region, limiter } of pipeline.snapshot().partitions)
          this.set({ service, account: accountId, region }, read(limiter));
      },
    });
  }
  /** Reports one value for each rate-limited operation, and none for the others. */
  function ofLimitedOperations(name: string, help: string, read: (operation: LimitedOperation) => number): void {
    new Gauge({
      name,
      help,
      labelNames: [...PARTITION, 'operation'],
      registers: [registry],
      collect() {
        this.reset();
        for (const { service, accountId, region, limiter } of pipeline.snapshot().partitions) {
          for (const limited of limiter.limited())
            this.set({ service, account: accountId, region, operation: limited.operation }, read(limited));
        }
      },
    });
  }
  function plain(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  }

  ofPartitions(
    'gateway_aws_rate_limited',
    '1 while any operation is rate-limited because AWS throttled it.',
    (limiter) => Math.min(1, limiter.limited().length),
  );
  ofLimitedOperations(
    'gateway_aws_rate_limit_calls_per_second',
    'Current rate limit of an operation; absent while it is not rate-limited.',
    ({ callsPerSecond }) => callsPerSecond,
  );
  ofPartitions(
    'gateway_aws_queue_length',
    'Calls that wait for the rate or concurrency limiter.',
    ({ waiting }) => waiting,
  );
  ofPartitions('gateway_aws_calls_in_flight', 'Calls in flight.', ({ inFlight }) => inFlight);
  plain(
    'gateway_cache_bytes',
    "Size of AWS's cached answers, in bytes of JSON.",
    () => pipeline.snapshot().cache.bytes,
  );
  plain(
    'gateway_cache_max_bytes',
    'Limit of the cache: GATEWAY_CACHE_BYTES.',
    () => pipeline.snapshot().cache.maxBytes,
  );
  plain('gateway_cache_entries', "Number of AWS's cached answers.", () => pipeline.snapshot().cache.entries);
  plain('gateway_ready', '1 while the gateway is ready: not during startup, not while it drains.', () =>
    Number(readiness.isReady()),
  );
}
