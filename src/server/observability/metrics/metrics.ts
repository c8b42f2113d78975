import type { RequestListener } from 'node:http';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { CallObserver } from '../../../aws/observer.ts';
import type { AwsPipeline } from '../../../aws/pipeline/pipeline.ts';
import type { Live } from '../../../live/live-sessions/live.ts';
import type { CutBy } from '../../http/connection-limits.ts';
import type { Readiness } from '../../http/readiness.ts';
import type { StreamObserver } from '../../streams/run-stream.ts';
import type { RequestHooks } from '../lifecycle-hooks.ts';
import { VERSION } from '../version.ts';
import { callMetrics } from './call-metrics.ts';
import { gauges } from './gauges.ts';
import { liveMetrics } from './live-metrics.ts';
import { requestMetrics } from './request-metrics.ts';
import { streamMetrics } from './stream-metrics.ts';

/** Prometheus metrics. Names and labels are documented in docs/observability.md. */
export interface Metrics {
  readonly requests: RequestHooks;
  readonly calls: CallObserver;
  readonly streams: StreamObserver;
  /** Counts a connection that was cut by a limit. */
  connectionCut(by: CutBy): void;
  /** Registers the gauges of parts that are created after the metrics. */
  watch(pipeline: AwsPipeline, readiness: Readiness, live: Live | null): void;
  /** Serves `GET /metrics`, on a port of its own: API clients need not have access. */
  readonly handler: RequestListener;
}

const CUT_BY: readonly CutBy[] = ['stalled', 'unsent', 'connections'];

/** @param lines the log's output, whose dropped lines are counted */
export function createMetrics(lines: { readonly dropped: number }): Metrics {
  const registry = new Registry();
  // CPU, memory, garbage collection, event loop lag.
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'gateway_build_info',
    help: 'Always 1; labelled with the version.',
    labelNames: ['version'],
    registers: [registry],
  }).set({ version: VERSION }, 1);
  new Counter({
    name: 'gateway_log_lines_dropped_total',
    help: 'Log lines dropped because their reader is gone or too slow.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(lines.dropped);
    },
  });
  const cut = new Counter({
    name: 'gateway_connections_cut_total',
    help: 'Connections cut by a limit: stalled reads nothing, unsent holds too much unread, connections is one too many.',
    labelNames: ['limit'],
    registers: [registry],
  });
  for (const limit of CUT_BY) cut.inc({ limit }, 0);

  return {
    requests: requestMetrics(registry),
    calls: callMetrics(registry),
    streams: streamMetrics(registry),
    connectionCut: (limit) => cut.inc({ limit }),
    watch(pipeline, readiness, live) {
      gauges(registry, pipeline, readiness);
      if (live) liveMetrics(registry, live);
    },
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
