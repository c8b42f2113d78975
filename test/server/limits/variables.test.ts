import fc from 'fast-check';
import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { jsonShapeFault } from '../../../src/server/limits/json-shape.ts';
import { boundVariables, coerceVariables } from '../../../src/server/limits/variables.ts';

/** Levels of lists and objects below a value. */
const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
/** Members of all lists and objects. */
const countOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, member) => sum + 1 + countOf(member), 0)
    : 0;

const LIMITS = { maxDepth: 4, maxValues: 20 };
const variables = fc.dictionary(fc.string({ maxLength: 3 }), fc.jsonValue({ maxDepth: 6 }), { maxKeys: 6 });

const faultOf = (value: unknown, limits = LIMITS): string | null => {
  try {
    boundVariables(value, limits);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('Variables', () => {
  test('are rejected exactly where they have more values or levels than allowed', () => {
    fc.assert(
      fc.property(variables, (given) => {
        const isTooDeep = depthOf(given) > LIMITS.maxDepth + 1;
        const isTooMany = countOf(given) > LIMITS.maxValues;
        expect(faultOf(given) !== null).toBe(isTooDeep || isTooMany);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['no variables', undefined],
    ['null', null],
    ['a text', 'text'],
    ['as many levels as allowed', { a: [[[[1]]]] }],
    ['as many values as allowed', { a: Array(19).fill(0) }],
  ])('that are %s are accepted', (_what, given) => {
    expect(faultOf(given)).toBeNull();
  });

  test.each([
    ['a level more', { a: [[[[[1]]]]] }, 'At most 4 levels of variables are allowed, and there are more.'],
    ['a value more', { a: Array(20).fill(0) }, 'At most 20 values in variables are allowed, and there are more.'],
  ])('of %s are rejected, and the limit is named', (_what, given, message) => {
    expect(faultOf(given)).toBe(message);
  });

  test('are counted only up to the limit', () => {
    let touched = 0;
    const endless = new Proxy({} as Record<string, unknown>, {
      ownKeys: () => ['a'],
      getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      get: () => {
        touched += 1;
        return endless;
      },
    });
    expect(faultOf(endless)).toContain('levels of variables');
    expect(touched).toBeLessThanOrEqual(LIMITS.maxDepth + 1);
  });
});

describe('Coerced variables', () => {
  const schema = buildSchema('input In { n: Int! } type Query { f(n: Int = 3, list: [Int!], in: In): Int }');
  const coerce = (text: string, variableValues: Record<string, unknown>) =>
    coerceVariables({ schema, document: parse(text), variableValues });

  test('have the defaults of the operation, and its own types', () => {
    expect(coerce('query ($n: Int = 7, $list: [Int!]) { f(n: $n, list: $list) }', { list: 1 }).coerced).toEqual({
      n: 7,
      list: [1],
    });
    expect(coerce('query ($in: In) { f(in: $in) }', { in: { n: 1 } }).coerced?.in).toMatchObject({ n: 1 });
  });

  test('report five errors at most, and where there were more', () => {
    const { errors } = coerce('query ($list: [Int!]) { f(list: $list) }', { list: Array(50).fill('x') });
    expect(errors).toHaveLength(6);
    expect(errors?.at(-1)?.message).toContain('Too many errors');
  });

  test('cut the message of an error to 1,000 characters', () => {
    const { errors = [] } = coerce('query ($n: Int) { f(n: $n) }', { n: 'x'.repeat(5_000) });
    expect(errors.map(({ message }) => message.length)).toEqual([1_002]);
    expect(errors[0]?.message).toMatch(/^Variable "\$n" got invalid value "x+ …$/);
  });

  test('name a variable that is missing', () => {
    const { errors = [] } = coerce('query ($n: Int!) { f(n: $n) }', {});
    expect(errors[0]?.message).toContain('Variable "$n" of required type "Int!" was not provided');
  });
});

describe('The shape of a body', () => {
  const body = (value: unknown) => Buffer.from(JSON.stringify(value).padEnd(5_000));

  test('is accepted up to its limits, and judged by commas and levels, not by its length', () => {
    expect(
      jsonShapeFault(body({ query: '{'.repeat(900), variables: { text: ','.repeat(4_000) } }), { maxValues: 10 }),
    ).toBeNull();
    expect(jsonShapeFault(body(Array(110).fill(0)), { maxValues: 10 })).toBeNull();
    expect(jsonShapeFault(body(Array(112).fill(0)), { maxValues: 10 })?.message).toContain('10 values in JSON');
    const nested = (levels: number) => Buffer.from(`${'['.repeat(levels)}${' '.repeat(5_000)}`);
    expect(jsonShapeFault(nested(100), { maxValues: 10 })).toBeNull();
    expect(jsonShapeFault(nested(101), { maxValues: 10 })?.message).toContain('100 levels of JSON');
  });

  test('is not scanned where it is small', () => {
    expect(jsonShapeFault(Buffer.from('['.repeat(4_000)), { maxValues: 0 })).toBeNull();
  });
});
