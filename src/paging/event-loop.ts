/** Steps of work, of all computations together, between two turns of the event loop. A page of 200 sessions takes some 0.3 ms. */
const STEPS_PER_TURN = 16;

/** Steps of this turn. */
let taken = 0;
let isScheduled = false;
let waiting: (() => void)[] = [];

/** What was done of it, for who wants to know whether others get their turn. */
export const eventLoopCounts = { steps: 0, turns: 0 };

/**
 * Takes a step of a long computation, such as one page of a list. What comes from the cache takes no turn of the event loop by itself, so a
 * list of many pages would hold everybody up. All computations share the steps of a turn: a hundred lists at once take turns, too.
 *
 * @returns undefined where the step may be taken at once
 */
export function yieldToEventLoop(): Promise<void> | undefined {
  eventLoopCounts.steps += 1;
  schedule();
  if (taken < STEPS_PER_TURN && waiting.length === 0) {
    taken += 1;
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
  taken = next.length;
  if (taken > 0) schedule();
  for (const resolve of next) resolve();
}
