import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import type { GraphQLParams, YogaServerInstance } from 'graphql-yoga';
import type { AdmittedListener } from './admission.ts';
import type { RequestContext, ServerContext } from './context.ts';
import { MAX_BODY_BYTES, readText } from './json-body.ts';
import type { RequestLog } from './request-log.ts';

type Yoga = YogaServerInstance<ServerContext, RequestContext>;

/** The answers' content types by what clients accept, where there is nothing to negotiate. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '*/*': 'application/json; charset=utf-8',
  'application/json': 'application/json; charset=utf-8',
  'application/graphql-response+json': 'application/graphql-response+json; charset=utf-8',
};

/**
 * The plain case on a short way: a POST of one JSON request that executes goes from Node's request to Node's response,
 * without a Fetch API request and response in between, which cost as much as executing it. Whatever is not plain, or
 * does not come to execution (GET, GraphiQL, a document that does not validate), is Yoga's, as it was sent. So is a
 * mutation: what fails on the short way is tried on the long one, and a mutation must never be executed twice.
 */
export function fastLane(yoga: Yoga, log: RequestLog): AdmittedListener {
  return async (request, response, caller) => {
    const contentType = contentTypeFor(request);
    if (contentType === undefined) return yoga(request, response, { caller });
    const body = await readText(request, MAX_BODY_BYTES).catch(() => undefined);
    // Cut off by the client: there is nobody to answer.
    if (body === undefined) return void response.destroy();

    const params = plainParams(body);
    const asRequest = requestOf(request, response);
    const result = params && (await execute(yoga, params, asRequest, { caller }));
    if (!result) return slowly(yoga, request, response, body, { caller });

    response.writeHead(200, { 'content-type': contentType });
    response.end(JSON.stringify(result));
    log.finish(asRequest, 200, result);
  };
}

/** Undefined where the request is not plain: another path or method, a body of unknown or too great a length, an accept header with choices. */
function contentTypeFor({ method, url, headers }: IncomingMessage): string | undefined {
  const length = Number(headers['content-length']);
  const isPlain =
    method === 'POST' &&
    url === '/graphql' &&
    headers['content-type'] === 'application/json' &&
    headers['content-encoding'] === undefined &&
    length <= MAX_BODY_BYTES;
  return isPlain ? CONTENT_TYPES[headers.accept ?? '*/*'] : undefined;
}

function plainParams(body: string): GraphQLParams | undefined {
  try {
    const params = JSON.parse(body) as unknown;
    if (typeof params !== 'object' || params === null || Array.isArray(params)) return undefined;
    return /\bmutation\b/.test(String((params as GraphQLParams).query)) ? undefined : params;
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

/** The same request by way of Yoga. Its body has been read, so it is sent on as text. */
async function slowly(
  yoga: Yoga,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  server: ServerContext,
): Promise<void> {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]);
  const answer = await yoga.fetch(`http://localhost${request.url}`, { method: 'POST', headers, body }, server);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}
