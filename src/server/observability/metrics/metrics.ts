import type { RequestListener } from 'node:http';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { CallObserver } from '../../../aws/observer.ts';
import type { AwsPipeline } from '../../../aws/pipeline/pipeline.ts';
import type { Readiness } from '../../http/readiness.ts';
import type { RequestHooks } from '../lifecycle-hooks.ts';
import { VERSION } from '../version.ts';
import { callMetrics } from './call-metrics.ts';
import { gauges } from './gauges.ts';
import { requestMetrics } from './request-metrics.ts';

/** Everything that is counted, for Prometheus. Names and labels are in docs/observability.md. */
export interface Metrics {
  readonly requests: RequestHooks;
  readonly calls: CallObserver;
  /** What can be read from the parts that exist only after those who watch them. */
  watch(pipeline: AwsPipeline, readiness: Readiness): void;
  /** `GET /metrics`, for a server of its own: whoever may query need not see this. */
  readonly handler: RequestListener;
}

/** @param lines of the log */
export function createMetrics(lines: { readonly dropped: number }): Metrics {
  const registry = new Registry();
  // The process: CPU, memory, garbage collection, and how late the event loop is.
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'gateway_build_info',
    help: '1; its label says what runs.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: VERSION }, 1);
  new Counter({
    name: 'gateway_log_lines_dropped_total',
    help: 'Lines of the log that nobody read: its reader has gone, or is too far behind.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(lines.dropped);
    },
  });

  return {
    requests: requestMetrics(registry),
    calls: callMetrics(registry),
    watch: (pipeline, readiness) => gauges(registry, pipeline, readiness),
    async handler({ method, url }, response) {
      const isScrape = (method === 'GET' || method === 'HEAD') && url?.split('?')[0] === '/metrics';
      if (!isScrape) return void response.writeHead(404).end();
      try {
        const text = await registry.metrics();
        response.writeHead(200, { 'content-type': registry.contentType }).end(text);
      } catch {
        response.writeHead(500).end();
      }
    },
  };
}
