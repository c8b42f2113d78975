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
import type { Plugin } from 'graphql-yoga';
import type { CallObserver } from '../../../aws/observer.ts';
import type { SAMPLERS } from '../../../config/telemetry.ts';
import type { Log } from '../../../log/log.ts';
import { createAgents, type Proxies } from '../../../outbound/proxies.ts';
import type { RequestContext } from '../../context/request-context.ts';
import type { RequestHooks } from '../lifecycle-hooks.ts';
import { VERSION } from '../version.ts';
import { callSpans } from './call-spans.ts';
import { requestSpans } from './request-spans.ts';

export interface TraceOptions {
  /** The whole URL: `http://collector:4318/v1/traces`. */
  readonly url: string;
  readonly serviceName: string;
  readonly sampler: (typeof SAMPLERS)[number];
  /** From 0 to 1. */
  readonly samplerArg: number;
  readonly proxies: Proxies;
}

export interface Traces {
  readonly requests: RequestHooks;
  readonly calls: CallObserver;
  readonly plugin: Plugin<RequestContext>;
  /** Sends what is left, for so long at most that nobody waits for a collector that is gone. */
  close(): Promise<void>;
}

/** How long the process may be held up at its end. Milliseconds. */
const MAX_FLUSH_MS = 2_000;

/**
 * Traces to a collector. They are sent in batches, in the background; while the collector cannot take them they are
 * dropped, requests go on, and the log says so once.
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
  const { watcher, plugin } = requestSpans(tracer, operations);
  return {
    requests: watcher,
    plugin,
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

/** The same exporter; the log has when it begins to fail, and when it works again. */
function reporting(exporter: SpanExporter, log: Log): SpanExporter {
  let works = true;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const worked = result.error === undefined;
        if (works && !worked) log.warn({ err: result.error }, 'traces cannot be sent; they are dropped until they can');
        if (!works && worked) log.info('traces are sent again');
        works = worked;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}
