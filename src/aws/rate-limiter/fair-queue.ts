/** A queue in which owners take turns, each with its oldest item, so that a large list does not starve a small query. */
export interface FairQueue<Item> {
  readonly size: number;
  /** Adds an item; returns a function that removes it again. */
  add(owner: object, item: Item): () => void;
  /** Removes and returns the next in turn; undefined when the queue is empty. */
  take(): Item | undefined;
  /** Turn of the next item; of several queues that share turns, the one with the lowest is served first. */
  readonly nextTurn: number;
}

/** Counts turns for queues between which owners take turns, too. */
export interface Turns {
  /** The turn that an owner has when it joins a queue or has just been served. */
  next(): number;
  /** When the owner was last served from any of the queues; undefined when it was not. */
  readonly servedAt: WeakMap<object, number>;
}

export function turns(): Turns {
  let turn = 0;
  return { next: () => ++turn, servedAt: new WeakMap() };
}

export function fairQueue<Item>({ next, servedAt }: Turns = turns()): FairQueue<Item> {
  /** Owners in the order of their turns; a Map keeps it. */
  const queues = new Map<object, { readonly items: Set<{ readonly item: Item }>; turn: number }>();
  let size = 0;

  return {
    get size() {
      return size;
    },
    get nextTurn() {
      for (const [owner, queue] of queues) {
        const served = servedAt.get(owner) ?? 0;
        if (served <= queue.turn) return queue.turn;
        // Served from another queue meanwhile: to the end of the round here, too.
        queue.turn = served;
        queues.delete(owner);
        queues.set(owner, queue);
      }
      return Infinity;
    },
    add(owner, item) {
      const entry = { item };
      const queue = queues.get(owner) ?? { items: new Set(), turn: next() };
      queue.items.add(entry);
      queues.set(owner, queue);
      size += 1;
      return () => {
        if (!queue.items.delete(entry)) return;
        size -= 1;
        if (queue.items.size === 0 && queues.get(owner) === queue) queues.delete(owner);
      };
    },
    take() {
      for (const [owner, queue] of queues) {
        // To the end of the round; an owner with nothing left drops out.
        queues.delete(owner);
        const [entry] = queue.items;
        if (entry === undefined) continue;
        queue.items.delete(entry);
        size -= 1;
        queue.turn = next();
        servedAt.set(owner, queue.turn);
        if (queue.items.size > 0) queues.set(owner, queue);
        return entry.item;
      }
      return undefined;
    },
  };
}
