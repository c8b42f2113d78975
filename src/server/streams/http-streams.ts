import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { currentRequest } from '../../log/current-request.ts';
import { shortName } from '../../log/short-name.ts';
import type { Caller } from '../../schema/access/access.ts';
import { currentCallerKey } from '../context/client-address.ts';
import type { StreamSlot } from '../context/stream-slot.ts';
import type { AdmittedListener } from '../http/admission.ts';
import { executeParams } from '../http/execute-params.ts';
import type { FastPathOptions } from '../http/fast-path.ts';
import { closedEarly, fastPathRequest } from '../http/fast-path-request.ts';
import { jsonParams, urlParams } from '../http/json-params.ts';
import { isJsonType } from '../http/json-type.ts';
import { plainResponse } from '../http/plain-response.ts';
import { MAX_BODY_BYTES, readBody } from '../http/read-body.ts';
import { requestTurn } from '../http/request-turn.ts';
import { type AcceptedFormats, acceptedFormats } from './accepted-formats.ts';
import type { OpenStreams } from './open-streams.ts';
import { httpSink } from './stream-sink.ts';
import type { StreamSource } from './stream-source.ts';

type Execute = Parameters<typeof executeParams>[0];
/** Answers by Yoga what cannot be executed here; the body where it has been read. */
type Fallback = (request: IncomingMessage, response: ServerResponse, context: object) => unknown;

export interface HttpStreamsOptions extends FastPathOptions {
  readonly yoga: Execute & Fallback;
  readonly streams: OpenStreams;
  /** Ends a request's time in flight, which a subscription does not occupy. */
  readonly release: (response: ServerResponse) => void;
}

/**
 * Executes requests whose `accept` header names a transport of subscriptions: POST of a JSON object, or GET. Queries are answered
 * by one result. All other requests are passed on.
 */
export function httpStreams(next: AdmittedListener, options: HttpStreamsOptions): AdmittedListener {
  const { yoga, limits } = options;
  return async (request, response, caller) => {
    const accepted = acceptedBy(request);
    if (!accepted) return next(request, response, caller);
    const body = request.method === 'POST' ? await readBody(request, MAX_BODY_BYTES).catch(() => undefined) : null;
    if (body === undefined) return void response.destroy();
    await requestTurn(body?.length ?? request.url?.length ?? 0);
    const params = body ? jsonParams(body, limits) : urlParams(request.url ?? '', limits);
    if (!params) return yoga(request, response, { caller, req: request, ...(body && { body }) });
    return execute({ request, response, caller, params, accepted }, options);
  };
}

/** A request whose parameters are read. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: Caller;
  readonly params: GraphQLParams;
  readonly accepted: AcceptedFormats;
}

async function execute(exchange: Exchange, options: HttpStreamsOptions): Promise<void> {
  const { request, response, caller, params, accepted } = exchange;
  const { yoga, requests, maskError, streams, release } = options;
  const { requestId, address = null } = currentRequest.getStore() ?? {};
  const asRequest = fastPathRequest(request, closedEarly(response));
  const slot = streamSlot(() => streams.reserve(currentCallerKey(caller.name)));
  const context = { caller, req: request, request: asRequest, params, stream: slot };
  const result = await executeParams(yoga, context, maskError);
  const { source } = slot;
  if (source && !response.destroyed) {
    release(response);
    const { authorization } = request.headers;
    const record = { requestId, operation: nameOf(params, slot), caller: caller.name, address };
    streams.run({ source, sink: httpSink(response, accepted.stream), authorization, record, release: slot.release });
    return;
  }
  slot.release();
  source?.cancel();
  const status = answer(response, result, accepted);
  requests.process(asRequest, result);
  requests.finish(asRequest, status);
}

/** Undefined for other paths, methods and bodies, and `accept` headers without a transport of subscriptions. */
function acceptedBy({ method, url = '', headers }: IncomingMessage): AcceptedFormats | undefined {
  const isGet = method === 'GET' && url.startsWith('/graphql?') && URL.canParse(url, 'http://localhost');
  const isPost =
    method === 'POST' &&
    url === '/graphql' &&
    isJsonType(headers['content-type']) &&
    headers['content-encoding'] === undefined &&
    !(Number(headers['content-length']) > MAX_BODY_BYTES);
  return isGet || isPost ? acceptedFormats(headers.accept) : undefined;
}

/**
 * Answers with one result: JSON where the client accepts it, else a stream of one. Clients of streams read no events of a failed
 * request, so that a stream has a status of failure only where the error names one, such as 401. Returns the status.
 */
function answer(response: ServerResponse, result: ExecutionResult, { single, stream }: AcceptedFormats): number {
  const { status, headers, body } = plainResponse(result, single ?? 'application/json');
  if (single) {
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
    response.end(body);
    return status;
  }
  const streamStatus = status === 500 ? 200 : status;
  const { 'content-type': _json, 'Content-Type': _JSON, ...others } = headers;
  response.writeHead(streamStatus, { ...others, 'content-type': stream.contentType, 'cache-control': 'no-cache' });
  response.end(`${stream.begin}${stream.next(body)}${stream.end}`);
  return streamStatus;
}

/** Slot of one operation: reserved before it subscribes, released when its stream ends or was not opened. */
export function streamSlot(reserve: () => () => void): StreamSlot<StreamSource> & { release(): void } {
  let release = () => {};
  return {
    operation: null,
    reserve() {
      release = reserve();
    },
    release: () => release(),
  };
}

export function nameOf({ operationName }: GraphQLParams, { operation }: StreamSlot<unknown>): string | null {
  return shortName(operationName) ?? operation;
}
