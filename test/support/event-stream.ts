import { request as send } from 'node:http';

/** An event of a stream of server-sent events. */
export interface ServerSentEvent {
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of the data is what each test asserts
  readonly data: any;
}

/** Parses a whole body of server-sent events; comments are left out. */
export function parseEvents(body: string): ServerSentEvent[] {
  return body
    .split('\n\n')
    .map((block) => block.split('\n').filter((line) => line !== '' && !line.startsWith(':')))
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const field = (name: string) =>
        lines
          .find((line) => line.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trim() ?? '';
      const data = field('data');
      return { event: field('event'), data: data === '' ? null : JSON.parse(data) };
    });
}

/** A response body that is read as it comes. */
export interface OpenBody {
  readonly status: number;
  readonly headers: Headers;
  /** Text so far. */
  readonly text: string;
  /** Resolves when the body ends: with true if it was complete. */
  readonly ended: Promise<boolean>;
  close(): void;
}

/** Opens a response and collects its body. */
export async function openBody(url: string, init: RequestInit = {}): Promise<OpenBody> {
  const abort = new AbortController();
  const response = await fetch(url, { ...init, signal: abort.signal });
  let text = '';
  async function read(): Promise<boolean> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
      return true;
    } catch {
      return false;
    }
  }
  const ended = read();
  return {
    status: response.status,
    headers: response.headers,
    get text() {
      return text;
    },
    ended,
    close: () => abort.abort(),
  };
}

export const SSE = 'text/event-stream';
export const MULTIPART = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0,application/json';

/** Options of a POST that subscribes. */
export function subscribing(query: string, accept: string = SSE, more: Record<string, string> = {}): RequestInit {
  const headers = { 'content-type': 'application/json', accept, ...more };
  return { method: 'POST', headers, body: JSON.stringify({ query }) };
}

/** Sends a request and never reads its answer. */
export function unread(url: string, { headers, body }: RequestInit) {
  const request = send(url, { method: 'POST', headers: headers as Record<string, string> });
  request.on('response', (response) => response.pause());
  request.on('error', () => {});
  request.end(body as string);
  return request;
}
