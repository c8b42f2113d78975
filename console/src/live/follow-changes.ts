import { GatewayRequestError } from '../relay/request-error.ts';

/** Batch of `sessionChanges`. */
export interface Batch {
  readonly from: string;
  readonly to: string;
  readonly resync: boolean;
}

/** State of the connection: nothing is lost while it is broken. */
export type Connection = 'connecting' | 'live' | 'broken' | 'paused';

/** Source and receiver of the changes of a list. */
export interface Changes<Each extends Batch> {
  /** Subscribes to the changes after a position. @returns a function that unsubscribes */
  subscribe(after: string, next: (batch: Each) => void, ended: (error: Error | null) => void): () => void;
  /** Called with each batch, once, in order. */
  apply(batch: Each): void;
  /** Called when changes were lost: the list has to be read again. Following stops. */
  lost(): void;
  connection(state: Connection): void;
}

const RETRY_MS = [500, 1_000, 2_000, 5_000];
/** The gateway sends a batch every 15 s at least; three that are missing are a dead connection. */
const SILENCE_MS = 45_000;

/** True if the gateway does not know a position: it was restarted, or is another replica. */
function isUnknownPosition(error: Error | null): boolean {
  return error instanceof GatewayRequestError && /^(?:INVALID_CURSOR|CURSOR_EXPIRED)$/.test(error.code);
}

/**
 * Follows the changes of a list from a position on. A broken connection resumes after the last batch; a batch that does not follow
 * the last one is not applied, and comes again.
 *
 * @returns functions that pause and resume, as for a hidden tab, and stop
 */
export function followChanges<Each extends Batch>(start: string, changes: Changes<Each>) {
  let position = start;
  let attempt = 0;
  let close: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  function disconnect(): void {
    clearTimeout(timer);
    close?.();
    close = null;
  }

  function reconnect(): void {
    disconnect();
    if (isStopped) return;
    changes.connection('broken');
    timer = setTimeout(connect, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
    attempt += 1;
  }

  function expectBatch(): void {
    clearTimeout(timer);
    timer = setTimeout(reconnect, SILENCE_MS);
  }

  function take(batch: Each): void {
    if (batch.resync) {
      lose();
      return;
    }
    if (batch.from !== position) {
      connect();
      return;
    }
    attempt = 0;
    position = batch.to;
    changes.connection('live');
    changes.apply(batch);
    expectBatch();
  }

  function connect(): void {
    disconnect();
    if (isStopped) return;
    let isOpen = true;
    const unsubscribe = changes.subscribe(
      position,
      (batch) => isOpen && take(batch),
      (error) => isOpen && (isUnknownPosition(error) ? lose() : reconnect()),
    );
    close = () => {
      isOpen = false;
      unsubscribe();
    };
    expectBatch();
  }

  function lose(): void {
    stop();
    changes.lost();
  }

  function stop(): void {
    isStopped = true;
    disconnect();
  }

  changes.connection('connecting');
  connect();
  return {
    stop,
    pause() {
      disconnect();
      if (!isStopped) changes.connection('paused');
    },
    resume: () => close === null && connect(),
  };
}
