import { setImmediate } from 'node:timers/promises';
import type { Deadline } from '../deadline.ts';

/** Cached answers between two turns of the event loop: they resolve as microtasks, before timers, sockets and other requests. */
const ANSWERS_PER_TURN = 16;

/** Yields to the event loop between cached answers, so that a long cached list does not block the process. */
export interface CachedTurns {
  /**
   * Resolves when the reader may have a cached answer.
   *
   * @throws the error of `deadlineExceeded` if the reader's deadline has passed or it has disconnected
   */
  take(reader: Deadline, deadlineExceeded: () => Error): Promise<void>;
}

export function cachedTurns(): CachedTurns {
  let answers = 0;
  return {
    async take({ signal, endsAt }, deadlineExceeded) {
      answers += 1;
      if (answers % ANSWERS_PER_TURN === 0) await setImmediate();
      if (signal.aborted || performance.now() >= endsAt) throw deadlineExceeded();
    },
  };
}
