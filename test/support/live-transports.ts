import { createFetchMultipartSubscription } from '@apollo/client/utilities/subscriptions/relay';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { socketUrl } from './socket-url.ts';

/** Transports of subscriptions, each by the client library that front ends use for it. */
export type TransportName = 'sse' | 'multipart' | 'websocket';

/** Takes the results of a subscription. */
export interface ResultSink {
  next(result: unknown): void;
  error(error: unknown): void;
  complete(): void;
}

/** Subscribes over one transport; a broken connection is an error, and is not opened again. */
export interface Transport {
  subscribe(operation: { readonly query: string; readonly variables: object }, sink: ResultSink): () => void;
  close(): void;
}

/** Opens a transport. `authorization` is sent as a header, or in `connectionParams`. */
export const openTransport: Readonly<Record<TransportName, (url: string, authorization?: string) => Transport>> = {
  sse(url, authorization) {
    const client = createSseClient({ url, retryAttempts: 0, headers: headersOf(authorization) });
    return {
      subscribe: ({ query, variables }, sink) => client.subscribe({ query, variables: { ...variables } }, sink),
      close: () => client.dispose(),
    };
  },
  multipart(url, authorization) {
    const subscribe = createFetchMultipartSubscription(url, { headers: headersOf(authorization) });
    return {
      subscribe: ({ query, variables }, sink) =>
        subscribe({ text: query } as never, { ...variables }).subscribe(sink as never).unsubscribe,
      close() {},
    };
  },
  websocket(url, authorization) {
    const client = createSocketClient({
      url: socketUrl(url),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: headersOf(authorization),
    });
    return {
      subscribe: ({ query, variables }, sink) => client.subscribe({ query, variables: { ...variables } }, sink),
      // A connection that could not be opened rejects.
      close: () => void Promise.resolve(client.dispose()).catch(() => {}),
    };
  },
};

const headersOf = (authorization: string | undefined): Record<string, string> =>
  authorization === undefined ? {} : { authorization };
