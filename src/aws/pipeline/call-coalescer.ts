import { type Deadline, withDeadline } from '../deadline.ts';

/** One call under way, for as many readers as want its answer. */
export interface InFlightCall {
  /** Aborted when the last reader has gone. */
  readonly signal: AbortSignal;
  /** When the most patient reader's time is up, by `performance.now()`. */
  readonly endsAt: number;
  /** Why the last attempt failed, while another is on its way: what a reader is told whose time is up meanwhile. */
  lastFailure: Error | undefined;
}

/**
 * Identical calls in flight as one. A reader that leaves cancels nothing for the others; the last one cancels the call.
 * One that takes longer than half of its first reader's time is not joined any more: were it, a call that hangs would
 * hang everybody who asks again before the last one has given up.
 */
export interface CallCoalescer {
  /**
   * @param start begins the call; not called when an identical one is under way
   * @param deadlineExceeded the error of a reader whose own time is up
   */
  join<Answer>(
    key: string,
    reader: Deadline,
    start: (call: InFlightCall) => Promise<Answer>,
    deadlineExceeded: () => Error,
  ): { readonly answer: Promise<Answer>; readonly isShared: boolean; readonly startedBy: Deadline };
}

interface Flight {
  readonly startedBy: Deadline;
  readonly controller: AbortController;
  readonly call: InFlightCall & { endsAt: number };
  readonly answer: Promise<unknown>;
  /** Until when it may be joined, by `performance.now()`. */
  readonly joinableUntil: number;
  readers: number;
}

export function callCoalescer(): CallCoalescer {
  const flights = new Map<string, Flight>();

  function takeOff<Answer>(key: string, startedBy: Deadline, start: (call: InFlightCall) => Promise<Answer>): Flight {
    const controller = new AbortController();
    const call = { signal: controller.signal, endsAt: 0, lastFailure: undefined };
    const answer = start(call).finally(() => land(key, flight));
    // Readers have a promise of their own; this one may fail after the last of them has gone.
    answer.catch(() => {});
    const joinableUntil = (performance.now() + startedBy.endsAt) / 2;
    const flight: Flight = { startedBy, controller, call, answer, joinableUntil, readers: 0 };
    flights.set(key, flight);
    return flight;
  }

  function land(key: string, flight: Flight): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  return {
    join(key, reader, start, deadlineExceeded) {
      const latest = flights.get(key);
      const known = latest && performance.now() < latest.joinableUntil ? latest : undefined;
      const flight = known ?? takeOff(key, reader, start);
      flight.readers += 1;
      flight.call.endsAt = Math.max(flight.call.endsAt, reader.endsAt);

      const answer = withDeadline(
        flight.answer as ReturnType<typeof start>,
        reader,
        () => flight.call.lastFailure ?? deadlineExceeded(),
      ).finally(() => {
        flight.readers -= 1;
        if (flight.readers > 0) return;
        // Whoever asks the same from now on begins anew, and is not handed a cancelled call.
        land(key, flight);
        flight.controller.abort(new DOMException('Nobody waits any longer', 'AbortError'));
      });
      return { answer, isShared: known !== undefined, startedBy: flight.startedBy };
    },
  };
}
