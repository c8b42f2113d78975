import type { Socket } from 'node:net';
import type { Connection } from './connections.ts';

/** What the connections of a server may hold, and for how long. */
export interface ConnectionLimits {
  /** How many there may be at the same time. */
  readonly maxConnections: number;
  /** How long a client may read nothing of an answer that is sent to it. Milliseconds. */
  readonly stalledMs: number;
  /** What all answers together may hold that nobody has read. Where it is more, who reads nothing is cut off much sooner. Bytes. */
  readonly maxUnsentBytes: number;
}

type Open = ReadonlyMap<Socket, Connection>;

/** How far an answer has got, when that was last looked at. */
interface Progress {
  /** Bytes that the operating system has taken in whole writes. */
  readonly written: number;
  /** Bytes of the write that it has taken a part of. */
  readonly queued: number;
  /** When it last was further than before. */
  readonly at: number;
}

/** How soon who reads nothing is cut off where memory or connections run short: a share of `stalledMs`. */
const SHORT = 10;

/** Keeps connections within their limits: who reads nothing is cut off, and the one that is needed least makes room for a new one. */
export function connectionLimits({ maxConnections, stalledMs, maxUnsentBytes }: ConnectionLimits) {
  const progress = new WeakMap<Socket, Progress>();

  /** Since when nothing of an answer was read; Infinity where there is none that could be. */
  function stalledSince(socket: Socket, now: number): number {
    if (socket.writableLength === 0) {
      progress.delete(socket);
      return Infinity;
    }
    const written = socket.bytesWritten - socket.writableLength;
    const queued = queuedIn(socket);
    const last = progress.get(socket);
    const isFurther = !last || written > last.written || queued < last.queued;
    progress.set(socket, { written, queued, at: isFurther ? now : last.at });
    return isFurther ? now : last.at;
  }

  return {
    /** Cuts off who reads nothing. To be called every second or so. */
    check(open: Open): void {
      const now = performance.now();
      let unsent = 0;
      const stalled: { readonly socket: Socket; readonly forMs: number }[] = [];
      for (const socket of open.keys()) {
        const forMs = now - stalledSince(socket, now);
        unsent += socket.writableLength;
        if (forMs > 0) stalled.push({ socket, forMs });
      }
      for (const { socket, forMs } of stalled.sort((one, other) => other.forMs - one.forMs)) {
        const isTooMuch = unsent > maxUnsentBytes && forMs >= stalledMs / SHORT;
        if (forMs < stalledMs && !isTooMuch) continue;
        unsent -= socket.writableLength;
        socket.resetAndDestroy();
      }
    },

    /**
     * Makes room for the newest of too many: the oldest one on which nothing is answered goes, of the address that has most
     * of those; where there is none, who has read nothing for longest; where there is nobody, the newest itself.
     */
    makeRoom(open: Open): void {
      if (open.size <= maxConnections) return;
      const all = [...open.values()];
      const newest = all.pop();
      const idle = Map.groupBy(
        all.filter(({ owed }) => owed.size === 0),
        ({ socket }) => socket.remoteAddress,
      );
      const [oldest] = [...idle.values()].reduce((most, some) => (some.length > most.length ? some : most), []);
      (oldest ?? longestStalled(all) ?? newest)?.socket.destroy();
    },
  };

  function longestStalled(connections: readonly Connection[]): Connection | undefined {
    const now = performance.now();
    let longest: { readonly connection: Connection; readonly at: number } | undefined;
    for (const connection of connections) {
      const at = progress.get(connection.socket)?.at ?? Infinity;
      if (now - at >= stalledMs / SHORT && at < (longest?.at ?? Infinity)) longest = { connection, at };
    }
    return longest?.connection;
  }
}

/**
 * What libuv still holds of the write that is under way: a large answer is one write, whose parts show nowhere else. Node's own
 * timeouts go by the same figure, which is not documented; without it only whole writes count.
 */
function queuedIn(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { readonly _handle?: { readonly writeQueueSize?: number } | null };
  return handle?.writeQueueSize ?? 0;
}
