import type { CallState } from './call-state.ts';
import { createThrottling } from './faults/throttling.ts';
import type { Call } from './operation.ts';
import { alterOutput } from './quirks/alter-output.ts';
import { ServiceError } from './service-error.ts';
import type { Target } from './services.ts';
import { checkInput } from './wire/check-input.ts';
import type { InputTable } from './wire/constraints.ts';
import { cutPage } from './wire/cut-page.ts';
import { listOrders } from './wire/list-order.ts';
import { createTokens } from './wire/tokens.ts';
import { createDelayedTerminations } from './world/delayed-terminations.ts';

/** The part of a `Call` that the request determines. */
export type CallRequest = Pick<Call, 'input' | 'location' | 'now' | 'accessKeyId'>;

export interface OperationRunner {
  /** Completes the delayed terminations that are due. Milliseconds since the epoch. */
  step(now: number): void;
  /**
   * Throttles, validates and runs a call, in AWS's order.
   *
   * @throws ServiceError as AWS would answer
   */
  run(target: Target, request: CallRequest): Record<string, unknown>;
}

/** Paging parameters: a NextToken is bound to all parameters but these. */
const PAGING: readonly string[] = ['NextToken', 'Limit', 'MaxResults'];

export function createOperationRunner(state: CallState): OperationRunner {
  const tokens = createTokens();
  const orderOf = listOrders();
  const throttling = createThrottling();
  const delayed = createDelayedTerminations();

  return {
    step: (now) => delayed.step(now),
    run(target, request) {
      const { quirks, world } = state;
      const { input, now } = request;
      throttling.take(state.throttles, target.service, target.name, now);
      if (!target.operation) throw new ServiceError('UnknownOperationException', `${target.name} is not emulated.`);
      checkInput(input, target.operation.input);

      const list = listKey(target, request);
      const tokenLength = Math.min(quirks.tokenLength, longestToken(target.operation.input));
      const output = target.operation.run({
        ...request,
        world,
        quirks,
        terminateSession: (terminate) => delayed.add(terminate, now + quirks.terminationDelay, now),
        page: (items, page) =>
          cutPage(items, page, { request: list, order: orderOf(list), tokens, tokenLength, quirks, now }),
      });
      return alterOutput(output, quirks);
    },
  };
}

/** Identifies the list that a call reads a page of: operation, location, and all parameters but those of paging. */
function listKey({ service, name }: Target, { input, location: { accountId, region } }: CallRequest): string {
  const parameters = Object.entries(input).filter(([parameter]) => !PAGING.includes(parameter));
  return JSON.stringify([service, name, accountId, region, parameters.sort()]);
}

/** The longest NextToken that the operation accepts: longer ones are never issued. */
function longestToken({ NextToken }: InputTable): number {
  return (NextToken?.type === 'string' && NextToken.max) || Infinity;
}
