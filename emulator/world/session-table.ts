/**
 * Sessions indexed by id and by the group that AWS lists them in, so that the cost of a call depends on its group only.
 * Both keep the order of insertion, which is the order AWS lists in.
 */
export interface SessionTable<Item> {
  readonly size: number;
  get(id: string): Item | undefined;
  add(item: Item): void;
  delete(id: string): boolean;
  values(): IterableIterator<Item>;
  /** Sessions of one group, in order: `of(stackName, fleetName)`, `of(poolId)`. The array is shared: do not modify it. */
  of(...group: string[]): readonly Item[];
}

interface Group<Item> {
  readonly items: Map<string, Item>;
  /** Cached `items` as an array; invalidated when the group changes. */
  list: readonly Item[] | undefined;
}

/**
 * The results of `idOf` and `groupOf` must not change while a session is in the table.
 *
 * @param groupOf arguments of `of`, joined by a slash, which no name of a stack, fleet or pool can contain
 */
export function createSessionTable<Item>(
  idOf: (item: Item) => string,
  groupOf: (item: Item) => string,
): SessionTable<Item> {
  const byId = new Map<string, Item>();
  const groups = new Map<string, Group<Item>>();

  function groupNamed(name: string): Group<Item> {
    const group = groups.get(name) ?? { items: new Map<string, Item>(), list: undefined };
    groups.set(name, group);
    return group;
  }

  function remove(id: string): boolean {
    const item = byId.get(id);
    if (item === undefined) return false;
    byId.delete(id);
    const name = groupOf(item);
    const group = groupNamed(name);
    group.items.delete(id);
    group.list = undefined;
    if (group.items.size === 0) groups.delete(name);
    return true;
  }

  return {
    get size() {
      return byId.size;
    },
    get: (id) => byId.get(id),
    add(item) {
      remove(idOf(item));
      byId.set(idOf(item), item);
      const group = groupNamed(groupOf(item));
      group.items.set(idOf(item), item);
      group.list = undefined;
    },
    delete: remove,
    values: () => byId.values(),
    of(...path) {
      const group = groups.get(path.join('/'));
      if (!group) return [];
      group.list ??= [...group.items.values()];
      return group.list;
    },
  };
}
