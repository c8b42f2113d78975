import type { CallPace } from './call-pace.ts';
import type { Deadline } from './deadline.ts';
import type { Owner } from './owner.ts';
import { type UpstreamCosts, upstreamCosts } from './upstream-costs.ts';
import type { WriteAttempt } from './write-attempt.ts';

/** State of the AWS calls of one GraphQL request: deadline, waiting clients, costs, write attempts. */
export interface RequestCalls extends Deadline, Owner {
  readonly costs: UpstreamCosts;
  /** Spaces its calls; absent: only the rate limiter does. */
  readonly pace?: CallPace;
  /**
   * True if each of its reads is a call of its own: neither served from the cache nor joined with another request's, and not
   * cached, so that a long list evicts no page that clients follow. @default false
   */
  readonly readsUncached?: boolean;
  /** Work that follows an answer of AWS, in steps of a turn of the event loop: 1 unless the request selects many values. */
  answerSteps: number;
  /** Adds a client that waits for the same calls: they are aborted when the last one disconnects. */
  share(client: AbortSignal): void;
  /** Write attempts in the order of their outcomes, for the audit log. */
  readonly writes: WriteAttempt[];
  /** Counts a list as in flight until it is answered: see `whenListsAreIn`. */
  reading<Answer>(answer: Promise<Answer>): Promise<Answer>;
  /**
   * Runs `dispatch` once all lists in flight of this request are answered: the associations of twenty fleets then become one
   * batch of stacks, not twenty. A slow list delays a batch by 100 ms at most.
   */
  whenListsAreIn(dispatch: () => void): void;
}

/** Longest wait of a batch for lists in flight. Milliseconds, about the duration of an AWS call. */
const MAX_BATCH_WAIT_MS = 100;

/**
 * @param deadlineMs milliseconds from now, for all AWS calls of the request
 * @param client aborted when the client disconnects; absent: never
 * @param caller its requests take turns with those of other callers
 */
export function requestCalls(deadlineMs: number, client?: AbortSignal, caller?: string): RequestCalls {
  const allGone = new AbortController();
  let clients = 0;
  const waiting = new Set<() => void>();
  let listsInFlight = 0;

  // Runs after the promise callbacks of the last answer, which fill the next batch.
  function release(): void {
    setImmediate(() => {
      if (listsInFlight > 0) return;
      for (const dispatch of [...waiting]) dispatch();
    });
  }

  function share(signal: AbortSignal): void {
    const leave = () => {
      clients -= 1;
      if (clients === 0) allGone.abort(signal.reason);
    };
    clients += 1;
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  }

  if (client) share(client);
  return {
    caller,
    endsAt: performance.now() + deadlineMs,
    signal: allGone.signal,
    share,
    costs: upstreamCosts(),
    answerSteps: 1,
    writes: [],
    async reading(answer) {
      listsInFlight += 1;
      try {
        return await answer;
      } finally {
        listsInFlight -= 1;
        release();
      }
    },
    whenListsAreIn(dispatch) {
      const once = () => {
        if (!waiting.delete(once)) return;
        clearTimeout(timer);
        dispatch();
      };
      waiting.add(once);
      // Handles answers that arrived while the process was busy before the wait counts as over.
      const timer = setTimeout(() => setImmediate(once), MAX_BATCH_WAIT_MS);
      release();
    },
  };
}
