import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { meterValues, type ValueMeter } from '../../schema/cost/value-meter.ts';
import { isLongerThan } from '../limits/answer-bytes.ts';
import type { Limits } from '../limits/limits.ts';
import { notWithin, tooComplex } from '../limits/too-complex.ts';

/** Errors of one answer. What fails in a list fails for each of its items, and the first few hundred say so. */
const MAX_ERRORS = 500;

/**
 * Counts the values of an answer while it is executed, and then its bytes before it is written: estimates may be too low where a list
 * has no `first`. Set around whatever executes, so that compiled, shared and fast execution are bounded alike.
 */
export function useAnswerBounds({ maxAnswerValues, maxAnswerBytes }: Limits): Plugin {
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

  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn(async (args) => {
        const meter = meterValues(args.contextValue as object, maxAnswerValues);
        return bounded((await executeFn(args)) as ExecutionResult, meter);
      });
    },
  };
}
