import { type Deadline, withDeadline } from '../deadline.ts';
import type { Waiters } from './call.ts';

/**
 * Coalesces identical calls in flight. A reader that disconnects does not affect the others; the last one aborts the call.
 * A call that has taken half of its first reader's time is not joined: otherwise a call that hangs would block every later
 * reader.
 */
export interface CallCoalescer {
  /**
   * @param start begins the call; not called if an identical one is in flight
   * @param deadlineExceeded creates the error of a reader that exceeds its own deadline
   */
  join<Answer>(
    key: string,
    reader: Deadline,
    start: (waiters: Waiters) => Promise<Answer>,
    deadlineExceeded: () => Error,
  ): { readonly answer: Promise<Answer>; readonly isShared: boolean; readonly startedBy: Deadline };
}

interface InFlightCall {
  readonly startedBy: Deadline;
  readonly controller: AbortController;
  readonly waiters: Waiters & { endsAt: number };
  readonly answer: Promise<unknown>;
  /** Time until which it may be joined, by `performance.now()`. */
  readonly joinableUntil: number;
  readers: number;
}

export function callCoalescer(): CallCoalescer {
  const calls = new Map<string, InFlightCall>();

  function begin<Answer>(key: string, startedBy: Deadline, start: (waiters: Waiters) => Promise<Answer>): InFlightCall {
    const controller = new AbortController();
    const waiters = { signal: controller.signal, endsAt: 0, lastFailure: undefined };
    const answer = start(waiters).finally(() => remove(key, call));
    // Prevents an unhandled rejection when all readers have left; those that wait have promises of their own.
    answer.catch(() => {});
    const joinableUntil = (performance.now() + startedBy.endsAt) / 2;
    const call: InFlightCall = { startedBy, controller, waiters, answer, joinableUntil, readers: 0 };
    calls.set(key, call);
    return call;
  }

  function remove(key: string, call: InFlightCall): void {
    if (calls.get(key) === call) calls.delete(key);
  }

  return {
    join(key, reader, start, deadlineExceeded) {
      const latest = calls.get(key);
      const known = latest && performance.now() < latest.joinableUntil ? latest : undefined;
      const call = known ?? begin(key, reader, start);
      call.readers += 1;
      call.waiters.endsAt = Math.max(call.waiters.endsAt, reader.endsAt);

      const answer = withDeadline(
        call.answer as ReturnType<typeof start>,
        reader,
        () => call.waiters.lastFailure ?? deadlineExceeded(),
      ).finally(() => {
        call.readers -= 1;
        if (call.readers > 0) return;
        // Removed before it is aborted, so that a later reader does not join an aborted call.
        remove(key, call);
        call.controller.abort(new DOMException('All readers have left', 'AbortError'));
      });
      return { answer, isShared: known !== undefined, startedBy: call.startedBy };
    },
  };
}
