import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type DocumentNode,
  type ExecutionArgs,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
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
  return complexityFromQuery(counted(operation, document), { schema, variables }).complexity;
}

const known = new WeakMap<OperationDefinitionNode, DocumentNode>();

/**
 * Removes what `complexityFromQuery` must not count: the other operations of a document, because it counts the first one, and
 * `__typename`, which clients with stores add to every object, and which it takes for a call.
 */
function counted(operation: OperationDefinitionNode, { definitions }: DocumentNode): DocumentNode {
  const before = known.get(operation);
  if (before) return before;
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const document = visit<DocumentNode>(
    { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] },
    { Field: ({ name }) => (name.value === TypeNameMetaFieldDef.name ? null : undefined) },
  );
  known.set(operation, document);
  return document;
}
