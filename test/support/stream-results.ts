import { expect } from 'vitest';
import { MULTIPART, openBody, parseEvents, type ServerSentEvent, SSE } from './event-stream.ts';
import { acknowledged } from './graphql-ws.ts';

type Data = ServerSentEvent['data'];

/** A subscription over one transport. */
export interface OpenResults {
  /** Results so far. */
  results(): Data[];
  /** Codes of the errors that ended it, or came with its last result; once it has ended. */
  codes(): Promise<readonly string[]>;
  close(): void;
}

/** Operation that subscribes. */
export interface Subscribing {
  readonly query: string;
  readonly variables?: object;
  readonly operationName?: string;
}

const request = (operation: Subscribing, accept: string, authorization?: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', accept, ...(authorization && { authorization }) },
  body: JSON.stringify(operation),
});

const codesOf = (errors: readonly { readonly extensions: { readonly code: string } }[] | undefined) =>
  (errors ?? []).map(({ extensions }) => extensions.code);

/** Opens a subscription by each transport, without a client library. */
export const STREAMS: Readonly<
  Record<string, (url: string, operation: Subscribing, authorization?: string) => Promise<OpenResults>>
> = {
  async sse(url, operation, authorization) {
    const open = await openBody(url, request(operation, SSE, authorization));
    const results = () =>
      parseEvents(open.text)
        .filter(({ event }) => event === 'next')
        .map(({ data }) => data);
    return {
      results,
      async codes() {
        await open.ended;
        return codesOf(results().at(-1)?.errors);
      },
      close: open.close,
    };
  },
  async multipart(url, operation, authorization) {
    const open = await openBody(url, request(operation, MULTIPART, authorization));
    const parts = () => open.text.split('--graphql').flatMap((part) => part.split('\r\n\r\n')[1] ?? []);
    return {
      results: () => parts().flatMap((json) => JSON.parse(json).payload ?? []),
      async codes() {
        await open.ended;
        // What is rejected before its first result is answered as JSON.
        const { errors, payload } = JSON.parse(parts().at(-1) ?? open.text);
        return codesOf(errors ?? payload?.errors);
      },
      close: open.close,
    };
  },
  async websocket(url, operation, authorization) {
    const raw = await acknowledged(url, authorization ? { authorization } : undefined);
    raw.send({ id: 'a', type: 'subscribe', payload: operation });
    const results = () => raw.messages.filter(({ type }) => type === 'next').map(({ payload }) => payload as Data);
    return {
      results,
      async codes() {
        await expect.poll(() => raw.messages.at(-1)?.type).toMatch(/^(?:error|complete)$/);
        const failed = raw.messages.find(({ type }) => type === 'error');
        return codesOf((failed?.payload as never) ?? results().at(-1)?.errors);
      },
      close: () => raw.socket.terminate(),
    };
  },
};
