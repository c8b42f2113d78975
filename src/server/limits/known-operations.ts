import { type ExecutionArgs, getOperationAST, Kind, type OperationDefinitionNode, type TypeNode } from 'graphql';

type Args = Pick<ExecutionArgs, 'document' | 'operationName' | 'schema' | 'variableValues'>;

/** Sets of variables whose figures are kept of one operation until there are more, and the longest that are. */
const MAX_SETS = 16;
const MAX_KEY_LENGTH = 500;

/**
 * Caches a computed figure of operations and of the variables that it may depend on. By object: Yoga's document cache returns the same
 * parsed document for the same text. No figure may depend on what a text or an id says, only on whether there is one.
 */
export function perOperation<Given extends Args>(
  compute: (operation: OperationDefinitionNode, args: Given) => number,
): (args: Given) => number {
  const known = new WeakMap<OperationDefinitionNode, Map<string, number>>();
  return (args) => {
    const operation = getOperationAST(args.document, args.operationName);
    if (!operation) return 0;
    const figures = known.get(operation) ?? new Map<string, number>();
    const key = keyOf(operation, args.variableValues ?? {});
    const before = figures.get(key);
    if (before !== undefined) return before;
    const figure = compute(operation, args);
    if (key.length > MAX_KEY_LENGTH) return figure;
    if (figures.size === MAX_SETS) figures.clear();
    if (figures.size === 0) known.set(operation, figures);
    figures.set(key, figure);
    return figure;
  };
}

/** Returns the variables as text, with a mark for each text or id. */
function keyOf({ variableDefinitions = [] }: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>) {
  if (variableDefinitions.length === 0) return '';
  const members = variableDefinitions.map(({ variable, type }) => {
    const value = variables[variable.name.value];
    if (value === undefined) return [];
    return [isText(type) && typeof value === 'string' ? 'text' : value];
  });
  return JSON.stringify(members);
}

function isText(type: TypeNode): boolean {
  if (type.kind === Kind.NON_NULL_TYPE) return isText(type.type);
  return type.kind === Kind.NAMED_TYPE && (type.name.value === 'String' || type.name.value === 'ID');
}
