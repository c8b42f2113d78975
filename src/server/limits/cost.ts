import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { GatewayError } from '../../errors.ts';

/**
 * Refuses what would cost AWS too many calls. The figures are those that routers read as `@cost` and `@listSize`: see
 * `schema/cost.ts`.
 *
 * @param limit AWS calls of one operation
 */
export function costLimit(limit: number): (args: ExecutionArgs) => GraphQLError | undefined {
  // What takes no variables costs the same every time. Yoga keeps parsed documents, so its operations stay the same objects.
  const known = new WeakMap<OperationDefinitionNode, number>();

  return (args) => {
    const operation = getOperationAST(args.document, args.operationName);
    if (!operation) return undefined;
    const cost = known.get(operation) ?? costOf(operation, args);
    if (!operation.variableDefinitions?.length) known.set(operation, cost);
    return cost > limit ? tooExpensive(cost, limit) : undefined;
  };
}

function costOf(operation: OperationDefinitionNode, { document, schema, variableValues }: ExecutionArgs): number {
  const variables = { ...variableValues };
  return complexityFromQuery(alone(operation, document), { schema, variables }).complexity;
}

/** The first operation of a document is counted: this one, then. */
function alone(operation: OperationDefinitionNode, { definitions }: DocumentNode): DocumentNode {
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
}

const http = { status: 400, spec: true } as const;

function tooExpensive(cost: number, limit: number): GraphQLError {
  const message = `This could take ${cost} AWS calls; ${limit} are allowed. Ask for fewer items (\`first\`), or for less of each.`;
  return new GraphQLError(message, {
    originalError: new GatewayError('QUERY_TOO_COMPLEX', message, { cost, limit, http }),
  });
}
