/** Events by time, then by order of insertion. A binary heap; times are milliseconds since the epoch. */
export interface EventQueue<Event> {
  add(at: number, event: Event): void;
  /** Removes and returns the next event if it is due. */
  takeDue(now: number): { at: number; event: Event } | undefined;
  /** Postpones all events by the delay of the next one; false if it is not overdue. */
  skipTo(now: number): boolean;
}

interface Entry<Event> {
  readonly at: number;
  readonly order: number;
  readonly event: Event;
}

export function createEventQueue<Event>(): EventQueue<Event> {
  const heap: Entry<Event>[] = [];
  let added = 0;
  let postponed = 0;

  return {
    add(at, event) {
      added += 1;
      rise(heap, { at: at - postponed, order: added, event });
    },
    takeDue(now) {
      const first = heap[0];
      if (!first || first.at + postponed > now) return undefined;
      const last = heap.pop() as Entry<Event>;
      if (heap.length > 0) sink(heap, last);
      return { at: first.at + postponed, event: first.event };
    },
    skipTo(now) {
      const late = now - ((heap[0]?.at ?? Number.POSITIVE_INFINITY) + postponed);
      if (late < 0) return false;
      postponed += late;
      return true;
    },
  };
}

function before<Event>(a: Entry<Event>, b: Entry<Event>): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function rise<Event>(heap: Entry<Event>[], entry: Entry<Event>): void {
  let index = heap.length;
  while (index > 0) {
    const above = (index - 1) >> 1;
    const parent = heap[above] as Entry<Event>;
    if (before(parent, entry)) break;
    heap[index] = parent;
    index = above;
  }
  heap[index] = entry;
}

/** Inserts an entry at the root and sifts it down. */
function sink<Event>(heap: Entry<Event>[], entry: Entry<Event>): void {
  let index = 0;
  for (;;) {
    const left = heap[2 * index + 1];
    const right = heap[2 * index + 2];
    const child = right && left && before(right, left) ? 2 * index + 2 : 2 * index + 1;
    const earlier = heap[child];
    if (!earlier || before(entry, earlier)) break;
    heap[index] = earlier;
    index = child;
  }
  heap[index] = entry;
}
