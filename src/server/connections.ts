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

export function watchConnections(server: Server): Connections {
  /** Each connection, and how many bytes had come when it last owed no answer: whoever has sent more is asking something. */
  const open = new Map<Socket, number>();
  const owed = new Map<ServerResponse, Socket>();
  let isLast = false;
  let isLeaving = false;

  server.on('connection', (socket: Socket) => {
    open.set(socket, 0);
    socket.once('close', () => open.delete(socket));
  });
  server.prependListener('request', ({ socket }, response: ServerResponse) => {
    owed.set(response, socket);
    if (isLast) response.setHeader('connection', 'close');
    response.once('close', () => {
      owed.delete(response);
      if (open.has(socket)) open.set(socket, socket.bytesRead);
      if (isLeaving && ![...owed.values()].includes(socket)) socket.destroySoon();
    });
  });

  function endIdle(): void {
    const busy = new Set(owed.values());
    for (const [socket, read] of open) if (!busy.has(socket) && socket.bytesRead === read) socket.destroy();
  }

  return {
    announceLast() {
      isLast = true;
      for (const response of owed.keys()) if (!response.headersSent) response.setHeader('connection', 'close');
    },
    async leave(limitMs) {
      isLeaving = true;
      let cutOff = 0;
      const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
      endIdle();
      const timer = setTimeout(() => {
        cutOff = open.size;
        for (const socket of open.keys()) socket.destroy();
      }, limitMs);
      await closed;
      clearTimeout(timer);
      return cutOff;
    },
  };
}
