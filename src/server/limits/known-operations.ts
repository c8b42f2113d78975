import { type ExecutionArgs, getOperationAST, type OperationDefinitionNode } from 'graphql';

/**
 * Caches a computed figure of operations without variables. Yoga's document cache keeps parsed documents, so that operations
 * are the same objects.
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
