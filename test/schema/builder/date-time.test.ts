import fc from 'fast-check';
import { Kind, parse, type StringValueNode, validate } from 'graphql';
import { DateTimeResolver } from 'graphql-scalars';
import { describe, expect, test } from 'vitest';
import { DateTime } from '../../../src/schema/builder/date-time.ts';
import { apiSchema } from '../../../src/schema/schema.ts';

/** JSON of what a function returns; undefined if it throws. */
function attempt(act: () => unknown): string | undefined {
  try {
    return JSON.stringify(act());
  } catch {
    return undefined;
  }
}

const literal = (value: string): StringValueNode => ({ kind: Kind.STRING, value });
const two = (most: number) => fc.integer({ min: 0, max: most }).map((part) => String(part).padStart(2, '0'));
const zone = fc.oneof(
  fc.constantFrom('Z', 'z', '', '+24:00', '+1:00'),
  fc.tuple(fc.constantFrom('+', '-'), two(25), fc.constant(':'), two(61)).map((parts) => parts.join('')),
);
/** Text that is a date and time, or nearly one. */
const nearly = fc
  .tuple(
    fc.integer({ min: 0, max: 9_999 }),
    two(13),
    two(32),
    fc.constantFrom('T', 't', ' '),
    two(24),
    two(60),
    two(60),
    fc.constantFrom('', '.', '.5', '.123', '.123456789'),
    zone,
  )
  .map(
    ([year, month, day, t, hour, minute, second, fraction, offset]) =>
      `${String(year).padStart(4, '0')}-${month}-${day}${t}${hour}:${minute}:${second}${fraction}${offset}`,
  );

describe('DateTime', () => {
  test('accepts and understands texts as the library of scalars does', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: nearly }, fc.string()), (text) => {
        const understood = attempt(() => DateTimeResolver.parseValue(text));
        // The library lets an offset carry a time into a year that RFC 3339 cannot write.
        const expected = understood?.match(/^"[+-]/) ? undefined : understood;
        accepted += expected === undefined ? 0 : 1;
        expect(
          attempt(() => DateTime.parseValue(text)),
          text,
        ).toBe(expected);
        expect(attempt(() => DateTime.parseLiteral(literal(text)))).toBe(expected);
        expect(attempt(() => DateTime.serialize(text))).toBe(expected);
      }),
      { numRuns: 3_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  test.each([
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2026-11-03T10:15:30+05:30', '2026-11-03T04:45:30.000Z'],
    ['2026-11-03t10:15:30.25z', '2026-11-03T10:15:30.250Z'],
    ['2023-02-29T00:00:00Z', undefined],
    ['1900-02-29T00:00:00Z', undefined],
    ['2026-04-31T00:00:00Z', undefined],
    ['2026-11-03', undefined],
    ['2026-11-03T10:15:60Z', undefined],
    ['2026-11-03T24:00:00Z', undefined],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
    ['0000-01-01T00:00:00+00:01', undefined],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
    ['9999-12-31T23:59:59-00:01', undefined],
  ])('reads %s as %s', (text, expected) => {
    expect(attempt(() => DateTime.parseValue(text))).toBe(
      expected === undefined ? undefined : JSON.stringify(expected),
    );
  });

  test('writes dates as strings, as JSON does', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        expect(DateTime.serialize(date)).toBe(date.toJSON());
        expect(DateTime.parseValue(date)).toBe(date);
      }),
    );
  });

  test.each([[Number.NaN], [1_700_000_000_000], [null], [{}], [new Date(Number.NaN)]])('rejects %s', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow(/^DateTime /);
    expect(() => DateTime.serialize(value)).toThrow(/^DateTime /);
    expect(() => DateTime.parseLiteral({ kind: Kind.INT, value: '1' })).toThrow('DateTime must be a string.');
  });

  test.each(['"yesterday"', '5', '"2026-02-30T00:00:00Z"'])('locates the literal %s that it rejects', (text) => {
    const document = parse(`{ sessions(filter: { startedAfter: ${text} }) { nodes { id } } }`);
    expect(validate(apiSchema, document).map(({ locations }) => locations)).toEqual([[{ line: 1, column: 36 }]]);
  });

  test('shows little of what it rejects', () => {
    expect(() => DateTime.parseValue('x'.repeat(10_000))).toThrow(/^.{0,200}$/);
  });
});
