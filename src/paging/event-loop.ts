/** Steps of all lists together in one turn of the event loop. A page of 200 sessions takes about 0.3 ms. */
const STEPS_PER_TURN = 16;

interface Waiting {
  readonly steps: number;
  readonly resolve: () => void;
}

/** Steps and turns of the process so far: shows whether other requests get their turn. */
export const eventLoopCounts = { steps: 0, turns: 0 };

/**
 * Counts one step of a long computation, such as one page of a list, and waits for the next turn of the event loop if this
 * one has had enough of them. Cached pages are answered in microtasks, so that a long list would hold up every other
 * request. All computations share the steps of a turn, so that a hundred lists at once take turns as well.
 *
 * @param steps work of a computation that cannot be divided, in steps; 1 by default. Each turn has room for one of more steps
 *   than a turn has beside the small ones, which therefore do not wait for a row of large ones
 * @returns undefined if the step may be taken at once
 */
export const yieldToEventLoop = eventLoopTurns(STEPS_PER_TURN, eventLoopCounts);

/**
 * Creates a limit of steps in one turn of the event loop.
 *
 * @param counts counts the steps and turns
 * @returns function that counts a step; see `yieldToEventLoop`
 */
export function eventLoopTurns(
  stepsPerTurn: number,
  counts: { steps: number; turns: number } = { steps: 0, turns: 0 },
): (steps?: number) => Promise<void> | undefined {
  let stepsOfTurn = 0;
  let isLargeTaken = false;
  let isScheduled = false;
  let small: Waiting[] = [];
  const large: Waiting[] = [];

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(beginTurn);
  }

  /** Gives half of a turn in order, and the other half to single steps first: a small query passes a crowd of larger ones. */
  function takeSmall(): Waiting[] {
    const [next, rest]: [Waiting[], Waiting[]] = [[], []];
    stepsOfTurn = 0;
    for (const each of small) {
      const isInOrder = rest.length === 0 && stepsOfTurn < stepsPerTurn / 2;
      const isTaken = (isInOrder || each.steps === 1) && stepsOfTurn + each.steps <= stepsPerTurn;
      if (isTaken) stepsOfTurn += each.steps;
      (isTaken ? next : rest).push(each);
    }
    small = rest;
    return next;
  }

  function beginTurn(): void {
    isScheduled = false;
    counts.turns += 1;
    const next = takeSmall();
    const first = large.shift();
    isLargeTaken = first !== undefined;
    if (first) next.push(first);
    if (next.length > 0) schedule();
    for (const { resolve } of next) resolve();
  }

  return (steps = 1) => {
    counts.steps += steps;
    schedule();
    const isSmall = steps <= stepsPerTurn;
    const waiting = isSmall ? small : large;
    if (waiting.length === 0 && (isSmall ? stepsOfTurn + steps <= stepsPerTurn : !isLargeTaken)) {
      if (isSmall) stepsOfTurn += steps;
      else isLargeTaken = true;
      return undefined;
    }
    return new Promise((resolve) => {
      waiting.push({ steps, resolve });
    });
  };
}
