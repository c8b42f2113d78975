import { type Span, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api';
import type { AttemptOutcome, CallObserver, ObservedCall } from '../../../aws/observer.ts';
import { requestIdOf } from '../../../aws/write-attempt.ts';
import { type OperationSpans, within } from './request-spans.ts';

/**
 * Records a span for each call sent to AWS, retries included, as a child of the operation that sent it. Operations that join
 * a coalesced call link to the operation that sent it.
 */
export function callSpans(tracer: Tracer, operations: OperationSpans): CallObserver {
  return {
    sent(call, attempt) {
      const operation = operations.get(call.request);
      if (!operation) return undefined;
      const attributes = { ...named(call), ...placed(call, attempt) };
      const name = `${attributes['rpc.service']}.${attributes['rpc.method']}`;
      const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, within(operation));
      return (outcome) => end(span, outcome);
    },
    joined(call, sentBy) {
      const other = operations.get(sentBy);
      if (!other || sentBy === call.request) return;
      operations.get(call.request)?.addLink({ context: other.spanContext(), attributes: named(call) });
    },
  };
}

function named({ serviceName, operation }: ObservedCall) {
  return {
    'rpc.system': 'aws-api',
    'rpc.service': serviceName,
    'rpc.method': operation,
  };
}

function placed({ accountId, region, hadToken }: ObservedCall, attempt: number) {
  return {
    'cloud.provider': 'aws',
    'cloud.account.id': accountId,
    'cloud.region': region,
    'gateway.aws.attempt': attempt,
    'gateway.page.had_token': hadToken,
  };
}

function end(span: Span, outcome: AttemptOutcome): void {
  if ('error' in outcome) {
    const { code, extensions } = outcome.error;
    if (extensions.requestId !== undefined) span.setAttribute('aws.request_id', extensions.requestId);
    span.setAttribute('error.type', code).setStatus({ code: SpanStatusCode.ERROR });
  } else {
    const { answer } = outcome;
    const requestId = requestIdOf(answer);
    if (requestId !== undefined) span.setAttribute('aws.request_id', requestId);
    // AWS's pages have one list member, and a NextToken except on the last page.
    const items = Object.values(answer as object).find(Array.isArray);
    if (items) {
      span.setAttribute('gateway.page.items', items.length);
      span.setAttribute('gateway.page.has_token', Boolean((answer as { NextToken?: string }).NextToken));
    }
  }
  span.end();
}
