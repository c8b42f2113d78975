/** Steps of all lists together in one turn of the event loop. A page of 200 sessions takes about 0.3 ms. */
const STEPS_PER_TURN = 16;

/** Steps and turns of the process so far: shows whether other requests get their turn. */
export const eventLoopCounts = { steps: 0, turns: 0 };

/**
 * Counts one step of a long computation, such as one page of a list, and waits for the next turn of the event loop if this
 * one has had enough of them. Cached pages are answered in microtasks, so that a long list would hold up every other
 * request. All computations share the steps of a turn, so that a hundred lists at once take turns as well.
 *
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
): () => Promise<void> | undefined {
  let stepsOfTurn = 0;
  let isScheduled = false;
  let waiting: (() => void)[] = [];

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(beginTurn);
  }

  function beginTurn(): void {
    isScheduled = false;
    counts.turns += 1;
    const next = waiting.slice(0, stepsPerTurn);
    waiting = waiting.slice(next.length);
    stepsOfTurn = next.length;
    if (stepsOfTurn > 0) schedule();
    for (const resolve of next) resolve();
  }

  return () => {
    counts.steps += 1;
    schedule();
    if (stepsOfTurn < stepsPerTurn && waiting.length === 0) {
      stepsOfTurn += 1;
      return undefined;
    }
    return new Promise((resolve) => {
      waiting.push(resolve);
    });
  };
}
