import type { ExecutionResult, OperationDefinitionNode } from 'graphql';
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

/** Writes one line per GraphQL request: operation name, caller, duration, AWS calls, error codes. */
export interface RequestLog extends Required<Pick<RequestHooks, 'requestStarted'>> {
  /** Begins the record of a request whose parameters are read. */
  begin(request: Request, operationName: unknown): void;
  /** Adds the operation that is executed. */
  execute(request: Request, operation: OperationDefinitionNode | null | undefined, context: RequestContext): void;
  /** Adds the error codes of a result. */
  process(request: Request, result: unknown): void;
  /** Writes the line of a request that has a record. */
  finish(request: Request, status: number): void;
}

export function requestLog(log: Log): RequestLog {
  const records = new WeakMap<Request, RequestRecord>();

  return {
    begin(request, operationName) {
      const operation = shortName(operationName);
      records.set(request, { startedAt: performance.now(), operation, context: undefined, codes: [] });
    },
    execute(request, operation, context) {
      const record = records.get(request);
      if (!record) return;
      record.operation ??= shortName(operation?.name?.value);
      record.context = context;
      const current = currentRequest.getStore();
      if (current) current.operationType = operation?.operation ?? null;
    },
    process(request, result) {
      const codes = codesOf([result].flat() as ExecutionResult[]);
      const record = records.get(request);
      const current = currentRequest.getStore();
      if (record) record.codes = codes;
      // A request that is rejected before its parameters are read has no record.
      else if (current) current.codes = codes;
    },
    finish(request, status) {
      const record = records.get(request);
      if (record) writeRecord(record, status, log);
    },
    /** Logs requests that are rejected before they reach a plugin, or whose client disconnected. */
    requestStarted(current) {
      const startedAt = performance.now();
      return (status) => {
        // An execution logs its line when it ends; a success without an operation is GraphiQL's page and has no line.
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

function writeRecord({ operation, context, startedAt, codes }: RequestRecord, status: number, log: Log): void {
  const current = currentRequest.getStore();
  if (current) Object.assign(current, { codes, isLogged: true });
  log.info(
    {
      operation,
      caller: current?.caller ?? context?.caller.name ?? null,
      address: current?.address ?? null,
      status: current?.isGone ? null : status,
      durationMs: Math.round(performance.now() - startedAt),
      upstreamCalls: callsOf(context),
      codes,
    },
    'request',
  );
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
