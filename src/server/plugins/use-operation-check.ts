import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { RequestContext } from '../context/request-context.ts';
import { costLimit } from '../limits/cost.ts';
import type { Limits } from '../limits/limits.ts';
import { valuesLimit } from '../limits/values.ts';
import { coerceVariables } from '../limits/variables.ts';

/** Values of an answer that count as one step of a turn of the event loop: executing them costs as much as a page of a list. */
const VALUES_PER_STEP = 500;

/** Rejects operations with invalid variables, or whose estimated AWS calls or values exceed the limits; estimates need valid variables. */
export function useOperationCheck({ maxCost, maxAnswerValues }: Limits): Plugin {
  const tooExpensive = costLimit(maxCost);
  const tooLarge = valuesLimit(maxAnswerValues, setAnswerSteps);
  return {
    onExecute({ args, setExecuteFn }) {
      const { errors: wrong, coerced: variableValues } = coerceVariables(args);
      const errors = wrong ?? tooExpensive(args) ?? tooLarge({ ...args, variableValues });
      if (errors) setExecuteFn((): ExecutionResult => ({ errors: [errors].flat() }));
    },
  };
}

/** Lets a request for many values take more of a turn with each answer of AWS. */
function setAnswerSteps({ contextValue }: ExecutionArgs, values: number): void {
  (contextValue as RequestContext).calls.answerSteps = Math.max(1, Math.ceil(values / VALUES_PER_STEP));
}
