import { type ExecutionArgs, GraphQLError, getOperationAST } from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { tooComplex } from './too-complex.ts';

/** How much the variables of one request may hold. */
export interface VariableLimits {
  readonly maxDepth: number;
  readonly maxValues: number;
}

/** @throws GatewayError QUERY_TOO_COMPLEX for more than may be looked at. */
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
  walk(variables, maxDepth);
}

/** Each error of a variable repeats what was given. What is said of the first few is enough to mend it. */
const MAX_ERRORS = 5;
const MAX_MESSAGE = 1_000;

/**
 * What is wrong with variables that are not of their types. Yoga would say the same, with fifty errors of any length.
 * Compiled code would not: it takes an enum's value as it stands; graphql-js asks the type, which refuses UNKNOWN.
 */
export function wrongVariables({
  schema,
  document,
  operationName,
  variableValues,
}: ExecutionArgs): readonly GraphQLError[] | undefined {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions;
  if (!definitions?.length) return undefined;
  const { errors } = getVariableValues(schema, definitions, variableValues ?? {}, { maxErrors: MAX_ERRORS });
  return errors?.map(shortened);
}

function shortened({ message, nodes }: GraphQLError): GraphQLError {
  const text = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)} …` : message;
  return new GraphQLError(text, { nodes });
}
