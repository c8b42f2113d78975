import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { GatewayError } from '../../errors/gateway-error.ts';
import { boundedParse } from '../limits/bounded-parse.ts';
import { boundedValidation } from '../limits/bounded-validation.ts';
import type { Limits } from '../limits/limits.ts';
import { outOfStack, tooComplex } from '../limits/too-complex.ts';
import { boundVariables } from '../limits/variables.ts';

/**
 * Rejects requests above the limits before they are executed, and before expensive validation rules run. Yoga caches parsed
 * documents with their validation errors, so a document that was seen before is only checked for its length.
 */
export function useLimits(limits: Limits): Plugin {
  const bounded = boundedValidation(limits);
  return {
    onParse({ setParseFn }) {
      setParseFn((source, options) => boundedParse(source, limits, options));
      return replaceStackOverflow;
    },
    onParams: ({ params }) => checkParams(params, limits),
    onValidate: ({ setValidationFn }) => setValidationFn(bounded),
  };
}

interface Parsed {
  readonly result: unknown;
  replaceParseResult(error: Error): void;
}

function replaceStackOverflow({ result, replaceParseResult }: Parsed): void {
  const rejection = outOfStack(result);
  if (rejection) replaceParseResult(rejection);
}

/** Checks what Yoga does not: sizes, and the type of the operation's name. */
function checkParams({ query, variables, operationName }: GraphQLParams, limits: Limits): void {
  if (typeof query === 'string' && query.length > limits.maxDocumentLength)
    throw tooComplex('characters', limits.maxDocumentLength, query.length);
  boundVariables(variables, limits);
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw new GatewayError('BAD_USER_INPUT', '`operationName` must be a string.', { http: { status: 400 } });
  }
}
