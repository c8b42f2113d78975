import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { costLimit } from '../limits/cost.ts';
import type { Limits } from '../limits/limits.ts';
import { valuesLimit } from '../limits/values.ts';
import { coerceVariables } from '../limits/variables.ts';

/** Rejects operations with invalid variables, or whose estimated AWS calls or values exceed the limits; estimates need valid variables. */
export function useOperationCheck({ maxCost, maxAnswerValues }: Limits): Plugin {
  const tooExpensive = costLimit(maxCost);
  const tooLarge = valuesLimit(maxAnswerValues);
  return {
    onExecute({ args, setExecuteFn }) {
      const { errors: wrong, coerced: variableValues } = coerceVariables(args);
      const errors = wrong ?? tooExpensive(args) ?? tooLarge({ ...args, variableValues });
      if (errors) setExecuteFn((): ExecutionResult => ({ errors: [errors].flat() }));
    },
  };
}
