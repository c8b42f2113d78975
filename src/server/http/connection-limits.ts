import type { Socket } from 'node:net';
import type { Connection } from './connections.ts';
import { streamsOn } from './stream-sockets.ts';

/** Limits of a server's connections. */
export interface ConnectionLimits {
  /** Number of open connections. */
  readonly maxConnections: number;
  /** Longest time in which a client reads nothing of its answer. Milliseconds. */
  readonly stalledMs: number;
  /** The same for the client of a stream, which need not read at once. Milliseconds; 60 s by default. */
  readonly stalledStreamMs?: number;
  /** Unread bytes of all answers; above it, clients that read nothing are force-closed at a tenth of `stalledMs`. */
  readonly maxUnsentBytes: number;
}

/** Limit that cut a connection: `stalled` reads nothing, `unsent` holds too much unread, `connections` is one too many. */
export type CutBy = 'stalled' | 'unsent' | 'connections';

type Open = ReadonlyMap<Socket, Connection>;

/** Progress of an answer at the last check. */
interface Progress {
  /** Bytes that the operating system has taken in whole writes. */
  readonly written: number;
  /** Bytes of the write that it has taken a part of. */
  readonly queued: number;
  /** Time of the last progress. */
  readonly at: number;
}

/** Default of `stalledStreamMs`. Milliseconds. */
const STALLED_STREAM_MS = 60_000;

/** Divides `stalledMs` where memory or connections run short. */
const SHORT = 10;

/** Force-closes connections whose client reads nothing, and the least needed one where a new one exceeds the limit. */
export function connectionLimits(
  { maxConnections, stalledMs, stalledStreamMs = STALLED_STREAM_MS, maxUnsentBytes }: ConnectionLimits,
  onCut: (by: CutBy) => void = () => {},
) {
  const progress = new WeakMap<Socket, Progress>();

  /** Returns the time of the last progress of an answer; Infinity without unsent bytes. */
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
    /** Force-closes stalled connections; called about every second. */
    check(open: Open): void {
      const now = performance.now();
      const sockets = [...open.keys()];
      let unsent = sockets.reduce((sum, { writableLength }) => sum + writableLength, 0);
      const stalled = sockets
        .map((socket) => ({ socket, forMs: now - stalledSince(socket, now) }))
        .filter(({ forMs }) => forMs > 0)
        .sort((one, other) => other.forMs - one.forMs);
      for (const { socket, forMs } of stalled) {
        const limitMs = streamsOn(socket) > 0 ? stalledStreamMs : stalledMs;
        const isTooMuch = unsent > maxUnsentBytes && forMs >= stalledMs / SHORT;
        if (forMs < limitMs && !isTooMuch) continue;
        unsent -= socket.writableLength;
        socket.resetAndDestroy();
        onCut(forMs < limitMs ? 'unsent' : 'stalled');
      }
    },

    /**
     * Makes room for the newest connection above the limit. Closes the oldest idle one of the address with most idle ones; else
     * the one stalled for longest; else the newest itself.
     */
    makeRoom(open: Open): void {
      if (open.size <= maxConnections) return;
      const all = [...open.values()];
      const newest = all.pop();
      const idle = Map.groupBy(
        all.filter(({ socket, unanswered }) => unanswered.size === 0 && streamsOn(socket) === 0),
        ({ socket }) => socket.remoteAddress,
      );
      const [oldest] = [...idle.values()].reduce((most, some) => (some.length > most.length ? some : most), []);
      (oldest ?? longestStalled(all) ?? newest)?.socket.destroy();
      onCut('connections');
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
 * Returns the bytes that libuv still holds of the current write: a large answer is one write, whose progress shows nowhere else.
 * Node's own timeouts use this undocumented figure; without it only whole writes count.
 */
function queuedIn(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { readonly _handle?: { readonly writeQueueSize?: number } | null };
  return handle?.writeQueueSize ?? 0;
}
