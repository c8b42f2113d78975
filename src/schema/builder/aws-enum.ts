import { type GraphQLEnumType, type GraphQLSchema, isEnumType } from 'graphql';
import { GatewayError } from '../../errors/gateway-error.ts';
import { builder } from './builder.ts';

/** Enum name of any value that AWS added after this build. */
export const UNKNOWN = 'UNKNOWN';
const NEWER = 'Any value that AWS added after this build. Rejected as an input.';

/**
 * Declares an AWS enum under GraphQL names, and `UNKNOWN`. Models keep AWS's own values; only clients see the names. The type
 * argument is the SDK's union of the values, such as `FleetState`, so that the compiler reports one that is missing.
 *
 * @param options.meanings description of each value of AWS
 */
export function awsEnum<Value extends string>(
  name: string,
  { description, meanings }: { readonly description: string; readonly meanings: Readonly<Record<Value, string>> },
) {
  const described = Object.entries(meanings) as [Value, string][];
  const known = described
    .filter(([value]) => value !== UNKNOWN)
    .map(([value, meaning]) => [toEnumName(value), { value, description: meaning }] as const);
  // AWS may have a value of this name, too.
  const own = described.find(([value]) => value === UNKNOWN)?.[1];
  const unknown = [UNKNOWN, { value: UNKNOWN, description: own === undefined ? NEWER : `${own} ${NEWER}` }] as const;
  const named = Map.groupBy([...known, unknown], ([enumName]) => enumName);
  const twice = [...named].filter(([, values]) => values.length > 1).map(([enumName]) => enumName);
  // An object of values would silently keep only the last one.
  if (twice.length > 0) throw new Error(`${name} has several values of the name ${twice.join(', ')}.`);
  return builder.enumType(name, {
    description,
    values: Object.fromEntries([...known, unknown]) as Record<string, { value: Value; description: string }>,
  });
}

/** An acronym with one small letter inside: `IoT`, `PCoIP`. */
const MIXED_ACRONYM = /[A-Z]+[a-z][A-Z]+(?![a-z])/g;

/** Ends of words within a word: `Just|In|Time`, `DHCP|Disabled`. A version stays with its acronym: `IPv6`. */
const WORD_BOUNDARY = /(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!v\d)[a-z])/g;

/** Converts AWS's spelling to UPPER_SNAKE_CASE: `JustInTime` → `JUST_IN_TIME`, `AWS::IoT::Thing` → `AWS_IOT_THING`. */
export function toEnumName(value: string): string {
  const words = value.includes('_')
    ? value
    : value.replace(MIXED_ACRONYM, (acronym) => acronym.toUpperCase()).replace(WORD_BOUNDARY, '_');
  return words.replace(/[^A-Za-z\d]+/g, '_').toUpperCase();
}

/** Makes every enum with `UNKNOWN` serialize values that it does not know as `UNKNOWN`, and reject `UNKNOWN` as an input. */
export function acceptNewerValues(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isEnumType(type) && type.getValue(UNKNOWN)) tolerate(type);
  }
  return schema;
}

function tolerate(type: GraphQLEnumType): void {
  const values = new Set(type.getValues().map(({ value }) => value));
  const { serialize, parseValue, parseLiteral } = type;
  const rejectUnknown = (value: unknown): unknown => {
    if (value !== UNKNOWN) return value;
    throw new GatewayError('BAD_USER_INPUT', `${UNKNOWN} of ${type.name} cannot be asked for.`);
  };
  type.serialize = (value) => serialize.call(type, values.has(value) ? value : UNKNOWN);
  type.parseValue = (value) => rejectUnknown(parseValue.call(type, value));
  type.parseLiteral = (node, variables) => rejectUnknown(parseLiteral.call(type, node, variables));
}
