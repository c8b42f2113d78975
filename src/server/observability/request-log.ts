import { type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { currentRequest } from '../../log/current-request.ts';
import type { Log } from '../../log/log.ts';
import { shortName } from '../../log/short-name.ts';
import type { RequestContext } from '../context/request-context.ts';
import type { RequestHooks } from './lifecycle-hooks.ts';

interface RequestRecord {
  readonly startedAt: number;
  operation: string | null;
  context: RequestContext | undefined;
  codes: readonly string[];
}

export interface RequestLog extends RequestHooks {
  /** Follows the requests that Yoga handles from end to end. */
  readonly plugin: Plugin<RequestContext>;
  /** Writes the line of a request that Yoga executed and somebody else answered. */
  finish(request: Request, status: number, result: ExecutionResult): void;
}

/** One line a GraphQL request: its operation's name, what it took, what it asked of AWS, the codes of its errors. */
export function requestLog(log: Log): RequestLog {
  const records = new WeakMap<Request, RequestRecord>();

  function write(record: RequestRecord, status: number): void {
    const current = currentRequest.getStore();
    if (current) Object.assign(current, { codes: record.codes, isLogged: true });
    log.info(
      {
        operation: record.operation,
        caller: current?.caller ?? record.context?.caller.name ?? null,
        address: current?.address ?? null,
        status: current?.isGone ? null : status,
        durationMs: Math.round(performance.now() - record.startedAt),
        upstreamCalls: callsOf(record.context),
        codes: record.codes,
      },
      'request',
    );
  }

  const plugin: Plugin<RequestContext> = {
    onParams({ request, params }) {
      records.set(request, {
        startedAt: performance.now(),
        operation: shortName(params.operationName),
        context: undefined,
        codes: [],
      });
    },
    onExecute({ args }) {
      const record = records.get(args.contextValue.request);
      if (!record) return;
      const operation = getOperationAST(args.document, args.operationName);
      record.operation ??= shortName(operation?.name?.value);
      const current = currentRequest.getStore();
      if (current) current.operationType = operation?.operation ?? null;
      record.context = args.contextValue;
    },
    onResultProcess({ request, result }) {
      const codes = codesOf([result].flat() as ExecutionResult[]);
      const record = records.get(request);
      const current = currentRequest.getStore();
      if (record) record.codes = codes;
      // Refused before anybody knew what it asks: it has no record.
      else if (current) current.codes = codes;
    },
    onResponse({ request, response }) {
      const record = records.get(request);
      if (record) write(record, response.status);
    },
  };

  return {
    plugin,
    finish(request, status, result) {
      const record = records.get(request);
      if (record) write({ ...record, codes: codesOf([result]) }, status);
    },
    /** What was refused before it came to a plugin, or cut off, has a line, too. */
    began(current) {
      const startedAt = performance.now();
      return (status) => {
        // What is being executed has its line when that ends, and what was answered without an operation is a page.
        const isOver = status === null ? current.operationType === null : status >= 400;
        if (current.isLogged || !isOver) return;
        const { requestId, caller, address, codes } = current;
        const durationMs = Math.round(performance.now() - startedAt);
        log.info(
          { requestId, operation: null, caller, address, status, durationMs, upstreamCalls: {}, codes },
          'request',
        );
      };
    },
  };
}

function callsOf(context: RequestContext | undefined): Record<string, number> {
  const costs = context?.calls.costs.list() ?? [];
  const sent = costs.filter(({ calls }) => calls > 0);
  return Object.fromEntries(sent.map(({ service, operation, calls }) => [`${service}:${operation}`, calls]));
}

function codesOf(results: readonly ExecutionResult[]): string[] {
  const codes = results.flatMap(({ errors }) => errors ?? []).map(({ extensions }) => String(extensions?.code));
  return [...new Set(codes)];
}
