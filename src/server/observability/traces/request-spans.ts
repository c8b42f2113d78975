import {
  type Context,
  createTraceState,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { GraphQLError } from 'graphql';
import type { UpstreamCosts } from '../../../aws/upstream-costs.ts';
import { type CurrentRequest, currentRequest } from '../../../log/current-request.ts';
import { shortName } from '../../../log/short-name.ts';
import { codeOf } from '../../errors/mask-errors.ts';
import type { RequestHooks } from '../lifecycle-hooks.ts';
import { parseTraceParent } from '../trace-parent.ts';

/** Spans of the operations in progress, by the AWS calls of their requests. */
export type OperationSpans = WeakMap<object, Span>;

/**
 * Records a span for each HTTP request, which continues `traceparent`, and a child span for the operation that it executes.
 * Spans contain no documents, variables, headers or names of callers and users.
 */
export function requestSpans(tracer: Tracer, operations: OperationSpans): RequestHooks {
  const requests = new WeakMap<CurrentRequest, Span>();

  return {
    requestStarted(current, { method = '', headers, httpVersion }) {
      const parent = parentOf(headers.traceparent as string | undefined, headers.tracestate as string | undefined);
      const attributes = {
        'http.request.method': method,
        'http.route': '/graphql',
        'url.path': '/graphql',
        'url.scheme': 'http',
        'network.protocol.version': httpVersion,
        'gateway.request_id': current.requestId,
      };
      const span = tracer.startSpan(`${method} /graphql`, { kind: SpanKind.SERVER, attributes }, parent);
      requests.set(current, span);
      return (status) => endRequest(span, status);
    },
    executionStarted(operation, { calls }) {
      const type = operation?.operation;
      const name = shortName(operation?.name?.value) ?? undefined;
      const current = currentRequest.getStore();
      const attributes = { 'graphql.operation.type': type, 'graphql.operation.name': name };
      // Named by type: clients choose operation names, so their number has no bound.
      const parent = within(current && requests.get(current));
      const span = tracer.startSpan(type ?? 'GraphQL Operation', { attributes }, parent);
      operations.set(calls, span);
      return ({ errors = [] }) => endOperation(span, errors, calls.costs);
    },
    executionShared(calls, executed) {
      const other = operations.get(executed);
      if (other) operations.get(calls)?.addLink({ context: other.spanContext() });
    },
  };
}

function endRequest(span: Span, status: number | null): void {
  if (status === null) span.setAttribute('error.type', 'gone');
  else span.setAttribute('http.response.status_code', status);
  if (status !== null && status >= 500) {
    span.setAttribute('error.type', String(status)).setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

function endOperation(span: Span, errors: readonly GraphQLError[], costs: UpstreamCosts): void {
  span.setAttributes(totalOf(costs));
  const [first] = errors;
  if (first) {
    span.setAttribute('error.type', codeOf(first));
    span.setAttribute('graphql.errors.count', errors.length).setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

/** Returns the context for a child of the span, or for a new trace without one. */
export function within(parent: Span | undefined): Context {
  return parent ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
}

function parentOf(traceparent: string | undefined, tracestate: string | undefined): Context {
  const parent = parseTraceParent(traceparent);
  if (!parent) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: parent.traceId,
    spanId: parent.spanId,
    traceFlags: parent.isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
    isRemote: true,
    ...(tracestate !== undefined && { traceState: createTraceState(tracestate) }),
  });
}

/** Sums the AWS calls of an operation. Cached answers have no spans of their own: there are too many. */
function totalOf(costs: UpstreamCosts): Record<string, number> {
  const totals = { calls: 0, cached: 0, coalesced: 0, retried: 0, throttled: 0, waitedMs: 0 };
  for (const cost of costs.list()) {
    totals.calls += cost.calls;
    totals.cached += cost.cached;
    totals.coalesced += cost.coalesced;
    totals.retried += cost.retried;
    totals.throttled += cost.throttled;
    totals.waitedMs += cost.waitedMs;
  }
  return {
    'gateway.aws.calls': totals.calls,
    'gateway.aws.cached': totals.cached,
    'gateway.aws.coalesced': totals.coalesced,
    'gateway.aws.retried': totals.retried,
    'gateway.aws.throttled': totals.throttled,
    'gateway.aws.wait_ms': Math.round(totals.waitedMs),
  };
}
