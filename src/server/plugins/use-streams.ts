import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { GatewayError } from '../../errors/gateway-error.ts';
import { shortName } from '../../log/short-name.ts';
import type { RequestContext, ServerContext } from '../context/request-context.ts';
import { costLimit } from '../limits/cost.ts';
import type { Limits } from '../limits/limits.ts';
import { valuesLimit } from '../limits/values.ts';
import { coerceVariables } from '../limits/variables.ts';
import type { StreamSource } from '../streams/stream-source.ts';

/** Most AWS calls of one result of a subscription, which is executed up to four times a second. */
const MAX_COST_OF_RESULT = 50;

/** Makes the source of a subscription from the events of its field. */
export type SourceOf = (events: AsyncIterable<unknown>, args: ExecutionArgs) => StreamSource;

/**
 * Opens subscriptions for the transports of `server/streams`, which leave a slot in the context. Checks variables, cost and size
 * of one result, and the number of open streams, before the field is subscribed to. Without a slot, as for a request that accepts
 * JSON only, a subscription is rejected.
 */
export function useStreams(
  sourceOf: SourceOf,
  { maxCost, maxAnswerValues }: Pick<Limits, 'maxCost' | 'maxAnswerValues'>,
): Plugin<object, ServerContext & RequestContext> {
  const tooExpensive = costLimit(Math.min(maxCost, MAX_COST_OF_RESULT));
  const tooLarge = valuesLimit(maxAnswerValues);

  async function open(args: ExecutionArgs): Promise<ExecutionResult> {
    const { stream: slot } = args.contextValue as ServerContext;
    if (!slot) throw notAccepted();
    const { errors: wrong, coerced: variableValues } = coerceVariables(args);
    const errors = wrong ?? tooExpensive(args) ?? tooLarge({ ...args, variableValues });
    if (errors) return { errors: [errors].flat() };
    slot.operation = shortName(getOperationAST(args.document, args.operationName)?.name?.value);
    slot.reserve();
    const events = await createSourceEventStream(args);
    if (!(Symbol.asyncIterator in events)) return events;
    slot.source = sourceOf(events, args);
    return {};
  }

  return {
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(open as never);
    },
  };
}

function notAccepted(): GatewayError {
  const message = 'Subscribe by WebSocket, or accept `text/event-stream` or `multipart/mixed;subscriptionSpec=1.0`.';
  return new GatewayError('BAD_USER_INPUT', message, { http: { status: 406 } });
}
