/** Things that wait their turn, from several owners: every owner's oldest in turn, so that a large list does not starve a small query. */
export interface FairQueue<Item> {
  readonly size: number;
  /** Gives a way to step out of the queue again. */
  add(owner: object, item: Item): () => void;
  /** The next in turn; undefined when nobody waits. */
  take(): Item | undefined;
}

export function fairQueue<Item>(): FairQueue<Item> {
  /** Owners in the order of their turns; a Map keeps it. */
  const queues = new Map<object, Set<{ readonly item: Item }>>();
  let size = 0;

  return {
    get size() {
      return size;
    },
    add(owner, item) {
      const entry = { item };
      const queue = queues.get(owner) ?? new Set();
      queues.set(owner, queue.add(entry));
      size += 1;
      return () => {
        if (!queue.delete(entry)) return;
        size -= 1;
        if (queue.size === 0 && queues.get(owner) === queue) queues.delete(owner);
      };
    },
    take() {
      for (const [owner, queue] of queues) {
        // To the end of the round; an owner with nothing left drops out.
        queues.delete(owner);
        const [entry] = queue;
        if (entry === undefined) continue;
        queue.delete(entry);
        size -= 1;
        if (queue.size > 0) queues.set(owner, queue);
        return entry.item;
      }
      return undefined;
    },
  };
}
