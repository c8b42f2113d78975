import { type ExecutionArgs, getOperationAST, type OperationDefinitionNode } from 'graphql';

/**
 * Caches a computed figure of operations without variables, by object: Yoga's document cache returns the same parsed document
 * for the same text.
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
