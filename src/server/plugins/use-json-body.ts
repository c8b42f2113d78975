import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { ServerContext } from '../context/request-context.ts';
import { jsonShapeFault } from '../limits/json-shape.ts';
import type { Limits } from '../limits/limits.ts';

/** Documents and variables are kilobytes; what is larger than this is no query of a person. Bytes. */
export const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Reads the body of a POST from Node's request, up to a limit. Yoga's own limiter pipes every body through a
 * TransformStream, which is two fifths of a small request; this has the same status codes.
 */
export function useJsonBody(
  limits: Limits,
  maxBytes: number = MAX_BODY_BYTES,
): Plugin<object, Pick<ServerContext, 'req' | 'body'>> {
  return {
    onRequestParse({ request, serverContext, requestParser, setRequestParser }) {
      if (request.method === 'GET' && requestParser) setRequestParser((get) => parsed(() => requestParser(get)));
      if (request.method !== 'POST') return;
      setRequestParser(async () => {
        // Yoga would read more types, of any length. A form may come from any page in a browser, without asking first.
        const type = request.headers.get('content-type') ?? '';
        if (!/^application\/(?:graphql\+)?json\b/i.test(type)) throw refusal(415, 'The body must be JSON.');
        if (Number(request.headers.get('content-length')) > maxBytes) throw refusal(413, 'The body is too large.');
        const { req, body } = serverContext;
        const bytes = body ?? (req ? await readBytes(req, maxBytes) : Buffer.from(await request.arrayBuffer()));
        return parseParams(bytes, limits);
      });
    },
  };
}

/**
 * Reads a body by events, which cost a small body half of what async iteration does.
 *
 * @throws GraphQLError BAD_USER_INPUT for one that is too large or incomplete: no upload is an internal error
 */
export function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) reject(refusal(413, 'The body is too large.'));
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    // A client that closes the connection, or whose chunks are malformed, causes an error or a close without an end.
    const incomplete = () => reject(refusal(400, 'The body is incomplete.'));
    request.on('error', incomplete);
    request.on('close', () => {
      if (!request.complete) incomplete();
    });
  });
}

function parseParams(bytes: Buffer, limits: Limits): GraphQLParams {
  // Decoded all the same, it would be another query than the one that was sent.
  if (!isUtf8(bytes)) throw refusal(400, 'The body is not UTF-8.');
  const fault = jsonShapeFault(bytes, limits);
  if (fault) throw fault;
  const body: unknown = parsed(() => JSON.parse(bytes.toString()));
  if (typeof body !== 'object' || body === null) throw refusal(400, 'The body must be a JSON object.');
  return body as GraphQLParams;
}

/** What is no JSON is the client's mistake: by GET, its variables are JSON too. */
function parsed<Value>(parse: () => Value): Value {
  try {
    return parse();
  } catch {
    throw refusal(400, 'This is not JSON.');
  }
}

function refusal(status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status } } });
}
