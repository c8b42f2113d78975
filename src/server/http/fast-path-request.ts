import type { IncomingMessage, ServerResponse } from 'node:http';

/** Method, target and headers of a request. */
export type RequestHead = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** Headers of a request on the fast path. Reading any member but `get` throws. */
class FastPathHeaders {
  readonly #headers: IncomingMessage['headers'];

  constructor(headers: IncomingMessage['headers']) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    const value = this.#headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  }
}

/** Request on the fast path. Reading any member of a Fetch API request but these four throws. */
class FastPathRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly signal: AbortSignal;

  constructor({ method = 'POST', url = '/', headers }: RequestHead, signal: AbortSignal) {
    this.method = method;
    this.url = `http://localhost${url}`;
    this.headers = new FastPathHeaders(headers) as unknown as Headers;
    this.signal = signal;
  }
}

throwForOtherMembers(FastPathRequest, Request, ['method', 'url', 'headers', 'signal']);
throwForOtherMembers(FastPathHeaders, Headers, ['get']);

/**
 * Creates what plugins see as the request on the fast path. A Fetch API request costs as much as executing a small query, so
 * this has only the members that plugins read; any other throws, and the plugin that needs it fails in its first test.
 *
 * @param signal aborted when the client no longer waits for the answer
 */
export function fastPathRequest(request: RequestHead, signal: AbortSignal): Request {
  return new FastPathRequest(request, signal) as unknown as Request;
}

/** Returns a signal that is aborted when a response closes before it ends. */
export function closedEarly(response: ServerResponse): AbortSignal {
  const closed = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) closed.abort();
  });
  return closed.signal;
}

interface Constructor {
  readonly name: string;
  readonly prototype: object;
}

function throwForOtherMembers(target: Constructor, standard: Constructor, members: readonly string[]): void {
  for (const name of Object.getOwnPropertyNames(standard.prototype)) {
    if (name === 'constructor' || members.includes(name)) continue;
    Object.defineProperty(target.prototype, name, {
      get() {
        throw new TypeError(
          `${standard.name}.${name} is not available on the fast path: add it to fast-path-request.ts`,
        );
      },
    });
  }
}
