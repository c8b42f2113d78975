import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult, GraphQLError } from 'graphql';
import { type FetchAPI, type GraphQLParams, processRegularResult, type YogaServerInstance } from 'graphql-yoga';
import type { RequestContext, ServerContext } from '../context/request-context.ts';
import { jsonShapeFault } from '../limits/json-shape.ts';
import type { Limits } from '../limits/limits.ts';
import type { RequestLog } from '../observability/request-log.ts';
import { MAX_BODY_BYTES, readBytes } from '../plugins/use-json-body.ts';
import { setContractCodes } from '../plugins/use-validation-codes.ts';
import type { AdmittedListener } from './admission.ts';

type Yoga = YogaServerInstance<ServerContext, RequestContext>;

type MediaType = 'application/json' | 'application/graphql-response+json';

/** The answers' media types by what clients accept, where there is nothing to negotiate. */
const ACCEPTED: Readonly<Record<string, MediaType>> = {
  '*/*': 'application/json',
  'application/json': 'application/json',
  'application/graphql-response+json': 'application/graphql-response+json',
  // Apollo Router (2.16) and Hive Gateway (2.12), which take the one that they name first.
  'application/json, application/graphql-response+json': 'application/json',
  'application/graphql-response+json, application/json, multipart/mixed': 'application/graphql-response+json',
};

/** The second is Hive Router's (0.2). */
const CONTENT_TYPES_OF_BODIES = ['application/json', 'application/json; charset=utf-8'];

/** What the fast path needs beside Yoga. */
export interface FastPathOptions {
  readonly log: RequestLog;
  readonly limits: Limits;
  readonly maskError: (error: unknown) => Error;
}

/**
 * The fast path: a POST of one JSON request goes from Node's request to Node's response, without a Fetch API request and
 * response in between, which cost as much as executing it. What is not plain (GET, GraphiQL, a body that is no JSON
 * object) falls back to Yoga before any hook has seen it. What is plain is answered here, errors included: each request
 * passes each hook once, and a mutation is never executed twice.
 */
export function fastPath(yoga: Yoga, { log, limits, maskError }: FastPathOptions): AdmittedListener {
  return async (request, response, caller) => {
    const accepted = acceptedType(request);
    if (accepted === undefined) return isAddress(request) ? yoga(request, response, { caller }) : refuse(response);
    const body = await readBytes(request, MAX_BODY_BYTES).catch(() => undefined);
    // The client has gone in the middle of its body: there is nobody to answer.
    if (body === undefined) return void response.destroy();

    const params = plainParams(body, limits);
    if (!params) return yoga(request, response, { caller, req: request, body });

    const asRequest = requestOf(request, response);
    const context = { caller, req: request, request: asRequest, params } as unknown as RequestContext;
    const result = await execute(yoga, params, asRequest, context).catch((error: unknown): ExecutionResult => {
      return { errors: [maskError(error) as GraphQLError] };
    });
    setContractCodes(result);
    const { status, headers, body: text } = toResponse(result, accepted);
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
    response.end(text);
    log.finish(asRequest, status, result);
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
function acceptedType({ method, url, headers }: IncomingMessage): MediaType | undefined {
  const length = Number(headers['content-length']);
  const isPlain =
    method === 'POST' &&
    url === '/graphql' &&
    CONTENT_TYPES_OF_BODIES.includes(headers['content-type'] ?? '') &&
    headers['content-encoding'] === undefined &&
    length <= MAX_BODY_BYTES;
  const accept = headers.accept ?? '*/*';
  return isPlain && Object.hasOwn(ACCEPTED, accept) ? ACCEPTED[accept] : undefined;
}

/** Undefined where the body is not a JSON object. */
function plainParams(body: Buffer, limits: Limits): GraphQLParams | undefined {
  if (!isUtf8(body) || jsonShapeFault(body, limits)) return undefined;
  try {
    const params = JSON.parse(body.toString()) as unknown;
    return typeof params === 'object' && params !== null && !Array.isArray(params) ? params : undefined;
  } catch {
    return undefined;
  }
}

async function execute(yoga: Yoga, params: GraphQLParams, request: Request, context: RequestContext) {
  return (await yoga.getResultForParams({ params, request }, context)) as ExecutionResult;
}

/** What Yoga would answer, without a Fetch API response. */
interface PlainResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const fetchAPI = {
  Response: function Response(body: string, { status, headers }: Omit<PlainResponse, 'body'>): PlainResponse {
    return { status, headers, body };
  },
} as unknown as FetchAPI;

function toResponse(result: ExecutionResult, accepted: MediaType): PlainResponse {
  return processRegularResult(result, fetchAPI, accepted) as unknown as PlainResponse;
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
