import type { ExecutionResult, GraphQLError } from 'graphql';
import type { GraphQLParams, YogaServerInstance } from 'graphql-yoga';
import type { RequestContext, ServerContext } from '../context/request-context.ts';
import { setContractCodes } from '../errors/contract-codes.ts';

type Yoga = Pick<YogaServerInstance<ServerContext, RequestContext>, 'getResultForParams'>;

/** Context of an operation before Yoga completes it. */
export interface OperationContext extends ServerContext {
  readonly request: Request;
  readonly params: GraphQLParams;
}

/** Executes one operation by Yoga, without its HTTP hooks. Errors are masked, and have the codes of the contract. Never rejects. */
export async function executeParams(
  yoga: Yoga,
  context: OperationContext,
  maskError: (error: unknown) => Error,
): Promise<ExecutionResult> {
  const { params, request } = context;
  let result: ExecutionResult;
  try {
    result = (await yoga.getResultForParams({ params, request }, context as never)) as ExecutionResult;
  } catch (error) {
    result = { errors: [maskError(error) as GraphQLError] };
  }
  setContractCodes(result);
  return result;
}
