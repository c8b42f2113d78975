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
import { type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { UpstreamCosts } from '../../../aws/upstream-costs.ts';
import { type CurrentRequest, currentRequest } from '../../../log/current-request.ts';
import { shortName } from '../../../log/short-name.ts';
import type { RequestContext } from '../../context/request-context.ts';
import { codeOf } from '../../errors/mask-errors.ts';
import type { RequestHooks } from '../lifecycle-hooks.ts';
import { parseTraceParent } from '../trace-parent.ts';

/** The spans of operations under way, by the AWS calls of their requests. */
export type OperationSpans = WeakMap<object, Span>;

/**
 * A span for each HTTP request, which follows `traceparent`, and one in it for the operation that it executes. Neither
 * has documents, variables, headers or anything else that says who or whose.
 */
export function requestSpans(tracer: Tracer, operations: OperationSpans) {
  const requests = new WeakMap<CurrentRequest, Span>();

  const watcher: RequestHooks = {
    began(current, { method = '', headers, httpVersion }) {
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
      return (status) => {
        if (status === null) span.setAttribute('error.type', 'gone');
        else span.setAttribute('http.response.status_code', status);
        if (status !== null && status >= 500) {
          span.setAttribute('error.type', String(status)).setStatus({ code: SpanStatusCode.ERROR });
        }
        span.end();
      };
    },
    joined(calls, others) {
      const other = operations.get(others);
      if (other) operations.get(calls)?.addLink({ context: other.spanContext() });
    },
  };

  const plugin: Plugin<RequestContext> = {
    onExecute({ args: { document, operationName, contextValue } }) {
      const operation = getOperationAST(document, operationName);
      const type = operation?.operation;
      const name = shortName(operation?.name?.value) ?? undefined;
      const current = currentRequest.getStore();
      const attributes = { 'graphql.operation.type': type, 'graphql.operation.name': name };
      // Named by its type: there is no end of names that clients may think of.
      const span = tracer.startSpan(
        type ?? 'GraphQL Operation',
        { attributes },
        within(current && requests.get(current)),
      );
      operations.set(contextValue.calls, span);
      return {
        onExecuteDone({ result }) {
          const { errors = [] } = result as ExecutionResult;
          span.setAttributes(totalOf(contextValue.calls.costs));
          const [first] = errors;
          if (first) {
            span.setAttribute('error.type', codeOf(first));
            span.setAttribute('graphql.errors.count', errors.length).setStatus({ code: SpanStatusCode.ERROR });
          }
          span.end();
        },
      };
    },
  };

  return { watcher, plugin };
}

/** As a child of the span, or else at the beginning of a trace. */
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

/** What the operation asked of AWS in all. A span for each kept answer would be more spans than anybody reads. */
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
