import { EventEmitter } from 'node:events';
import type { Closing } from '../limits/caller-limits.ts';
import type { WebSocketConnection } from './web-socket-connection.ts';

/** Lifetime of an operation of a WebSocket, in place of that of a response. */
export interface OperationLifetime extends Closing {
  /** Aborted when the connection closes before the operation has ended. */
  readonly signal: AbortSignal;
  end(): void;
}

/** Ends with `end` or the connection. @param onEnd called once, with true if the connection closed first */
export function operationLifetime(
  connection: WebSocketConnection,
  onEnd: (isGone: boolean) => void,
): OperationLifetime {
  const events = new EventEmitter();
  const closed = new AbortController();
  let isOver = false;
  const over = (isGone: boolean) => {
    if (isOver) return;
    isOver = true;
    unlisten();
    if (isGone) closed.abort();
    onEnd(isGone);
    events.emit('close');
  };
  const unlisten = connection.listen({ onClose: () => over(true) });
  return {
    signal: closed.signal,
    get destroyed() {
      return isOver;
    },
    once: (event, listener) => events.once(event, listener),
    off: (event, listener) => events.off(event, listener),
    end: () => over(false),
  };
}
