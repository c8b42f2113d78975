import { once } from 'node:events';
import { type Client, type ClientOptions, createClient } from 'graphql-ws';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { PROTOCOL, socketUrl } from './socket-url.ts';

/** Client of graphql-ws; closes after the test. */
export function socketClient(url: string, options: Partial<ClientOptions> = {}): Client {
  const client = createClient({ url: socketUrl(url), webSocketImpl: WebSocket, retryAttempts: 0, ...options });
  onTestFinished(() => void client.dispose());
  return client;
}

/** Results of a subscription so far, and its end. */
export function subscribe(client: Client, query: string, variables?: Record<string, unknown>) {
  const results: unknown[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<unknown>();
  const cancel = client.subscribe(
    { query, variables },
    { next: (result) => results.push(result), error: resolve, complete: () => resolve('complete') },
  );
  return { results, ended, cancel };
}

/** A WebSocket without a client library. */
export interface RawSocket {
  readonly socket: WebSocket;
  /** Messages so far. */
  readonly messages: readonly Record<string, unknown>[];
  send(message: unknown): void;
  /** Resolves with code and reason when the connection is closed. */
  readonly closed: Promise<readonly [number, string]>;
}

/** Opens a WebSocket; rejects with the status where the handshake is rejected. */
export async function openSocket(
  url: string,
  headers: Record<string, string> = {},
  protocol: string = PROTOCOL,
): Promise<RawSocket> {
  const socket = new WebSocket(socketUrl(url), protocol, { headers });
  onTestFinished(() => socket.terminate());
  const messages: Record<string, unknown>[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as Record<string, unknown>));
  const closed = once(socket, 'close').then(([code, reason]) => [code as number, String(reason)] as const);
  closed.catch(() => {});
  await once(socket, 'open');
  return { socket, messages, send: (message) => socket.send(JSON.stringify(message)), closed };
}

/** Opens a WebSocket and initialises it. */
export async function acknowledged(url: string, payload?: object): Promise<RawSocket> {
  const raw = await openSocket(url);
  raw.send({ type: 'connection_init', payload });
  await once(raw.socket, 'message');
  return raw;
}
