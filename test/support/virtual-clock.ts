import type { Clock } from '../../src/aws/clock.ts';

interface Event {
  readonly at: number;
  readonly order: number;
  callback: (() => void) | undefined;
}

/** A clock whose time passes only in `run`: events of a binary heap, each with its promise callbacks before the next. */
export interface VirtualClock extends Clock {
  /** Time of the next event; Infinity without one. */
  readonly nextAt: number;
  run(untilMs: number): Promise<void>;
}

export function virtualClock(): VirtualClock {
  const heap: Event[] = [];
  let now = 0;
  let order = 0;

  const isBefore = (a: Event, b: Event) => a.at < b.at || (a.at === b.at && a.order < b.order);

  function push(event: Event): void {
    let index = heap.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Event;
      if (!isBefore(event, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = event;
  }

  function pop(): Event {
    const first = heap[0] as Event;
    const last = heap.pop() as Event;
    if (heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Event, heap[child] as Event)) child += 1;
      if (!isBefore(heap[child] as Event, last)) break;
      heap[index] = heap[child] as Event;
      index = child;
    }
    heap[index] = last;
    return first;
  }

  return {
    get nextAt() {
      while (heap[0] && !heap[0].callback) pop();
      return heap[0]?.at ?? Infinity;
    },
    now: () => now,
    schedule(callback, milliseconds) {
      const event: Event = { at: now + Math.max(0, milliseconds), order: order++, callback };
      push(event);
      return () => {
        event.callback = undefined;
      };
    },
    async run(untilMs) {
      const immediate = () => new Promise<void>((resolve) => setImmediate(resolve));
      await immediate();
      while (heap.length > 0 && (heap[0] as Event).at <= untilMs) {
        const event = pop();
        if (!event.callback) continue;
        now = event.at;
        event.callback();
        await immediate();
      }
      now = untilMs;
    },
  };
}
