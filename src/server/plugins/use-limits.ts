import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import type { Source } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { GatewayError } from '../../errors/gateway-error.ts';
import { boundedValidation } from '../limits/bounded-validation.ts';
import type { Limits } from '../limits/limits.ts';
import { nestingFault } from '../limits/nesting.ts';
import { outOfStack, tooComplex } from '../limits/too-complex.ts';
import { boundVariables } from '../limits/variables.ts';

/**
 * Rejects requests above the limits before they are executed, and before expensive validation rules run. Yoga caches parsed
 * documents with their validation errors, so a document that was seen before is only checked for its length.
 */
export function useLimits(limits: Limits): Plugin {
  const bounded = boundedValidation(limits);
  const onReject = [
    () => {
      throw tooComplex('tokens', limits.maxTokens);
    },
  ];
  const checkNesting: NonNullable<Plugin['onParse']> = ({ parseFn, setParseFn }) => {
    setParseFn((source: string | Source, ...rest: unknown[]) => {
      const fault = nestingFault(typeof source === 'string' ? source : source.body, limits);
      if (fault) throw fault;
      return parseFn(source, ...rest);
    });
    return replaceStackOverflow;
  };
  return {
    onPluginInit({ addPlugin }) {
      addPlugin(maxTokensPlugin({ n: limits.maxTokens, onReject }));
      // After Armor's, which replaces the parser.
      addPlugin({ onParse: checkNesting });
    },
    onParams: ({ params }) => checkParams(params, limits),
    onValidate: ({ validateFn, setValidationFn }) => setValidationFn(bounded(validateFn)),
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
