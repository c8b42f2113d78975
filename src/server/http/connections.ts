import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

/**
 * Tracks the connections of a server for a graceful shutdown. Node's own `close` of an HTTP server (24) destroys answers that a
 * slow client is still reading, and never ends for a connection on which nothing, or half a request, has arrived, because it
 * disables its timeouts.
 */
export interface Connections {
  /** Adds `Connection: close` to answers whose headers are not yet sent. */
  announceLast(): void;
  /** Accepts no connections, closes idle ones, and resolves with the number force-closed after `limitMs` milliseconds. */
  drain(limitMs: number): Promise<number>;
}

/** One connection. */
export interface Connection {
  readonly socket: Socket;
  /** Unanswered requests, pipelined ones included. */
  readonly unanswered: Set<ServerResponse>;
  /** Bytes read when it last had no unanswered request; more means that a request is arriving. */
  read: number;
}

/** @param onOpen called with all connections, the new one last */
export function watchConnections(
  server: Server,
  onOpen: (open: ReadonlyMap<Socket, Connection>) => void = () => {},
): Connections & { readonly open: ReadonlyMap<Socket, Connection> } {
  const open = new Map<Socket, Connection>();
  let isLast = false;
  let isDraining = false;

  server.on('connection', (socket: Socket) => {
    open.set(socket, { socket, unanswered: new Set(), read: 0 });
    // The response to a pipelined request emits no close; its entry is dropped with the connection.
    socket.once('close', () => open.delete(socket));
    onOpen(open);
  });
  server.prependListener('request', ({ socket }, response: ServerResponse) => {
    const connection = open.get(socket);
    connection?.unanswered.add(response);
    if (isLast) response.setHeader('connection', 'close');
    response.once('close', () => {
      if (!connection) return;
      connection.unanswered.delete(response);
      connection.read = socket.bytesRead;
      if (isDraining && connection.unanswered.size === 0) socket.destroySoon();
    });
  });

  function endIdle(): void {
    for (const { socket, unanswered, read } of open.values())
      if (unanswered.size === 0 && socket.bytesRead === read) socket.destroy();
  }

  return {
    open,
    announceLast() {
      isLast = true;
      for (const { unanswered } of open.values())
        for (const response of unanswered) if (!response.headersSent) response.setHeader('connection', 'close');
    },
    async drain(limitMs) {
      isDraining = true;
      let forceClosed = 0;
      const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
      endIdle();
      const timer = setTimeout(() => {
        forceClosed = open.size;
        for (const socket of open.keys()) socket.destroy();
      }, limitMs);
      await closed;
      clearTimeout(timer);
      return forceClosed;
    },
  };
}
