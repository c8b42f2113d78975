import type { AwsCall } from './call.ts';

/** The AWS calls made for one GraphQL request: its deadline, its tally for the log, and what is still under way. */
export interface RequestCalls {
  /** What a request may take in all. Milliseconds. */
  readonly deadlineMs: number;
  /** Calls really sent, by `service:operation`. */
  readonly sent: ReadonlyMap<string, number>;
  count(service: string, operation: string): void;
  /** The answer, unless the request's time is up first. */
  track<Answer>(kind: AwsCall['kind'], answer: Promise<Answer>, outOfTime: () => Error): Promise<Answer>;
  /**
   * Runs `dispatch` once every list that this request is reading has been answered: twenty fleets' associations then
   * become one batch of stacks, not twenty. A slow list holds the others up for 50 ms at most.
   */
  whenListsAreIn(dispatch: () => void): void;
}

/** How long a batch may wait for a list that is still being read. Milliseconds, half of a usual AWS call. */
const MAX_BATCH_WAIT_MS = 50;

/** @param deadlineMs from now on, for everything that the request asks of AWS */
export function requestCalls(deadlineMs: number): RequestCalls {
  const endsAt = performance.now() + deadlineMs;
  const sent = new Map<string, number>();
  const waiting = new Set<() => void>();
  let listsUnderWay = 0;

  // After the promise callbacks of the answer that was last to come in: they are what fills the next batch.
  function release(): void {
    setImmediate(() => {
      if (listsUnderWay > 0) return;
      for (const dispatch of [...waiting]) dispatch();
    });
  }

  return {
    deadlineMs,
    sent,
    count(service, operation) {
      const name = `${service}:${operation}`;
      sent.set(name, (sent.get(name) ?? 0) + 1);
    },
    async track(kind, answer, outOfTime) {
      if (kind === 'list') listsUnderWay += 1;
      try {
        return await within(endsAt - performance.now(), answer, outOfTime);
      } finally {
        if (kind === 'list') {
          listsUnderWay -= 1;
          release();
        }
      }
    },
    whenListsAreIn(dispatch) {
      const once = () => {
        if (!waiting.delete(once)) return;
        clearTimeout(timer);
        dispatch();
      };
      waiting.add(once);
      const timer = setTimeout(once, MAX_BATCH_WAIT_MS);
      release();
    },
  };
}

async function within<Answer>(milliseconds: number, answer: Promise<Answer>, outOfTime: () => Error): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(outOfTime()), Math.max(0, milliseconds));
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
