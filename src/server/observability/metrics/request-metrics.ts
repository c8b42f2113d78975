import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { RequestHooks } from '../lifecycle-hooks.ts';

/** Buckets from a cached answer to the deadline of a request. Seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Counts GraphQL requests by type of operation: clients choose operation names, so as a label they would have no bound. */
export function requestMetrics(registry: Registry): RequestHooks {
  const registers = [registry];
  const requests = new Counter({
    name: 'gateway_requests_total',
    help: 'GraphQL requests answered, by type of operation (none: nothing was executed) and HTTP status (gone: the client disconnected).',
    labelNames: ['type', 'status'],
    registers,
  });
  const errors = new Counter({
    name: 'gateway_request_errors_total',
    help: 'GraphQL requests whose answer has errors, by error code; a request counts once for each of its codes.',
    labelNames: ['type', 'code'],
    registers,
  });
  const duration = new Histogram({
    name: 'gateway_request_duration_seconds',
    help: 'Duration of GraphQL requests, from the request headers to the last byte of the answer.',
    labelNames: ['type'],
    buckets: BUCKETS,
    registers,
  });
  const inFlight = new Gauge({
    name: 'gateway_requests_in_flight',
    help: 'GraphQL requests in flight.',
    registers,
  });
  const shared = new Counter({
    name: 'gateway_requests_shared_total',
    help: 'Queries answered with the execution of an identical query in flight.',
    registers,
  });

  return {
    requestStarted(current) {
      const startedAt = performance.now();
      inFlight.inc();
      return (status) => {
        const type = current.operationType ?? 'none';
        inFlight.dec();
        requests.inc({ type, status: status ?? 'gone' });
        duration.observe({ type }, (performance.now() - startedAt) / 1000);
        for (const code of current.codes) errors.inc({ type, code });
      };
    },
    executionShared: () => shared.inc(),
  };
}
