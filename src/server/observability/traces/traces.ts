import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { CallObserver } from '../../../aws/observer.ts';
import type { SAMPLERS } from '../../../config/telemetry.ts';
import type { Log } from '../../../log/log.ts';
import { createAgents, type Proxies } from '../../../outbound/proxies.ts';
import type { RequestHooks } from '../lifecycle-hooks.ts';
import { VERSION } from '../version.ts';
import { callSpans } from './call-spans.ts';
import { requestSpans } from './request-spans.ts';

export interface TraceOptions {
  /** URL of the OTLP traces endpoint: `http://collector:4318/v1/traces`. */
  readonly url: string;
  readonly serviceName: string;
  readonly sampler: (typeof SAMPLERS)[number];
  /** Share of traces that are sampled, from 0 to 1. */
  readonly samplerArg: number;
  readonly proxies: Proxies;
}

export interface Traces {
  readonly requests: RequestHooks;
  readonly calls: CallObserver;
  /** Flushes the buffered spans, for at most 2 s, so that an unreachable collector does not delay the shutdown. */
  close(): Promise<void>;
}

/** Longest flush at shutdown. Milliseconds. */
const MAX_FLUSH_MS = 2_000;

/**
 * Exports traces to an OTLP collector, in batches in the background. While the collector is unreachable spans are dropped,
 * requests are unaffected, and one warning is logged.
 */
export function createTraces({ url, serviceName, sampler, samplerArg, proxies }: TraceOptions, log: Log): Traces {
  const agents = createAgents(proxies);
  const httpAgentOptions = (protocol: string) => (protocol === 'https:' ? agents.https : agents.http);
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(detectResources({ detectors: [resourceAttributesEnvDetector] }))
      .merge(resourceFromAttributes({ 'service.name': serviceName, 'service.version': VERSION })),
    sampler: samplerOf(sampler, samplerArg),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: reporting(new OTLPTraceExporter({ url, httpAgentOptions }), log) }),
    ],
  });
  const tracer = provider.getTracer('session-gateway', VERSION);
  const operations = new WeakMap();
  return {
    requests: requestSpans(tracer, operations),
    calls: callSpans(tracer, operations),
    async close() {
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, MAX_FLUSH_MS);
      await Promise.race([provider.shutdown().catch(() => {}), late]);
      clearTimeout(timer);
      agents.close();
    },
  };
}

function samplerOf(name: TraceOptions['sampler'], ratio: number): Sampler {
  const root = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio),
  }[name.replace('parentbased_', '') as 'always_on' | 'always_off' | 'traceidratio']();
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

/** Logs when an exporter begins to fail, and when it recovers. */
function reporting(exporter: SpanExporter, log: Log): SpanExporter {
  let works = true;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const worked = result.error === undefined;
        if (works && !worked)
          log.warn({ err: result.error }, 'traces cannot be exported; spans are dropped until the collector recovers');
        if (!works && worked) log.info('traces are exported again');
        works = worked;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}
