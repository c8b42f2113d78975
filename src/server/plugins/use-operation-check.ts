import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { costLimit } from '../limits/cost.ts';
import type { Limits } from '../limits/limits.ts';
import { valuesLimit } from '../limits/values.ts';
import { coerceVariables } from '../limits/variables.ts';

/** Answers in place of execution what is not to be executed. Only variables of their types can be counted. */
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
