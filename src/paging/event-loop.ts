/** Steps of all computations together in one turn of the event loop. A page of 200 sessions takes about 0.3 ms. */
const STEPS_PER_TURN = 16;

let stepsOfTurn = 0;
let isScheduled = false;
let waiting: (() => void)[] = [];

/** Steps and turns of the process so far: shows whether other requests get their turn. */
export const eventLoopCounts = { steps: 0, turns: 0 };

/**
 * Counts one step of a long computation, such as one page of a list, and waits for the next turn of the event loop if this
 * one has had enough of them. Cached pages are answered in microtasks, so that a long list would hold up every other
 * request. All computations share the steps of a turn, so that a hundred lists at once take turns as well.
 *
 * @returns undefined if the step may be taken at once
 */
export function yieldToEventLoop(): Promise<void> | undefined {
  eventLoopCounts.steps += 1;
  schedule();
  if (stepsOfTurn < STEPS_PER_TURN && waiting.length === 0) {
    stepsOfTurn += 1;
    return undefined;
  }
  return new Promise((resolve) => {
    waiting.push(resolve);
  });
}

function schedule(): void {
  if (isScheduled) return;
  isScheduled = true;
  setImmediate(beginTurn);
}

function beginTurn(): void {
  isScheduled = false;
  eventLoopCounts.turns += 1;
  const next = waiting.slice(0, STEPS_PER_TURN);
  waiting = waiting.slice(next.length);
  stepsOfTurn = next.length;
  if (stepsOfTurn > 0) schedule();
  for (const resolve of next) resolve();
}
