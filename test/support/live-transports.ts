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

export const openTransport: Readonly<Record<TransportName, (url: string) => Transport>> = {
  sse(url) {
    const client = createSseClient({ url, retryAttempts: 0 });
    return {
      subscribe: ({ query, variables }, sink) => client.subscribe({ query, variables: { ...variables } }, sink),
      close: () => client.dispose(),
    };
  },
  multipart(url) {
    const subscribe = createFetchMultipartSubscription(url);
    return {
      subscribe: ({ query, variables }, sink) =>
        subscribe({ text: query } as never, { ...variables }).subscribe(sink as never).unsubscribe,
      close() {},
    };
  },
  websocket(url) {
    const client = createSocketClient({ url: socketUrl(url), webSocketImpl: WebSocket, retryAttempts: 0 });
    return {
      subscribe: ({ query, variables }, sink) => client.subscribe({ query, variables: { ...variables } }, sink),
      close: () => void client.dispose(),
    };
  },
};
