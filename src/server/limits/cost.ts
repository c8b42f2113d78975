import { complexityFromQuery } from '@pothos/plugin-complexity';
import { type DocumentNode, type ExecutionArgs, type GraphQLError, Kind, type OperationDefinitionNode } from 'graphql';
import { perOperation } from './known-operations.ts';
import { notWithin } from './too-complex.ts';

/**
 * Rejects operations that could take too many AWS calls. The figures are those that routers read as `@cost` and `@listSize`:
 * see `schema/cost/cost.ts`.
 *
 * @param limit AWS calls of one operation
 */
export function costLimit(limit: number): (args: ExecutionArgs) => GraphQLError | undefined {
  const costOf = perOperation(estimateCalls);
  return (args) => {
    const cost = costOf(args);
    return cost > limit ? notWithin('could take', cost, 'AWS calls', limit) : undefined;
  };
}

function estimateCalls(
  operation: OperationDefinitionNode,
  { document, schema, variableValues }: ExecutionArgs,
): number {
  const variables = { ...variableValues };
  return complexityFromQuery(alone(operation, document), { schema, variables }).complexity;
}

/** Removes the other operations of a document, because `complexityFromQuery` counts the first one. */
function alone(operation: OperationDefinitionNode, { definitions }: DocumentNode): DocumentNode {
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
}
