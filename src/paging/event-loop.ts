import { currentRequest } from '../log/current-request.ts';
import { type CallerQueue, callerQueue } from './caller-queue.ts';

/** Steps of one size in one turn of the event loop. A page of 200 sessions takes about 0.3 ms. */
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

/** Computations of one size: a single step, some, or more than a turn has room for. */
interface Size {
  readonly waiting: CallerQueue<Waiting>;
  /** Steps that this turn has taken. */
  taken: number;
}

/**
 * Creates a limit of steps in one turn of the event loop, which each size has for itself: a turn takes at least one of each, and
 * further ones while there is room, single steps first. Callers are served in turn. A crowd of large requests thus delays
 * another caller's small query by one of them in each turn.
 *
 * @param counts counts the steps and turns
 * @returns function that counts a step; see `yieldToEventLoop`
 */
export function eventLoopTurns(
  stepsPerTurn: number,
  counts: { steps: number; turns: number } = { steps: 0, turns: 0 },
): (steps?: number) => Promise<void> | undefined {
  const [single, some, large] = [newSize(), newSize(), newSize()];
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(beginTurn);
  }

  function beginTurn(): void {
    isScheduled = false;
    counts.turns += 1;
    const next = [...takeFrom(single), ...takeFrom(some), ...takeFrom(large)];
    if (next.length > 0) schedule();
    for (const { resolve } of next) resolve();
  }

  /** Begins the turn of a size: takes the first of those that wait, and further ones while there is room. */
  function takeFrom(size: Size): Waiting[] {
    const next: Waiting[] = [];
    size.taken = 0;
    for (let first = size.waiting.next(); first && hasRoom(size, first.steps); first = size.waiting.next()) {
      size.waiting.remove();
      size.taken += first.steps;
      next.push(first);
    }
    return next;
  }

  function hasRoom({ taken }: Size, steps: number): boolean {
    return taken === 0 || taken + steps <= stepsPerTurn;
  }

  return (steps = 1) => {
    counts.steps += steps;
    schedule();
    const size = steps === 1 ? single : steps <= stepsPerTurn ? some : large;
    if (size.waiting.isEmpty && hasRoom(size, steps)) {
      size.taken += steps;
      return undefined;
    }
    return new Promise((resolve) => {
      size.waiting.add(currentRequest.getStore()?.callerKey ?? null, { steps, resolve });
    });
  };
}

function newSize(): Size {
  return { waiting: callerQueue(), taken: 0 };
}
