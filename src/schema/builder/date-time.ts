import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

/** `date-time` of RFC 3339 §5.6. Leap seconds are no times of JavaScript. */
const RFC_3339 =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i;

/**
 * Dates and times. Values are sent as strings, which `JSON.stringify` writes several times as fast as instances of `Date`; and
 * a library of scalars, of which this would be the only one in use, takes 84 modules to start.
 *
 * @throws GraphQLError for a value that is no time of RFC 3339
 */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => textOf(value instanceof Date ? value : parse(value)),
  parseValue: (value) => (value instanceof Date ? valid(value) : parse(value)),
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined, node),
});

/** Texts by date: those of a cached answer of AWS are sent many times, and each would take a microsecond. */
const texts = new WeakMap<Date, string>();

function textOf(date: Date): string {
  const known = texts.get(date);
  if (known !== undefined) return known;
  const text = valid(date).toISOString();
  texts.set(date, text);
  return text;
}

/** @param nodes literal in the document, which the error locates; absent for a variable */
function parse(value: unknown, nodes?: ValueNode): Date {
  if (typeof value !== 'string') throw new GraphQLError('DateTime must be a string.', { nodes });
  const [, year, month, day] = RFC_3339.exec(value) ?? [];
  const date = new Date(day === undefined ? Number.NaN : value.toUpperCase());
  if (!hasYear(date) || Number(day) > daysIn(Number(year), Number(month))) {
    const shown = JSON.stringify(value.slice(0, MAX_SHOWN));
    throw new GraphQLError(`DateTime must be a time of RFC 3339, not ${shown}.`, { nodes });
  }
  return date;
}

/** Characters of a bad value in the error message. */
const MAX_SHOWN = 100;

function valid(date: Date): Date {
  if (Number.isNaN(date.getTime())) throw new GraphQLError('DateTime cannot represent an invalid date.');
  return date;
}

/** Returns true if a date has a year of four digits in UTC, which an offset may carry it out of: RFC 3339 has no others. */
function hasYear(date: Date): boolean {
  const year = date.getUTCFullYear();
  return year >= 0 && year <= 9_999;
}

/** Days of a month, from 1; JavaScript takes the 30th of February as a day of March. */
function daysIn(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}
