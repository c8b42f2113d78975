import type { Socket } from 'node:net';

const streams = new WeakMap<Socket, number>();

/**
 * Marks a connection as one that carries a stream: it is never idle, and its client may read nothing for longer than that of an
 * answer.
 *
 * @returns a function that removes the mark; a WebSocket has one mark per subscription
 */
export function markStream(socket: Socket): () => void {
  streams.set(socket, streamsOn(socket) + 1);
  let isMarked = true;
  return () => {
    if (isMarked) streams.set(socket, streamsOn(socket) - 1);
    isMarked = false;
  };
}

/** Returns the number of streams that a connection carries. */
export function streamsOn(socket: Socket): number {
  return streams.get(socket) ?? 0;
}
