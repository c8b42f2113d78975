import { currentRequest } from '../log/current-request.ts';
import { type CallerQueue, callerQueue } from './caller-queue.ts';

/** Steps of all lists together in one turn of the event loop. A page of 200 sessions takes about 0.3 ms. */
const STEPS_PER_TURN = 16;

/** Computation that waits for its turn. */
interface Waiting {
  readonly steps: number;
  readonly resolve: () => void;
}

/** Steps and turns of the process so far: shows whether other requests get their turn. */
export const eventLoopCounts = { steps: 0, turns: 0 };

/**
 * Counts one step of a long computation, such as one page of a list, and waits for a later turn of the event loop if this
 * one has had enough of them. Cached pages are answered in microtasks, so that a long list would hold up every other
 * request. All computations share the steps of a turn, so that a hundred lists at once take turns as well, and those of
 * different callers alternate.
 *
 * @param steps work of a computation that cannot be divided, in steps; 1 by default
 * @returns undefined if the step may be taken at once
 */
export const yieldToEventLoop = eventLoopTurns(STEPS_PER_TURN, eventLoopCounts);

/**
 * Creates a limit of steps in one turn of the event loop. Of those that wait, single steps are taken first, as a small query
 * has, then others while there is room, and at least one of each size: single, some, and more than a turn has room for. Callers
 * are served in turn. A crowd of large requests thus delays another caller's small query by one of them in each turn.
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
  const single = callerQueue<Waiting>();
  const some = callerQueue<Waiting>();
  const large = callerQueue<Waiting>();

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(beginTurn);
  }

  function beginTurn(): void {
    isScheduled = false;
    counts.turns += 1;
    stepsOfTurn = 0;
    isLargeTaken = false;
    const next = [...takeFrom(single), ...takeFrom(some), ...takeFrom(large)];
    if (next.length > 0) schedule();
    for (const { resolve } of next) resolve();
  }

  /** Takes the first of those that wait, and further ones while there is room. */
  function takeFrom(waiting: CallerQueue<Waiting>): Waiting[] {
    const taken: Waiting[] = [];
    for (let next = waiting.next(); next; next = waiting.next()) {
      if (taken.length > 0 && !hasRoom(next.steps)) break;
      waiting.remove();
      take(next.steps);
      taken.push(next);
    }
    return taken;
  }

  function take(steps: number): void {
    if (steps > stepsPerTurn) isLargeTaken = true;
    else stepsOfTurn += steps;
  }

  function hasRoom(steps: number): boolean {
    return steps > stepsPerTurn ? !isLargeTaken : stepsOfTurn + steps <= stepsPerTurn;
  }

  return (steps = 1) => {
    counts.steps += steps;
    schedule();
    const waiting = steps === 1 ? single : steps <= stepsPerTurn ? some : large;
    if (waiting.isEmpty && hasRoom(steps)) {
      take(steps);
      return undefined;
    }
    return new Promise((resolve) => {
      waiting.add(currentRequest.getStore()?.callerKey ?? null, { steps, resolve });
    });
  };
}
