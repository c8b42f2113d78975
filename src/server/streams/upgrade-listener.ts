import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSocketOptions } from './web-sockets.ts';

/** Handles the `upgrade` event of a Node server. */
export type UpgradeListener = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

/** Opens WebSockets; their libraries are loaded with the first one. */
export function upgradeListener(options: WebSocketOptions): UpgradeListener {
  let loading: Promise<UpgradeListener> | undefined;
  return (request, socket, head) => {
    // Until the libraries are loaded; an error without a listener would crash the process.
    socket.on('error', () => socket.destroy());
    loading ??= import('./web-sockets.ts').then(({ webSockets }) => webSockets(options));
    loading.then(
      (listener) => listener(request, socket, head),
      () => socket.destroy(),
    );
  };
}
