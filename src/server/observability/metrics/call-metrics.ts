import { Counter, Histogram, type Registry } from 'prom-client';
import type { CallObserver, ObservedCall } from '../../../aws/observer.ts';
import type { CostItem } from '../../../aws/upstream-costs.ts';

/** Of AWS's answers, and up to where a silent connection is given up. Seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const OPERATION = ['service', 'operation', 'account', 'region'] as const;
type OperationLabels = Readonly<Record<(typeof OPERATION)[number], string>>;

const labelsOf = ({ service, operation, accountId, region }: ObservedCall): OperationLabels => ({
  service,
  operation,
  account: accountId,
  region,
});

/** Calls by service, operation, account and region: as many series as the configuration has scopes and the code has operations. */
export function callMetrics(registry: Registry): CallObserver {
  const registers = [registry];
  const counter = (name: string, help: string) =>
    new Counter<keyof OperationLabels>({ name, help, labelNames: OPERATION, registers });

  const sent = new Counter({
    name: 'gateway_aws_calls_total',
    help: 'Calls sent to AWS, retries among them, by what came of them: OK or the code of the error.',
    labelNames: [...OPERATION, 'code'],
    registers,
  });
  const duration = new Histogram({
    name: 'gateway_aws_call_duration_seconds',
    help: 'What one call to AWS took, without the time it waited for its turn.',
    labelNames: ['service', 'operation'],
    buckets: BUCKETS,
    registers,
  });
  const waited = counter(
    'gateway_aws_wait_seconds_total',
    'What calls waited for their turn, so as not to be throttled.',
  );
  const counted: Partial<Record<CostItem, Counter<keyof OperationLabels>>> = {
    cached: counter('gateway_aws_cached_total', 'Reads answered with what AWS had answered a moment ago.'),
    coalesced: counter('gateway_aws_coalesced_total', 'Reads answered by an identical call that was under way.'),
    retried: counter('gateway_aws_retried_total', 'Calls sent again after a failure.'),
    throttled: counter('gateway_aws_throttled_total', 'Calls that AWS refused because there were too many.'),
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
