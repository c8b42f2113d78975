/** Queue whose callers are served in turn: one with a hundred items delays another by one. */
export interface CallerQueue<Item> {
  readonly isEmpty: boolean;
  add(caller: string | null, item: Item): void;
  /** Returns the next item, and leaves it in the queue. */
  next(): Item | undefined;
  /** Removes the next item. */
  remove(): void;
}

export function callerQueue<Item>(): CallerQueue<Item> {
  /** Items of each caller, in the order in which callers are served. */
  const callers = new Map<string | null, Item[]>();

  return {
    get isEmpty() {
      return callers.size === 0;
    },
    add(caller, item) {
      const items = callers.get(caller);
      if (items) items.push(item);
      else callers.set(caller, [item]);
    },
    next: () => callers.values().next().value?.[0],
    remove() {
      for (const [caller, items] of callers) {
        callers.delete(caller);
        items.shift();
        if (items.length > 0) callers.set(caller, items);
        return;
      }
    },
  };
}
