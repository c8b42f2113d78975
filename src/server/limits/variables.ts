import { type ExecutionArgs, GraphQLError, getOperationAST } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { tooComplex } from './too-complex.ts';

/** Limits of the variables of one request. */
export interface VariableLimits {
  readonly maxDepth: number;
  readonly maxValues: number;
}

/**
 * Counts values, and the lists and objects that each variable nests, as `boundedParse` counts those of a literal.
 *
 * @throws GatewayError QUERY_TOO_COMPLEX for variables above a limit
 */
export function boundVariables(variables: unknown, { maxDepth, maxValues }: VariableLimits): void {
  let values = 0;
  function walk(value: unknown, levels: number): void {
    if (typeof value !== 'object' || value === null) return;
    if (levels === 0) throw tooComplex('levels of variables', maxDepth);
    const members = Object.values(value);
    values += members.length;
    if (values > maxValues) throw tooComplex('values in variables', maxValues);
    for (const member of members) walk(member, levels - 1);
  }
  // The object of all variables is no level.
  walk(variables, maxDepth + 1);
}

/** Each error of a variable repeats its value, so only the first few are reported. */
const MAX_ERRORS = 5;
const MAX_MESSAGE = 1_000;

/** Variables of an operation as graphql-js coerces them, defaults included, or their errors. */
export type CoercedVariables =
  | { readonly errors: readonly GraphQLError[]; readonly coerced?: undefined }
  | { readonly errors?: undefined; readonly coerced: Readonly<Record<string, unknown>> };

/**
 * Coerces the variables of an operation. Yoga would report up to fifty errors of any length. The estimates need the
 * defaults of variables too.
 */
export function coerceVariables({ schema, document, operationName, variableValues }: ExecutionArgs): CoercedVariables {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const result = getVariableValues(schema, definitions, variableValues ?? {}, { maxErrors: MAX_ERRORS });
  return result.errors ? { errors: result.errors.map(shortened) } : result;
}

function shortened({ message, nodes }: GraphQLError): GraphQLError {
  const text = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)} …` : message;
  return new GraphQLError(text, { nodes });
}
