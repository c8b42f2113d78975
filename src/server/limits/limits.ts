import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { GatewayError } from '../../errors/gateway-error.ts';
import { boundedValidation } from './bounded-validation.ts';
import type { DocumentLimits } from './document-rules.ts';
import { outOfStack, tooComplex } from './too-complex.ts';
import { boundVariables, type VariableLimits } from './variables.ts';

/** What one request may hold: see the variables of the same names. */
export interface Limits extends DocumentLimits, VariableLimits {
  readonly maxTokens: number;
  readonly maxDocumentLength: number;
  /** AWS calls of one operation. */
  readonly maxCost: number;
  readonly maxAnswerValues: number;
  readonly maxAnswerBytes: number;
}

/**
 * Refuses what is too much before anything is executed, and before what takes long to validate is validated. Yoga keeps
 * what it has read and validated, refusals too: of a document that was seen before only the length is looked at again.
 */
export function useLimits(limits: Limits): Plugin {
  const bounded = boundedValidation(limits);
  const onReject = [
    () => {
      throw tooComplex('tokens', limits.maxTokens);
    },
  ];
  return {
    onPluginInit: ({ addPlugin }) => addPlugin(maxTokensPlugin({ n: limits.maxTokens, onReject })),
    onParams: ({ params }) => checkParams(params, limits),
    onParse: () => onParsed,
    onValidate: ({ validateFn, setValidationFn }) => setValidationFn(bounded(validateFn)),
  };
}

interface Parsed {
  readonly result: unknown;
  replaceParseResult(error: Error): void;
}

function onParsed({ result, replaceParseResult }: Parsed): void {
  const refusal = outOfStack(result);
  if (refusal) replaceParseResult(refusal);
}

/** What Yoga does not look at: the sizes, and whether the operation's name is one. */
function checkParams({ query, variables, operationName }: GraphQLParams, limits: Limits): void {
  if (typeof query === 'string' && query.length > limits.maxDocumentLength)
    throw tooComplex('characters', limits.maxDocumentLength, query.length);
  boundVariables(variables, limits);
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    throw new GatewayError('BAD_USER_INPUT', '`operationName` must be a string.', { http: { status: 400 } });
  }
}
