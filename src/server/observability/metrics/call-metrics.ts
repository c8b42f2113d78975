import { Counter, Histogram, type Registry } from 'prom-client';
import type { CallObserver, ObservedCall } from '../../../aws/observer.ts';
import type { CostItem } from '../../../aws/upstream-costs.ts';

/** Buckets up to twice the timeout of a silent connection. Seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const OPERATION = ['service', 'operation', 'account', 'region'] as const;
type OperationLabels = Readonly<Record<(typeof OPERATION)[number], string>>;

const labelsOf = ({ service, operation, accountId, region }: ObservedCall): OperationLabels => ({
  service,
  operation,
  account: accountId,
  region,
});

/** Counts calls by service, operation, account and region: the number of series is bounded by configured locations times operations. */
export function callMetrics(registry: Registry): CallObserver {
  const registers = [registry];
  const counter = (name: string, help: string) =>
    new Counter<keyof OperationLabels>({ name, help, labelNames: OPERATION, registers });

  const sent = new Counter({
    name: 'gateway_aws_calls_total',
    help: 'Calls sent to AWS, retries included, by outcome: OK or the error code.',
    labelNames: [...OPERATION, 'code'],
    registers,
  });
  const duration = new Histogram({
    name: 'gateway_aws_call_duration_seconds',
    help: 'Duration of calls to AWS, without the time in the queue of the rate limiter.',
    labelNames: ['service', 'operation'],
    buckets: BUCKETS,
    registers,
  });
  const waited = counter(
    'gateway_aws_wait_seconds_total',
    'Time that calls waited for the rate or concurrency limiter.',
  );
  const counted: Partial<Record<CostItem, Counter<keyof OperationLabels>>> = {
    cached: counter('gateway_aws_cached_total', 'Reads answered from the cache.'),
    coalesced: counter('gateway_aws_coalesced_total', 'Reads coalesced with an identical call in flight.'),
    retried: counter('gateway_aws_retried_total', 'Calls retried after a failure.'),
    throttled: counter('gateway_aws_throttled_total', 'Calls that AWS throttled.'),
  };

  return {
    counted(call, item, amount) {
      if (item === 'waitedMs') waited.inc(labelsOf(call), amount / 1000);
      else counted[item]?.inc(labelsOf(call), amount);
    },
    sent(call) {
      const { service, operation } = call;
      const startedAt = performance.now();
      return (outcome) => {
        duration.observe({ service, operation }, (performance.now() - startedAt) / 1000);
        sent.inc({ ...labelsOf(call), code: 'error' in outcome ? outcome.error.code : 'OK' });
      };
    },
  };
}
