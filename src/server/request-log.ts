import { type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Log } from '../log.ts';
import type { RequestContext } from './context.ts';

interface RequestRecord {
  readonly startedAt: number;
  operation: string | null;
  context: RequestContext | undefined;
  codes: readonly string[];
}

export interface RequestLog {
  /** Follows the requests that Yoga handles from end to end. */
  readonly plugin: Plugin<RequestContext>;
  /** Writes the line of a request that Yoga executed and somebody else answered. */
  finish(request: Request, status: number, result: ExecutionResult): void;
  /** Writes down what kept a request from being answered at all. */
  fail(error: unknown): void;
}

/** One line a GraphQL request: its operation's name, what it took, what it asked of AWS, the codes of its errors. */
export function requestLog(log: Log): RequestLog {
  const records = new WeakMap<Request, RequestRecord>();

  function write(record: RequestRecord, status: number): void {
    log.info(
      {
        operation: record.operation,
        status,
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
      record.operation ??= getOperationAST(args.document, args.operationName)?.name?.value ?? null;
      record.context = args.contextValue;
    },
    onResultProcess({ request, result }) {
      const record = records.get(request);
      if (record) record.codes = codesOf([result].flat() as ExecutionResult[]);
    },
    onResponse({ request, response }) {
      const record = records.get(request);
      if (record) write(record, response.status);
    },
  };

  return {
    plugin,
    fail: (err) => log.error({ err }, 'unforeseen error'),
    finish(request, status, result) {
      const record = records.get(request);
      if (record) write({ ...record, codes: codesOf([result]) }, status);
    },
  };
}

/** A client may send anything, of any length, in the place of a name. */
function shortName(name: unknown): string | null {
  return typeof name === 'string' ? name.slice(0, 200) : null;
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
