import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import type { GraphQLParams, YogaServerInstance } from 'graphql-yoga';
import type { AdmittedListener } from './authentication/admission.ts';
import type { RequestContext, ServerContext } from './context.ts';
import { MAX_BODY_BYTES, readBytes } from './json-body.ts';
import { jsonShapeFault } from './limits/json-shape.ts';
import type { Limits } from './limits/limits.ts';
import { documentOf, type PersistedOperations } from './persisted-operations.ts';
import type { RequestLog } from './request-log.ts';

type Yoga = YogaServerInstance<ServerContext, RequestContext>;

const JSON_ANSWER = 'application/json; charset=utf-8';
const GRAPHQL_ANSWER = 'application/graphql-response+json; charset=utf-8';

/** The answers' content types by what clients accept, where there is nothing to negotiate. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '*/*': JSON_ANSWER,
  'application/json': JSON_ANSWER,
  'application/graphql-response+json': GRAPHQL_ANSWER,
  // Apollo Router (2.16) and Hive Gateway (2.12), which take the one that they name first.
  'application/json, application/graphql-response+json': JSON_ANSWER,
  'application/graphql-response+json, application/json, multipart/mixed': GRAPHQL_ANSWER,
};

/** The second is Hive Router's (0.2). */
const CONTENT_TYPES_OF_BODIES = ['application/json', 'application/json; charset=utf-8'];

/**
 * The plain case on a short way: a POST of one JSON request that executes goes from Node's request to Node's response,
 * without a Fetch API request and response in between, which cost as much as executing it. Whatever is not plain, or
 * does not come to execution (GET, GraphiQL, a document that does not validate), is Yoga's, as it was sent. So is a
 * mutation: what fails on the short way is tried on the long one, and a mutation must never be executed twice.
 */
export function fastLane(
  yoga: Yoga,
  log: RequestLog,
  limits: Limits,
  persisted?: PersistedOperations,
): AdmittedListener {
  return async (request, response, caller) => {
    const contentType = contentTypeFor(request);
    if (contentType === undefined) return isAddress(request) ? yoga(request, response, { caller }) : refuse(response);
    const body = await readBytes(request, MAX_BODY_BYTES).catch(() => undefined);
    // Cut off by the client: there is nobody to answer.
    if (body === undefined) return void response.destroy();

    const params = plainParams(body, limits, persisted);
    const asRequest = requestOf(request, response);
    const server = { caller, req: request };
    const result = params && (await execute(yoga, params, asRequest, server));
    if (!result) return slowly(yoga, request, response, body, server);

    response.writeHead(200, { 'content-type': contentType });
    response.end(JSON.stringify(result));
    log.finish(asRequest, 200, result);
    return undefined;
  };
}

/** A name or an IPv4 address, or an IPv6 address; and a port. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d*)?$/i;

/**
 * Yoga puts host and target together to a URL, and answers with the stack of its error where that fails. A host with more
 * in it than a name would make another target of it: who may not ask that one is found out by the target as it came.
 */
function isAddress({ url = '', headers: { host } }: IncomingMessage): boolean {
  return (host === undefined || HOST.test(host)) && URL.canParse(url, `http://${host}`);
}

function refuse(response: ServerResponse): void {
  response.writeHead(400).end();
}

/** Undefined where the request is not plain: another path or method, a body of unknown or too great a length, an accept header with choices. */
function contentTypeFor({ method, url, headers }: IncomingMessage): string | undefined {
  const length = Number(headers['content-length']);
  const isPlain =
    method === 'POST' &&
    url === '/graphql' &&
    CONTENT_TYPES_OF_BODIES.includes(headers['content-type'] ?? '') &&
    headers['content-encoding'] === undefined &&
    length <= MAX_BODY_BYTES;
  return isPlain ? CONTENT_TYPES[headers.accept ?? '*/*'] : undefined;
}

function plainParams(
  body: Buffer,
  limits: Limits,
  persisted: PersistedOperations | undefined,
): GraphQLParams | undefined {
  if (!isUtf8(body) || jsonShapeFault(body, limits)) return undefined;
  try {
    const params = JSON.parse(body.toString()) as unknown;
    if (typeof params !== 'object' || params === null || Array.isArray(params)) return undefined;
    return /\bmutation\b/.test(String(documentOf(params, persisted))) ? undefined : params;
  } catch {
    return undefined;
  }
}

/** The result of an operation that was executed; undefined where it did not come to that. */
async function execute(
  yoga: Yoga,
  params: GraphQLParams,
  request: Request,
  server: ServerContext,
): Promise<ExecutionResult | undefined> {
  try {
    const context = { ...server, request, params } as unknown as RequestContext;
    const result = (await yoga.getResultForParams({ params, request }, context)) as ExecutionResult;
    return 'data' in result && !('http' in (result.extensions ?? {})) ? result : undefined;
  } catch {
    return undefined;
  }
}

/** As much of a Fetch API request as our plugins and Yoga's ask of one when they execute. */
function requestOf(request: IncomingMessage, response: ServerResponse): Request {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) gone.abort();
  });
  const get = (name: string) => {
    const value = request.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  };
  const { method, url } = request;
  return { method, url: `http://localhost${url}`, headers: { get }, signal: gone.signal } as unknown as Request;
}

/** The same request by way of Yoga. Its body has been read, so it is sent on as it was. */
async function slowly(
  yoga: Yoga,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer<ArrayBuffer>,
  server: ServerContext,
): Promise<void> {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]);
  const answer = await yoga.fetch(`http://localhost${request.url}`, { method: 'POST', headers, body }, server);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}
