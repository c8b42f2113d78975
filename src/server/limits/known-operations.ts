import { type ExecutionArgs, getOperationAST, type OperationDefinitionNode } from 'graphql';

/**
 * Remembers what was computed of operations that take no variables: it is the same every time. Yoga keeps parsed documents, so their
 * operations stay the same objects.
 */
export function perOperation(compute: (operation: OperationDefinitionNode, args: ExecutionArgs) => number) {
  const known = new WeakMap<OperationDefinitionNode, number>();
  return (args: ExecutionArgs): number => {
    const operation = getOperationAST(args.document, args.operationName);
    if (!operation) return 0;
    const result = known.get(operation) ?? compute(operation, args);
    if (!operation.variableDefinitions?.length) known.set(operation, result);
    return result;
  };
}
