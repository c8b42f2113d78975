/** Selects the items of a shared iteration that one reader gets. */
export interface ItemSelection<Item> {
  readonly matches: (item: Item) => boolean;
  /** The group that all of them are in, if they are in one: items of other groups are then not examined. */
  readonly group: string | null;
}

/** A reader of a shared iteration that waits for its next item. */
interface WaitingReader<Item, Answer> {
  readonly selection: ItemSelection<Item>;
  /** @param answer null if none comes */
  readonly resolve: (answer: Answer | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Waiting readers by group, so that an item is compared with the selections of its own group only. */
interface WaitingReaders<Item, Answer> {
  add(reader: WaitingReader<Item, Answer>): void;
  isAnyWaiting(): boolean;
  /** Resolves and removes every reader that selects an item of a group. */
  resolve(group: string | null, item: Item, answer: Answer): void;
  /** Resolves and removes every reader. */
  resolveAll(answer: Answer | null): void;
  /** Rejects and removes every reader. */
  rejectAll(error: unknown): void;
}

export function waitingReaders<Item, Answer>(): WaitingReaders<Item, Answer> {
  const byGroup = new Map<string | null, Set<WaitingReader<Item, Answer>>>();

  function resolveIn(group: string | null, item: Item, answer: Answer): void {
    const readers = byGroup.get(group);
    if (readers === undefined) return;
    for (const reader of readers) {
      if (!reader.selection.matches(item)) continue;
      readers.delete(reader);
      reader.resolve(answer);
    }
    if (readers.size === 0) byGroup.delete(group);
  }

  function removeAll(): WaitingReader<Item, Answer>[] {
    const readers = [...byGroup.values()].flatMap((each) => [...each]);
    byGroup.clear();
    return readers;
  }

  return {
    add(reader) {
      const { group } = reader.selection;
      const readers = byGroup.get(group) ?? new Set();
      byGroup.set(group, readers.add(reader));
    },
    isAnyWaiting: () => byGroup.size > 0,
    resolve(group, item, answer) {
      resolveIn(null, item, answer);
      if (group !== null) resolveIn(group, item, answer);
    },
    resolveAll(answer) {
      for (const reader of removeAll()) reader.resolve(answer);
    },
    rejectAll(error) {
      for (const reader of removeAll()) reader.reject(error);
    },
  };
}
