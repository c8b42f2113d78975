import fc from 'fast-check';
import { type DocumentNode, type GraphQLSchema, parse, specifiedRules, type ValidationRule } from 'graphql';
import { describe, expect, test } from 'vitest';
import { apiSchema } from '../../../src/schema/schema.ts';
import { boundedValidation } from '../../../src/server/limits/bounded-validation.ts';
import { jsonShapeFault } from '../../../src/server/limits/json-shape.ts';
import { DEFAULT_LIMITS } from '../../support/limits.ts';

/** Validates a text, and tells whether the rules of graphql-js were run. */
function check(text: string, limits: Partial<typeof DEFAULT_LIMITS> = {}) {
  let isValidated = false;
  const noting: ValidationRule = () => {
    isValidated = true;
    return {};
  };
  const rules = [...specifiedRules, noting];
  const errors = boundedValidation({ ...DEFAULT_LIMITS, ...limits })(apiSchema, parse(text), rules);
  return { codes: errors.map(({ extensions, message }) => extensions.code ?? message), isValidated };
}

describe('A document', () => {
  test('within the limits is validated as graphql-js does', () => {
    expect(check('{ fleets { nodes { name } } }')).toEqual({ codes: [], isValidated: true });
    expect(check('{ fleets { nodes { nome } } }').codes).toEqual([
      'Cannot query field "nome" on type "Fleet". Did you mean "name"?',
    ]);
  });

  test.each<[string, string, Partial<typeof DEFAULT_LIMITS>]>([
    ['aliases', '{ a: fleets { nodes { name } } b: fleets { nodes { name } } }', { maxAliases: 1 }],
    ['levels', '{ fleets { nodes { name } } }', { maxDepth: 2 }],
    ['directives', '{ fleets { nodes { name @skip(if: true) state @skip(if: true) } } }', { maxDirectives: 1 }],
    ['fields', '{ fleets { nodes { name state } } }', { maxFields: 3 }],
    ['repeated fields', '{ fleets { nodes { name name } } }', { maxRepeatedFields: 0 }],
    [
      'mutations',
      'mutation { a: stopFleet(input: { name: "a" }) { userErrors { code } } b: stopFleet(input: { name: "b" }) { userErrors { code } } }',
      { maxMutations: 1 },
    ],
  ])('with too many %s is not validated any further', (_what, text, limits) => {
    expect(check(text, limits)).toEqual({ codes: ['QUERY_TOO_COMPLEX'], isValidated: false });
    expect(check(text).codes).toEqual([]);
  });

  test('whose fragments are circular is not, either: graphql-js would overflow its stack', () => {
    const { codes, isValidated } = check(
      '{ fleets { nodes { ...A } } } fragment A on Fleet { ...B } fragment B on Fleet { ...A }',
    );
    expect([codes, isValidated]).toEqual([['Cannot spread fragment "A" within itself via "B".'], false]);
  });

  test('that overflows the stack of a rule all the same is too complex; any other fault is one of ours', () => {
    const failing = (error: Error) => (schema: GraphQLSchema, document: DocumentNode) => {
      const broken: ValidationRule = () => {
        throw error;
      };
      return boundedValidation(DEFAULT_LIMITS)(schema, document, [broken]);
    };
    const document = parse('{ fleets { nodes { name } } }');
    const [error] = failing(new RangeError('Maximum call stack size exceeded'))(apiSchema, document);
    expect(error?.extensions.code).toBe('QUERY_TOO_COMPLEX');
    expect(() => failing(new TypeError('A bug.'))(apiSchema, document)).toThrow('A bug.');
  });
});

describe('The shape of a body', () => {
  const LIMITS = { maxValues: 1_000 };
  const faultOf = (text: string) => jsonShapeFault(Buffer.from(text), LIMITS)?.message ?? null;
  const pad = ' '.repeat(5_000);

  test.each([
    ['is small', `[${'1,'.repeat(1_500)}1]`, null],
    ['has many values', `{"variables":[${'1,'.repeat(1_000)}1]}${pad}`, null],
    [
      'has too many values',
      `{"variables":[${'1,'.repeat(1_200)}1]}${pad}`,
      'At most 1000 values in JSON are allowed, and there are more.',
    ],
    ['nests a hundred levels', `${'['.repeat(100)}${']'.repeat(100)}${pad}`, null],
    [
      'nests more',
      `${'['.repeat(101)}${']'.repeat(101)}${pad}`,
      'At most 100 levels of JSON are allowed, and there are more.',
    ],
    ['has commas and brackets in a text', `{"query":"${'[,{'.repeat(3_000)}"}`, null],
    ['has them behind an escaped quote', `{"query":"\\"${'[,{'.repeat(3_000)}"}`, null],
    ['is no JSON', 'x'.repeat(5_000), null],
  ])('that %s', (_title, text, message) => {
    expect(faultOf(text)).toBe(message);
  });

  test('is judged by what JSON has outside of its texts', () => {
    const leaf = fc.oneof(
      fc.integer(),
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('"', '\\', '\\"', ',[{'),
    );
    fc.assert(
      fc.property(fc.array(leaf, { minLength: 1_000, maxLength: 1_300 }), (items) => {
        const isExcess = items.length - 1 > LIMITS.maxValues + 100;
        expect(faultOf(`${JSON.stringify(items)}${pad}`) !== null).toBe(isExcess);
      }),
      { numRuns: 40 },
    );
  });
});
