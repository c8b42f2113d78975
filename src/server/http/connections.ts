import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

/**
 * The connections of a server, and how it is left without harm. Node's own `close` of an HTTP server cuts off answers that
 * are still being sent to a slow reader, and waits for ever for a connection on which nothing, or half a request, has
 * come: it switches its own timeouts off (Node 24).
 */
export interface Connections {
  /** Says that this is the last answer of its connection, where that can still be said. */
  announceLast(): void;
  /** Accepts no more, ends what is idle, and resolves with how many had to be cut off after so many milliseconds. */
  leave(limitMs: number): Promise<number>;
}

/** One connection. */
export interface Connection {
  readonly socket: Socket;
  /** Answers that it is owed: those that wait for an earlier one, too. */
  readonly owed: Set<ServerResponse>;
  /** How many bytes had come when it last owed no answer: whoever has sent more is asking something. */
  read: number;
}

/** @param onOpen is shown all connections, the new one last */
export function watchConnections(
  server: Server,
  onOpen: (open: ReadonlyMap<Socket, Connection>) => void = () => {},
): Connections & { readonly open: ReadonlyMap<Socket, Connection> } {
  const open = new Map<Socket, Connection>();
  let isLast = false;
  let isLeaving = false;

  server.on('connection', (socket: Socket) => {
    open.set(socket, { socket, owed: new Set(), read: 0 });
    // An answer that waited for an earlier one never says that it is closed: what is owed goes with the connection.
    socket.once('close', () => open.delete(socket));
    onOpen(open);
  });
  server.prependListener('request', ({ socket }, response: ServerResponse) => {
    const connection = open.get(socket);
    connection?.owed.add(response);
    if (isLast) response.setHeader('connection', 'close');
    response.once('close', () => {
      if (!connection) return;
      connection.owed.delete(response);
      connection.read = socket.bytesRead;
      if (isLeaving && connection.owed.size === 0) socket.destroySoon();
    });
  });

  function endIdle(): void {
    for (const { socket, owed, read } of open.values())
      if (owed.size === 0 && socket.bytesRead === read) socket.destroy();
  }

  return {
    open,
    announceLast() {
      isLast = true;
      for (const { owed } of open.values())
        for (const response of owed) if (!response.headersSent) response.setHeader('connection', 'close');
    },
    async leave(limitMs) {
      isLeaving = true;
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
