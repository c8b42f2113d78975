import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { CloseCode } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { jsonShapeFault } from '../limits/json-shape.ts';
import type { Limits } from '../limits/limits.ts';

/** One WebSocket, which carries any number of operations. */
export interface WebSocketConnection {
  /** Request of the handshake. */
  readonly request: IncomingMessage;
  readonly socket: Socket;
  /** Address of the client. */
  readonly address: string;
  /** Token in place of an `Authorization` header. */
  authorization: string | undefined;
  /** Sends a message. Returns false while the client does not keep up, until `onDrain`. */
  send(message: string): boolean;
  /** Closes by the protocol. @param reason for clients; cut to what a close frame holds */
  close(code: number, reason: string): void;
  /** Closes after what is being sent, because the token is not valid; clients may reconnect with a new one. */
  closeUnauthenticated(): void;
  /** Closes so that clients reconnect: to another process, if this one is not ready. */
  break(): void;
  onMessage(listener: (message: string) => Promise<void>): void;
  /** Calls listeners for as long as an operation lasts. @returns a function that removes them */
  listen(listeners: ConnectionListeners): () => void;
}

export interface ConnectionListeners {
  readonly onDrain?: () => void;
  readonly onClose?: () => void;
}

/** `Service Restart` of RFC 6455's registry, after which clients of graphql-ws reconnect. */
const SERVICE_RESTART = 1012;
/** Time for the client to answer a close. Milliseconds. */
const CLOSE_MS = 1_000;
/** Bytes of the reason in a close frame. */
const MAX_REASON_BYTES = 123;

export interface WebSocketParts {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  readonly address: string;
  readonly limits: Pick<Limits, 'maxValues'>;
  /** Interval of pings; a client that answers none is gone. Milliseconds. */
  readonly pingMs: number;
}

/** Wraps a WebSocket: bounds what a client sends, stops reading while it reads nothing, detects clients that are gone. */
export function webSocketConnection(
  webSocket: WebSocket,
  { request, socket, address, limits, pingMs }: WebSocketParts,
): WebSocketConnection {
  const listening = new Set<ConnectionListeners>();
  let isAlive = true;
  const pinging = setInterval(() => {
    // While paused it cannot be seen whether the client answers; the limit of stalled connections applies then.
    if (webSocket.isPaused) return;
    if (!isAlive) return webSocket.terminate();
    isAlive = false;
    webSocket.ping();
  }, pingMs).unref();
  webSocket.on('pong', () => {
    isAlive = true;
  });
  socket.on('drain', () => {
    webSocket.resume();
    for (const { onDrain } of listening) onDrain?.();
  });
  webSocket.once('close', () => {
    clearInterval(pinging);
    for (const { onClose } of [...listening]) onClose?.();
    listening.clear();
  });
  // An invalid frame, or one above the limit; `close` follows.
  webSocket.on('error', () => {});

  const connection: WebSocketConnection = {
    request,
    socket,
    address,
    authorization: undefined,
    send(message) {
      if (webSocket.readyState !== webSocket.OPEN) return false;
      webSocket.send(message);
      // Answers to what the client sends must not grow without bound while it reads nothing.
      if (socket.writableNeedDrain) webSocket.pause();
      return !socket.writableNeedDrain;
    },
    close(code, reason) {
      webSocket.close(
        code,
        Buffer.from(reason)
          .subarray(0, MAX_REASON_BYTES)
          .toString()
          .replace(/\uFFFD$/, ''),
      );
      setTimeout(() => webSocket.terminate(), CLOSE_MS).unref();
    },
    closeUnauthenticated: () => void setImmediate(() => connection.close(CloseCode.Forbidden, 'UNAUTHENTICATED')),
    break: () => connection.close(SERVICE_RESTART, 'The process drains.'),
    onMessage(listener) {
      webSocket.on('message', (data: Buffer, isBinary: boolean) => {
        if (isBinary || jsonShapeFault(data, limits)) return connection.close(CloseCode.BadRequest, 'Invalid message.');
        return void listener(data.toString()).catch(() =>
          connection.close(CloseCode.BadRequest, 'Unexpected message.'),
        );
      });
    },
    listen(listeners) {
      if (webSocket.readyState === webSocket.CLOSED) queueMicrotask(() => listeners.onClose?.());
      else listening.add(listeners);
      return () => void listening.delete(listeners);
    },
  };
  return connection;
}
