import type { GatewayError } from '../errors/gateway-error.ts';
import type { AwsLocation } from './location.ts';
import type { CostItem } from './upstream-costs.ts';

/** One operation of AWS on behalf of one request. */
export interface ObservedCall extends AwsLocation {
  readonly service: string;
  /** Name of the service as people and spans call it: `AppStream`. */
  readonly serviceName: string;
  readonly operation: string;
  /** On whose behalf: the calls of one GraphQL request. */
  readonly request: object;
  /** Whether it goes on from a NextToken. */
  readonly hadToken: boolean;
}

/** What came of one attempt. */
export type AttemptOutcome = { readonly answer: unknown } | { readonly error: GatewayError };

/**
 * Who looks on while calls are made: metrics, traces. It is told as it happens and must neither wait nor throw. What
 * does not happen but is (pace, queues, what is kept) is read from `AwsPipeline.snapshot`.
 */
export interface CallObserver {
  /** One more on the bill: see `OperationCost`. */
  counted?(call: ObservedCall, item: CostItem, amount: number): void;
  /** One attempt leaves now, 1 being the first; what is returned is called with its outcome. */
  sent?(call: ObservedCall, attempt: number): ((outcome: AttemptOutcome) => void) | undefined;
  /** A read waits for the answer of a call that another request, or another part of this one, has sent. */
  joined?(call: ObservedCall, sentBy: object): void;
}

/** Several as one; nobody as nobody, so that what is switched off costs nothing. */
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
