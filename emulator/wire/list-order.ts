/** Where the items of one list stand: a rank for each, which it keeps for as long as it is listed. */
export interface ListOrder {
  /** Ranks of these items, ascending: of items that were there before as they were, of new ones between their neighbours'. */
  ranksOf(items: readonly unknown[]): readonly number[];
  /** Where the page behind a rank ended the first time that it was cut. */
  readonly anchors: Map<number, number>;
}

/** The orders of lists by their requests; so many are remembered. */
const MAX_LISTS = 1_000;

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
    ranksOf(items) {
      const keys = items.map(keyOf);
      const ranks = keys.map((key) => known.get(key));
      fill(ranks);
      known = new Map(keys.map((key, index) => [key, ranks[index] as number]));
      return ranks as number[];
    },
  };
}

/** Gives ranks to items that have none, or that no longer stand behind the one before. */
function fill(ranks: (number | undefined)[]): void {
  const next = (from: number) => ranks.findIndex((rank, index) => index >= from && rank !== undefined);
  let last: number | undefined;
  let following = -1;
  for (let index = 0; index < ranks.length; index += 1) {
    if (following < index) following = next(index);
    const rank = ranks[index];
    if (rank === undefined || (last !== undefined && rank <= last)) {
      const right = following > index ? ranks[following] : undefined;
      const isBetween = right !== undefined && last !== undefined && right > last;
      if (isBetween) ranks[index] = (last as number) + ((right as number) - (last as number)) / (following - index + 1);
      else if (last === undefined) ranks[index] = right === undefined ? 0 : right - (following - index);
      else ranks[index] = last + 1;
    }
    last = ranks[index];
  }
}

const KEYS = ['Id', 'SessionId', 'Name', 'PoolId', 'InstanceId', 'WorkspaceId'] as const;

function keyOf(item: unknown): string {
  if (typeof item === 'string') return item;
  const members = item as Readonly<Record<string, unknown>>;
  const name = KEYS.find((member) => typeof members[member] === 'string');
  return name === undefined ? JSON.stringify(item) : String(members[name]);
}
