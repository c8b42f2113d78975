import type { Plugin } from 'graphql-yoga';
import { type CallObserver, together } from '../../aws/observer.ts';
import type { AwsPipeline } from '../../aws/pipeline/pipeline.ts';
import type { Config } from '../../config/config.ts';
import { proxiesOf } from '../../config/proxies.ts';
import type { Log } from '../../log/log.ts';
import type { RequestContext } from '../context/request-context.ts';
import { hostGuard } from '../http/host-guard.ts';
import { type Listening, listen } from '../http/listen.ts';
import type { Readiness } from '../http/readiness.ts';
import type { RequestHooks } from './lifecycle-hooks.ts';

/** What shows to the outside how the gateway is doing: metrics, traces, both or neither. */
export interface Telemetry {
  readonly requests: readonly RequestHooks[];
  readonly plugins: readonly Plugin<RequestContext>[];
  readonly calls: CallObserver;
  /** Serves the metrics, where they are wanted; rejects where it cannot. */
  start(pipeline: AwsPipeline, readiness: Readiness): Promise<void>;
  /** After the last answer has left. */
  close(): Promise<void>;
}

/** Libraries are loaded for what is switched on only. */
export async function createTelemetry(
  config: Config,
  log: Log,
  lines: { readonly dropped: number } = { dropped: 0 },
): Promise<Telemetry> {
  const { host, metricsPort: port, allowedHosts: names } = config;
  const metrics = port === undefined ? undefined : (await import('./metrics/metrics.ts')).createMetrics(lines);
  const url = tracesUrl(config);
  const { serviceName, tracesSampler: sampler, tracesSamplerArg: samplerArg } = config;
  const traces =
    url === undefined
      ? undefined
      : (await import('./traces/traces.ts')).createTraces(
          { url, serviceName, sampler, samplerArg, proxies: proxiesOf(config) },
          log,
        );

  const parts = [metrics, traces].filter((part) => part !== undefined);
  let listening: Listening | undefined;
  return {
    requests: parts.map(({ requests }) => requests),
    plugins: traces ? [traces.plugin] : [],
    calls: together(parts.map(({ calls }) => calls)),
    async start(pipeline, readiness) {
      if (!metrics || port === undefined) return;
      metrics.watch(pipeline, readiness);
      // No page of another site may read them either, whoever has to show a token elsewhere.
      listening = await listen(hostGuard(metrics.handler, { names, everywhere: false }), { host, port });
      log.info({ metrics: `${listening.url}/metrics` }, `metrics on ${listening.url}/metrics`);
    },
    async close() {
      await Promise.all([listening?.drain(), traces?.close()]);
    },
  };
}

/** The variable for traces is the whole URL, the one for all signals is where theirs begin. */
function tracesUrl({ otlpEndpoint, otlpTracesEndpoint }: Config): string | undefined {
  if (otlpTracesEndpoint !== '') return otlpTracesEndpoint;
  return otlpEndpoint === '' ? undefined : `${otlpEndpoint.replace(/\/$/, '')}/v1/traces`;
}
