import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql';
import { type ListWeights, meterValues, type ValueMeter } from '../../schema/cost/value-meter.ts';
import { isLongerThan } from './answer-bytes.ts';
import type { Limits } from './limits.ts';
import { notWithin, tooComplex } from './too-complex.ts';

/** Reported errors of one answer: a failing field of a list's items repeats its error for each item. */
const MAX_ERRORS = 500;

/**
 * Bounds an answer: counts its values while it is executed, and its bytes before it is written. The estimates before execution
 * may be too low for lists without `first`.
 */
export function boundedExecution({
  maxAnswerValues,
  maxAnswerBytes,
}: Pick<Limits, 'maxAnswerValues' | 'maxAnswerBytes'>) {
  function bounded(result: ExecutionResult, meter: ValueMeter): ExecutionResult {
    if (meter.isExceeded) {
      return { data: null, errors: [notWithin('answers with', meter.values, 'values', maxAnswerValues)] };
    }
    if (isLongerThan(result.data, maxAnswerBytes))
      return { data: null, errors: [notWithin('answers with more than', maxAnswerBytes, 'bytes', maxAnswerBytes)] };
    const { errors } = result;
    if (errors === undefined || errors.length <= MAX_ERRORS) return result;
    const rest = tooComplex('errors', MAX_ERRORS, errors.length);
    return {
      ...result,
      errors: [...errors.slice(0, MAX_ERRORS), new GraphQLError(rest.message, { originalError: rest })],
    };
  }

  return async (execute: (args: ExecutionArgs) => unknown, args: ExecutionArgs): Promise<ExecutionResult> => {
    const meter = meterValues(args.contextValue as object, maxAnswerValues, weightsOf(args));
    return bounded((await execute(args)) as ExecutionResult, meter);
  };
}

/** Weights of lists by the variables of an operation, or by the document of one without any: events of a subscription share them. */
const weights = new WeakMap<object, ListWeights>();

function weightsOf({ document, variableValues }: ExecutionArgs): ListWeights {
  const key = variableValues ?? document;
  const known = weights.get(key) ?? new WeakMap();
  weights.set(key, known);
  return known;
}
