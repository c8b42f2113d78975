import type { IncomingMessage, ServerResponse } from 'node:http';
import type { YogaServerInstance } from 'graphql-yoga';
import type { RequestContext, ServerContext } from '../context/request-context.ts';
import type { Limits } from '../limits/limits.ts';
import type { AdmittedListener } from './admission.ts';
import { executeParams } from './execute-params.ts';
import { closedEarly, fastPathRequest } from './fast-path-request.ts';
import { jsonParams } from './json-params.ts';
import { plainResponse, type ResultType } from './plain-response.ts';
import { MAX_BODY_BYTES, readBody } from './read-body.ts';
import { requestTurn } from './request-turn.ts';

type Yoga = YogaServerInstance<ServerContext, RequestContext>;

/** Response media types by `accept` headers that leave nothing to negotiate. */
const ACCEPTED: Readonly<Record<string, ResultType>> = {
  '*/*': 'application/json',
  'application/json': 'application/json',
  'application/graphql-response+json': 'application/graphql-response+json',
  // Apollo Router (2.16) and Hive Gateway (2.12); the first type named is used.
  'application/json, application/graphql-response+json': 'application/json',
  'application/graphql-response+json, application/json, multipart/mixed': 'application/graphql-response+json',
};

/** Content types of JSON bodies; the second is Hive Router's (0.2). */
const CONTENT_TYPES_OF_BODIES = ['application/json', 'application/json; charset=utf-8'];

/** The part of the request log that ends a record; Yoga's HTTP hooks, which otherwise do so, are not run here. */
export interface RequestRecords {
  process(request: Request, result: unknown): void;
  finish(request: Request, status: number): void;
}

export interface FastPathOptions {
  readonly requests: RequestRecords;
  readonly limits: Limits;
  readonly maskError: (error: unknown) => Error;
}

/**
 * Executes a POST of one JSON object without a Fetch API request and response, which cost as much as executing a small query.
 * Any other request (GET, GraphiQL, another body, an `accept` header to negotiate) falls back to Yoga before any hook has run.
 * Errors on the fast path are answered here, so that a request runs each hook once, and a mutation is never executed twice.
 */
export function fastPath(yoga: Yoga, { requests, limits, maskError }: FastPathOptions): AdmittedListener {
  return async (request, response, caller) => {
    const accepted = acceptedType(request);
    if (accepted === undefined) {
      if (!hasValidUrl(request)) return reject(response);
      await requestTurn(request.url?.length ?? 0);
      return yoga(request, response, { caller });
    }
    const body = await readBody(request, MAX_BODY_BYTES).catch(() => undefined);
    // The client disconnected before its body was complete.
    if (body === undefined) return void response.destroy();

    await requestTurn(body.length);
    const params = jsonParams(body, limits);
    if (!params) return yoga(request, response, { caller, req: request, body });

    const asRequest = fastPathRequest(request, closedEarly(response));
    const context = { caller, req: request, request: asRequest, params };
    const result = await executeParams(yoga, context, maskError);
    const { status, headers, body: text } = plainResponse(result, accepted);
    const length = Buffer.byteLength(text);
    response.writeHead(status, { ...headers, 'content-length': length });
    // Text of ASCII alone is the same in both encodings, and is written in half the time as Latin-1.
    response.end(text, length === text.length ? 'latin1' : 'utf8');
    requests.process(asRequest, result);
    requests.finish(asRequest, status);
    return undefined;
  };
}

/** A host name or IPv4 address, or an IPv6 address in brackets; then an optional port. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d*)?$/i;

/**
 * Checks host and target before Yoga joins them to a URL: Yoga answers an invalid URL with the stack of its error, and a host
 * that contains a path would change the target that admission has checked.
 */
function hasValidUrl({ url = '', headers: { host } }: IncomingMessage): boolean {
  return (host === undefined || HOST.test(host)) && URL.canParse(url, `http://${host}`);
}

function reject(response: ServerResponse): void {
  response.writeHead(400).end();
}

/** Returns undefined for another path, method or content type, a body of unknown or excessive length, or an `accept` header to negotiate. */
function acceptedType({ method, url, headers }: IncomingMessage): ResultType | undefined {
  const length = Number(headers['content-length']);
  const isEligible =
    method === 'POST' &&
    url === '/graphql' &&
    CONTENT_TYPES_OF_BODIES.includes(headers['content-type'] ?? '') &&
    headers['content-encoding'] === undefined &&
    length <= MAX_BODY_BYTES;
  const accept = headers.accept ?? '*/*';
  return isEligible && Object.hasOwn(ACCEPTED, accept) ? ACCEPTED[accept] : undefined;
}
