import { Gauge, type Registry } from 'prom-client';
import type { Door } from '../../aws/door.ts';
import type { Pace } from '../../aws/pace.ts';
import type { Readiness } from '../readiness.ts';

const LANE = ['service', 'account', 'region'] as const;

/** What is, not what happens: read when somebody asks, and at no other time. */
export function gauges(registry: Registry, door: Door, readiness: Readiness): void {
  /** One value for each lane; null leaves it out. */
  function ofLanes(name: string, help: string, read: (pace: Pace) => number | null): void {
    new Gauge({
      name,
      help,
      labelNames: LANE,
      registers: [registry],
      collect() {
        this.reset();
        for (const { service, accountId, region, pace } of door.snapshot().lanes) {
          const value = read(pace);
          if (value !== null) this.set({ service, account: accountId, region }, value);
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

  ofLanes('gateway_aws_pace_limited', '1 while AWS has lately refused calls as too many, and they are paced.', (pace) =>
    Number(pace.isThrottled),
  );
  ofLanes(
    'gateway_aws_pace_calls_per_second',
    'The rate that AWS takes, as it is learned; absent while nothing limits it.',
    ({ callsPerSecond }) => (Number.isFinite(callsPerSecond) ? callsPerSecond : null),
  );
  ofLanes('gateway_aws_queue_length', 'Calls that wait for their turn.', ({ waiting }) => waiting);
  ofLanes('gateway_aws_calls_in_flight', 'Calls that AWS has not answered yet.', ({ underWay }) => underWay);
  plain('gateway_cache_bytes', "What is kept of AWS's answers, in bytes of JSON.", () => door.snapshot().kept.bytes);
  plain('gateway_cache_max_bytes', 'How much may be kept: GATEWAY_CACHE_BYTES.', () => door.snapshot().kept.maxBytes);
  plain('gateway_cache_entries', "How many of AWS's answers are kept.", () => door.snapshot().kept.entries);
  plain('gateway_ready', '1 while the gateway takes requests: not while it starts, not while it drains.', () =>
    Number(readiness.isReady()),
  );
}
