import type { GatewayError } from '../errors/gateway-error.ts';
import type { AwsLocation } from './location.ts';
import type { CostItem } from './upstream-costs.ts';

/** Call of one AWS operation on behalf of one request. */
export interface ObservedCall extends AwsLocation {
  readonly service: string;
  /** Display name of the service, as in messages and spans: `AppStream`. */
  readonly serviceName: string;
  readonly operation: string;
  /** The GraphQL request that makes the call. */
  readonly request: object;
  /** True if its input has a NextToken. */
  readonly hadToken: boolean;
}

/** The outcome of one attempt. */
export type AttemptOutcome = { readonly answer: unknown } | { readonly error: GatewayError };

/**
 * Instrumentation of AWS calls, for metrics and traces. Its methods must neither block nor throw. State (rates, queues,
 * cache) is read from `AwsPipeline.snapshot` instead.
 */
export interface CallObserver {
  /** Counts a cost: see `OperationCost`. */
  counted?(call: ObservedCall, item: CostItem, amount: number): void;
  /** Called when an attempt is sent, 1 being the first; the returned function is called with its outcome. */
  sent?(call: ObservedCall, attempt: number): ((outcome: AttemptOutcome) => void) | undefined;
  /** Called when a read joins a call in flight, which `sentBy` has sent. */
  joined?(call: ObservedCall, sentBy: object): void;
}

/** Combines observers. With none, returns a no-op, so that disabled telemetry costs nothing. */
export function together(observers: readonly CallObserver[]): CallObserver {
  const [only = {}, ...others] = observers;
  if (others.length === 0) return only;
  return {
    counted(call, item, amount) {
      for (const observer of observers) observer.counted?.(call, item, amount);
    },
    sent(call, attempt) {
      const endings = observers.map((observer) => observer.sent?.(call, attempt));
      return (outcome) => {
        for (const end of endings) end?.(outcome);
      };
    },
    joined(call, sentBy) {
      for (const observer of observers) observer.joined?.(call, sentBy);
    },
  };
}
