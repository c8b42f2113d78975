import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError, configRows, parseConfig } from '../../src/config/config.ts';
import type { Environment } from '../../src/config/variable.ts';

interface Row {
  readonly name: string;
  readonly fallback: string;
  readonly allowed: string;
}
const rows: readonly Row[] = configRows().map(([name, fallback, allowed]) => ({ name, fallback, allowed }));

/** Variables without which another one cannot be set. */
const jwt = {
  GATEWAY_AUTH: 'jwt',
  GATEWAY_JWT_JWKS: '/keys.json',
  GATEWAY_JWT_ISSUER: 'issuer',
  GATEWAY_JWT_AUDIENCE: 'gateway',
};
const needed = (name: string): Environment => (name.startsWith('GATEWAY_JWT_') ? jwt : {});
const parse = (name: string, value: string) => parseConfig({ ...needed(name), [name]: value });

/** Returns the line with which a value stops the start; null if it is accepted. */
function faultOf(name: string, value: string): string | null {
  try {
    parse(name, value);
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
}

const lineOf = ({ name, allowed }: Row, value: string) =>
  `${name} is ${JSON.stringify(value)}; it must be ${allowed.replaceAll('`', '"')}.`;

const INTEGER = /^a whole number from (\d+) to (\d+)$/;
const integers = rows.flatMap((row) => {
  const [, from, to] = INTEGER.exec(row.allowed) ?? [];
  return from === undefined || to === undefined ? [] : [{ ...row, from: Number(from), to: Number(to) }];
});

describe('Each variable that is a whole number', () => {
  test('is nearly half of all', () => {
    expect(integers.length).toBeGreaterThan(25);
    expect(rows.filter(({ allowed }) => /whole number/.test(allowed))).toHaveLength(integers.length);
  });

  test.each(integers)('$name is accepted from $from to $to, and rejected beyond by one line', (row) => {
    const { name, from, to } = row;
    for (const good of [from, from + 1, to - 1, to]) expect(faultOf(name, String(good))).toBeNull();
    expect(faultOf(name, `00${to}`)).toBeNull();
    for (const bad of [from - 1, to + 1]) expect(faultOf(name, String(bad))).toBe(lineOf(row, String(bad)));
    fc.assert(
      fc.property(fc.maxSafeInteger(), (number) => {
        const isAllowed = number >= from && number <= to;
        expect(faultOf(name, String(number))).toBe(isAllowed ? null : lineOf(row, String(number)));
      }),
      { numRuns: 20 },
    );
  });

  test.each(integers)('$name is rejected where it is no number in digits', (row) => {
    const digits = String(row.to);
    const odd = [
      ' ',
      `${digits} `,
      ` ${digits}`,
      `+${digits}`,
      `-${digits}`,
      `${digits}.0`,
      `${digits}.`,
      '1e1',
      '0x10',
    ];
    for (const value of [
      ...odd,
      '1_000',
      '1,000',
      '١',
      '１',
      `${digits}ms`,
      'Infinity',
      'NaN',
      'null',
      `${digits}\n`,
      '9'.repeat(40),
    ])
      expect([value, faultOf(row.name, value)]).toEqual([value, lineOf(row, value)]);
  });

  test.each(integers.filter(({ fallback }) => /^\d+$/.test(fallback)))('$name has the default $fallback', (row) => {
    expect(Number(row.fallback)).toBeGreaterThanOrEqual(row.from);
    expect(parse(row.name, row.fallback)).toEqual(parse(row.name, ''));
  });
});

const CHOICE = /^(?:`[^`]+`, )*`[^`]+` or `[^`]+`$/;
/** Values that the parser takes besides what is listed. */
const OPEN: ReadonlySet<string> = new Set(['GATEWAY_STORE']);
const choices = rows
  .filter(({ name, allowed }) => CHOICE.test(allowed) && !OPEN.has(name))
  .map((row) => ({ ...row, values: [...row.allowed.matchAll(/`([^`]+)`/g)].map(([, value = '']) => value) }));

describe('Each variable that is one of some words', () => {
  test('is a quarter of all', () => {
    expect(choices.length).toBeGreaterThan(8);
  });

  test.each(choices)('$name is accepted with each of them', ({ name, values }) => {
    const issuer = { GATEWAY_CURSOR_SECRET: 'x'.repeat(16) };
    for (const value of values) {
      const environment = value === 'jwt' ? { ...jwt, [name]: value } : { ...needed(name), ...issuer, [name]: value };
      expect(() => parseConfig(environment)).not.toThrow();
    }
  });

  test.each(choices)('$name is rejected with any other word, also one in another case', (row) => {
    const others = row.values.flatMap((value) => [
      value.toUpperCase(),
      `${value} `,
      ` ${value}`,
      `${value}s`,
      `"${value}"`,
    ]);
    for (const value of [...others, row.values.join(','), 'true', '1', 'yes'].filter(
      (each) => !row.values.includes(each),
    ))
      expect([value, faultOf(row.name, value)]).toEqual([value, lineOf(row, value)]);
  });
});

describe('Each variable, with any value', () => {
  const secrets = ['GATEWAY_CURSOR_SECRET', 'GATEWAY_REDIS_URL', 'GATEWAY_STORE', 'HTTPS_PROXY', 'HTTP_PROXY'];

  test.each(rows)('$name is accepted, or stops the start by one line that names it', ({ name }) => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.stringMatching(/^[a-z,:/.\n[\]{}" -]{1,20}$/),
    );
    fc.assert(
      fc.property(hostile, (value) => {
        const fault = faultOf(name, value);
        if (fault === null) return;
        expect(fault).toMatch(/^(?:[A-Z]|GATEWAY_|HOST )/);
        expect(fault).not.toMatch(/[\r\n]/);
        expect(fault.startsWith(`${name} `) || fault.startsWith('HOST ') || fault.startsWith('GATEWAY_')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test.each(secrets)('%s is never shown', (name) => {
    const long = fc.stringMatching(/^[^\s]{4,15}$/);
    fc.assert(
      fc.property(long, (value) => {
        const fault = faultOf(name, `hunter2${value.slice(0, 7)}`);
        if (fault !== null) expect(fault).not.toContain('hunter2');
      }),
      { numRuns: 60 },
    );
  });
});
