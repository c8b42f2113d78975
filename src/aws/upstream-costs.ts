/** Costs of one AWS operation for one request. */
export interface OperationCost {
  readonly service: string;
  readonly operation: string;
  /** Calls sent to AWS, including retries. */
  calls: number;
  /** Answers from the cache. */
  cached: number;
  /** Answers of calls in flight that were joined. */
  coalesced: number;
  /** Retries. */
  retried: number;
  /** Calls that AWS throttled. */
  throttled: number;
  /** Milliseconds that calls waited for the rate limiter and for the backoff of throttles. */
  waitedMs: number;
}

export type CostItem = Exclude<keyof OperationCost, 'service' | 'operation'>;

/** Costs of one request in AWS calls, by service and operation, in the order of their first calls. */
export interface UpstreamCosts {
  add(service: string, operation: string, item: CostItem, amount?: number): void;
  /** Adds the costs of a request whose execution this one shares: its calls count as coalesced. */
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
