import { setImmediate } from 'node:timers/promises';
import type { Deadline } from '../deadline.ts';

/** Answers from the cache come in microtasks, before any timer, socket or other request: after so many, those have a turn. */
const ANSWERS_PER_TURN = 16;

/** Keeps answers that cost no call from holding up the process: a long list may be all in the cache. */
export interface CachedTurns {
  /**
   * Resolves when the reader may have an answer from the cache.
   *
   * @throws what `deadlineExceeded` makes, when the reader's time is up or it has gone away
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
