import type { Plugin } from 'graphql-yoga';
import { boundedExecution } from '../limits/bounded-execution.ts';
import type { Limits } from '../limits/limits.ts';

/** Bounds the values and bytes of every answer: see `boundedExecution`. */
export function useAnswerBounds(limits: Limits): Plugin {
  const bounded = boundedExecution(limits);
  return {
    onExecute({ executeFn, setExecuteFn }) {
      setExecuteFn((args) => bounded(executeFn, args));
    },
  };
}
