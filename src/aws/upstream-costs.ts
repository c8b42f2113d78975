/** What one operation cost a request. */
export interface OperationCost {
  readonly service: string;
  readonly operation: string;
  /** Calls sent to AWS, retries among them. */
  calls: number;
  /** Answers that were kept from a moment ago. */
  cached: number;
  /** Answers to a call that another read had already sent. */
  coalesced: number;
  /** Calls sent again after a failure. */
  retried: number;
  /** Calls that AWS refused because there were too many. */
  throttled: number;
  /** Milliseconds that calls waited for their turn, so as not to be throttled. */
  waitedMs: number;
}

export type CostItem = Exclude<keyof OperationCost, 'service' | 'operation'>;

/** The bill of one request: what it asked of AWS, by service and operation, in the order it first asked. */
export interface UpstreamCosts {
  add(service: string, operation: string, item: CostItem, amount?: number): void;
  /** Adds what a request cost that this one joined: its calls were under way already. */
  join(other: UpstreamCosts): void;
  list(): readonly OperationCost[];
}

export function upstreamCosts(): UpstreamCosts {
  const costs = new Map<string, OperationCost>();
  const zero = { calls: 0, cached: 0, coalesced: 0, retried: 0, throttled: 0, waitedMs: 0 };

  function costOf(service: string, operation: string): OperationCost {
    const key = `${service}:${operation}`;
    const cost = costs.get(key) ?? { service, operation, ...zero };
    costs.set(key, cost);
    return cost;
  }

  return {
    add(service, operation, item, amount = 1) {
      costOf(service, operation)[item] += amount;
    },
    join(other) {
      for (const { service, operation, calls, cached, coalesced } of other.list()) {
        const cost = costOf(service, operation);
        cost.cached += cached;
        cost.coalesced += coalesced + calls;
      }
    },
    list: () => [...costs.values()],
  };
}
