import { type ExecutionArgs, type ExecutionResult, getOperationAST, type OperationDefinitionNode } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { LRUCache } from 'lru-cache';
import { executePlan } from './execute-plan.ts';
import { type OperationPlan, planOperation } from './operation-plan.ts';

/** Limits of the plans that are kept, in fields: each takes some 500 bytes. */
export const PLAN_LIMITS = { ofOne: 2_000, ofAll: 20_000 };

/** Executes operations by plans that are kept from one execution to the next. */
export interface PreparedOperations {
  /** Executes one operation of a document as graphql-js does, all its fields at once: no mutation. */
  execute(args: ExecutionArgs): ExecutionResult | Promise<ExecutionResult>;
  /** Number of plans that are kept. */
  readonly count: number;
  /** Number of their fields. */
  readonly fields: number;
}

/**
 * Creates a cache of plans, bounded by their fields. A plan grows with the object types that are met during execution, to the power
 * of the depth where types are abstract; one above its limit serves one execution, as those of graphql-js do.
 */
export function prepareOperations(limits = PLAN_LIMITS): PreparedOperations {
  // By object: the document cache returns the same parsed document for the same text.
  const plans = new LRUCache<OperationDefinitionNode, OperationPlan>({
    maxSize: limits.ofAll,
    maxEntrySize: limits.ofOne,
  });
  const sizes = new WeakMap<OperationPlan, number>();

  function keep(plan: OperationPlan): void {
    if (plan.isConditional || sizes.get(plan) === plan.size) return;
    sizes.set(plan, plan.size);
    plans.set(plan.operation, plan, { size: Math.max(1, plan.size) });
  }

  return {
    execute({ schema, document, operationName, rootValue, contextValue, variableValues }) {
      const operation = getOperationAST(document, operationName) as OperationDefinitionNode;
      const { errors, coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variableValues ?? {});
      if (errors) return { errors };
      const known = plans.get(operation);
      const plan = known?.schema === schema ? known : planOperation(schema, document, operation);
      const result = executePlan(plan, rootValue, contextValue, coerced);
      if (!(result instanceof Promise)) {
        keep(plan);
        return result;
      }
      return result.finally(() => keep(plan));
    },
    get count() {
      return plans.size;
    },
    get fields() {
      return plans.calculatedSize;
    },
  };
}
