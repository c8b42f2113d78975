import type { Deadline } from './deadline.ts';
import type { Owner } from './owner.ts';
import { type UpstreamCosts, upstreamCosts } from './upstream-costs.ts';
import type { WriteAttempt } from './write-attempt.ts';

/** The AWS calls of one GraphQL request: deadline, clients that wait, costs, write attempts. */
export interface RequestCalls extends Deadline, Owner {
  readonly costs: UpstreamCosts;
  /** Adds a client that waits for the same calls: they are aborted when the last one disconnects. */
  share(client: AbortSignal): void;
  /** Write attempts in the order of their outcomes, for the audit log. */
  readonly writes: WriteAttempt[];
  /** Counts a list as being read until its answer is in: see `whenListsAreIn`. */
  reading<Answer>(answer: Promise<Answer>): Promise<Answer>;
  /**
   * Runs `dispatch` once every list that this request is reading has been answered: twenty fleets' associations then
   * become one batch of stacks, not twenty. A slow list holds the others up for 100 ms at most.
   */
  whenListsAreIn(dispatch: () => void): void;
}

/** How long a batch may wait for a list that is still being read. Milliseconds, about a usual AWS call. */
const MAX_BATCH_WAIT_MS = 100;

/**
 * @param deadlineMs from now on, for everything that the request asks of AWS
 * @param client aborted when it has gone away; without one nobody can
 * @param caller whose requests take turns with those of other callers
 */
export function requestCalls(deadlineMs: number, client?: AbortSignal, caller?: string): RequestCalls {
  const allGone = new AbortController();
  let clients = 0;
  const waiting = new Set<() => void>();
  let listsUnderWay = 0;

  // After the promise callbacks of the answer that was last to come in: they are what fills the next batch.
  function release(): void {
    setImmediate(() => {
      if (listsUnderWay > 0) return;
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
    writes: [],
    async reading(answer) {
      listsUnderWay += 1;
      try {
        return await answer;
      } finally {
        listsUnderWay -= 1;
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
      // What has come in while the process was busy is looked at before the time is held to be over.
      const timer = setTimeout(() => setImmediate(once), MAX_BATCH_WAIT_MS);
      release();
    },
  };
}
