import { hash } from 'node:crypto';

/** The order of one list: a rank for each item, which stays the same for as long as the item is listed. */
export interface ListOrder {
  /** Ranks of these items, ascending. Known items keep their rank; new ones get one between their neighbours'. */
  ranksOf(items: readonly unknown[]): readonly number[];
  /** Rank of the last item of a page when it was first cut, by the rank of the item before the page. */
  readonly anchors: Map<number, number>;
  /** Pages that were read, and how many of them were first ones. */
  readonly read: { pages: number; listings: number };
}

/** Lists whose order is cached; the least recently read one is evicted. */
const MAX_LISTS = 1_000;

/** Returns the order of a list by its request; see `listKey`. */
export function listOrders(): (request: string) => ListOrder {
  const orders = new Map<string, ListOrder>();
  return (request) => {
    const order = orders.get(request) ?? listOrder();
    orders.delete(request);
    orders.set(request, order);
    const [oldest] = orders.keys();
    if (orders.size > MAX_LISTS && oldest !== undefined) orders.delete(oldest);
    return order;
  };
}

function listOrder(): ListOrder {
  let known = new Map<string, number>();
  return {
    anchors: new Map(),
    read: { pages: 0, listings: 0 },
    ranksOf(items) {
      const keys = items.map(keyOf);
      const ranks = fillRanks(keys.map((key) => known.get(key)));
      known = new Map(keys.map((key, index) => [key, ranks[index] as number]));
      return ranks;
    },
  };
}

/** Returns items in an order that only depends on their keys and the number of the order. */
export function shuffled<Item>(items: readonly Item[], order: number): readonly Item[] {
  return items
    .map((item) => ({ item, at: hash('sha1', `${order} ${keyOf(item)}`) }))
    .sort((one, other) => (one.at < other.at ? -1 : 1))
    .map(({ item }) => item);
}

/** Ranks items that have no rank yet, and ranks anew those that now stand behind an item of a higher rank. */
function fillRanks(known: readonly (number | undefined)[]): number[] {
  const ranks: number[] = [];
  let following = -1;
  for (const [index, rank] of known.entries()) {
    const last = ranks.at(-1);
    if (following < index) following = known.findIndex((other, at) => at >= index && other !== undefined);
    const isInOrder = rank !== undefined && (last === undefined || rank > last);
    const next = following > index ? known[following] : undefined;
    ranks.push(isInOrder ? rank : rankBetween(last, next, following - index));
  }
  return ranks;
}

/** @param gap how many positions further the item of the rank `next` stands */
function rankBetween(last: number | undefined, next: number | undefined, gap: number): number {
  if (last === undefined) return next === undefined ? 0 : next - gap;
  return next !== undefined && next > last ? last + (next - last) / (gap + 1) : last + 1;
}

const KEYS = ['Id', 'SessionId', 'Name', 'PoolId', 'InstanceId', 'WorkspaceId'] as const;

function keyOf(item: unknown): string {
  if (typeof item === 'string') return item;
  const members = item as Readonly<Record<string, unknown>>;
  const name = KEYS.find((member) => typeof members[member] === 'string');
  return name === undefined ? JSON.stringify(item) : String(members[name]);
}
