import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { RequestHooks } from '../lifecycle-hooks.ts';

/** From what the cache answers to a request's deadline. Seconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Requests as clients see them. Their operations are known by type only: names are the clients', and there is no end of
 * them.
 */
export function requestMetrics(registry: Registry): RequestHooks {
  const registers = [registry];
  const requests = new Counter({
    name: 'gateway_requests_total',
    help: 'GraphQL requests answered, by type of operation (none: it did not come to one) and HTTP status (gone: the client left).',
    labelNames: ['type', 'status'],
    registers,
  });
  const errors = new Counter({
    name: 'gateway_request_errors_total',
    help: 'GraphQL requests whose answer has errors of a code; one with several codes counts for each.',
    labelNames: ['type', 'code'],
    registers,
  });
  const duration = new Histogram({
    name: 'gateway_request_duration_seconds',
    help: 'From the head of a GraphQL request to the last byte of its answer.',
    labelNames: ['type'],
    buckets: BUCKETS,
    registers,
  });
  const inFlight = new Gauge({
    name: 'gateway_requests_in_flight',
    help: 'GraphQL requests that are being answered.',
    registers,
  });
  const shared = new Counter({
    name: 'gateway_requests_shared_total',
    help: 'Queries answered with the execution of an identical one that was under way.',
    registers,
  });

  return {
    began(current) {
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
    joined: () => shared.inc(),
  };
}
