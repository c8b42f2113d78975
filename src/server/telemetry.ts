import { type CallObserver, together } from '../aws/observer.ts';
import type { AwsPipeline } from '../aws/pipeline/pipeline.ts';
import type { Config } from '../config/config.ts';
import { proxiesOf } from '../config/proxies.ts';
import type { Live } from '../live/live-sessions/live.ts';
import type { Log } from '../log/log.ts';
import type { CutBy } from './http/connection-limits.ts';
import { hostGuard } from './http/host-guard.ts';
import { type Listening, listen } from './http/listen.ts';
import type { Readiness } from './http/readiness.ts';
import type { RequestHooks } from './observability/lifecycle-hooks.ts';
import type { StreamObserver } from './streams/run-stream.ts';

/** Enabled instrumentation: metrics, traces, both or neither. */
export interface Telemetry {
  readonly requests: readonly RequestHooks[];
  readonly calls: CallObserver;
  /** Counts subscriptions; undefined without metrics. */
  readonly streams: StreamObserver | undefined;
  /** Counts a connection that was cut by a limit. */
  connectionCut(by: CutBy): void;
  /** Serves the metrics where a port is configured; rejects if it cannot listen. */
  start(pipeline: AwsPipeline, readiness: Readiness, live: Live | null): Promise<void>;
  /** Called after the server has drained. */
  close(): Promise<void>;
}

/**
 * Creates the enabled instrumentation. Libraries of metrics and traces are loaded only if they are enabled.
 *
 * @param lines the log's output, whose dropped lines are counted
 */
export async function createTelemetry(
  config: Config,
  log: Log,
  lines: { readonly dropped: number } = { dropped: 0 },
): Promise<Telemetry> {
  const { host, metricsPort: port, allowedHosts: names } = config;
  const metrics =
    port === undefined ? undefined : (await import('./observability/metrics/metrics.ts')).createMetrics(lines);
  const url = tracesUrl(config);
  const { serviceName, tracesSampler: sampler, tracesSamplerArg: samplerArg } = config;
  const traces =
    url === undefined
      ? undefined
      : (await import('./observability/traces/traces.ts')).createTraces(
          { url, serviceName, sampler, samplerArg, proxies: proxiesOf(config) },
          log,
        );

  const parts = [metrics, traces].filter((part) => part !== undefined);
  let listening: Listening | undefined;
  return {
    requests: parts.map(({ requests }) => requests),
    calls: together(parts.map(({ calls }) => calls)),
    streams: metrics?.streams,
    connectionCut: (by) => metrics?.connectionCut(by),
    async start(pipeline, readiness, live) {
      if (!metrics || port === undefined) return;
      metrics.watch(pipeline, readiness, live);
      // Metrics need no token, so a page of another site must not read them by DNS rebinding.
      listening = await listen(hostGuard(metrics.handler, { names, everywhere: false }), { host, port });
      log.info({ metrics: `${listening.url}/metrics` }, `metrics on ${listening.url}/metrics`);
    },
    async close() {
      await Promise.all([listening?.drain(), traces?.close()]);
    },
  };
}

/** `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` is the whole URL; `OTEL_EXPORTER_OTLP_ENDPOINT` is the base URL of all signals. */
function tracesUrl({ otlpEndpoint, otlpTracesEndpoint }: Config): string | undefined {
  if (otlpTracesEndpoint !== '') return otlpTracesEndpoint;
  return otlpEndpoint === '' ? undefined : `${otlpEndpoint.replace(/\/$/, '')}/v1/traces`;
}
