import {
  buildSchema,
  type DocumentNode,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { apiSchema } from '../../../src/schema/schema.ts';
import { introspectedItems } from '../../../src/server/limits/introspected-items.ts';
import { countIntrospectedLists } from '../../../src/server/limits/introspection.ts';
import { subscriptionRootRule } from '../../../src/server/limits/subscription-root.ts';
import { asValidationError, notWithin, outOfStack, tooComplex } from '../../../src/server/limits/too-complex.ts';

const schema = buildSchema('type Query { a: Int } type Subscription { a: Int b: Int }');
const messages = (text: string) => validate(schema, parse(text), [subscriptionRootRule]).map(({ message }) => message);

describe('The root of a subscription', () => {
  test.each([
    'subscription { a }',
    'subscription { x: a }',
    'subscription { ...F } fragment F on Subscription { a }',
    'subscription { ... on Subscription { a } }',
    'query ($c: Boolean!) { a @skip(if: $c) }',
    'query ($c: Boolean!) { ...F @include(if: $c) } fragment F on Query { a }',
    'subscription { a @other }',
    'subscription { ...Unknown }',
  ])('may be %s', (text) => {
    expect(messages(text)).toEqual([]);
  });

  test.each([
    'subscription ($c: Boolean!) { a @skip(if: $c) }',
    'subscription { a @include(if: true) }',
    'subscription { a b @skip(if: true) }',
    'subscription { ... @include(if: true) { a } }',
    'subscription { ...F @skip(if: false) } fragment F on Subscription { a }',
    'subscription { ...F } fragment F on Subscription { a @skip(if: false) }',
    'subscription { ...F } fragment F on Subscription { ...G } fragment G on Subscription { a @include(if: true) }',
    'subscription { ... { ... { a @skip(if: true) } } }',
  ])('may not be %s', (text) => {
    expect(messages(text)).toEqual(['A subscription must not use `@skip` or `@include` at its root.']);
  });
});

describe('Introspected lists', () => {
  const count = (text: string) => {
    const document: DocumentNode = parse(text);
    const operation = document.definitions.find(
      (each) => each.kind === Kind.OPERATION_DEFINITION,
    ) as OperationDefinitionNode;
    const fragmentOf = (name: string) =>
      document.definitions.find((each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === name) as never;
    return countIntrospectedLists(operation, fragmentOf);
  };

  test.each([
    ['{ fleets { nodes { name } } }', 0],
    ['{ __schema { queryType { name } } }', 0],
    ['{ __schema { types { name } } }', 1],
    ['{ __schema { types { fields { args { name } } } } }', 3],
    ['{ __schema { ...F } } fragment F on __Schema { types { fields { name } } directives { args { name } } }', 4],
    ['{ x: __schema { types { name } } y: __schema { types { name } } }', 2],
    [
      '{ __type(name: "Fleet") { interfaces { name } possibleTypes { name } enumValues { name } inputFields { name } } }',
      4,
    ],
    ['{ ...F ...F } fragment F on Query { __schema { types { name } } }', 1],
    ['{ fleets { nodes { fields types } } }', 0],
  ])('of %s are %i', (text, lists) => {
    expect(count(text)).toBe(lists);
  });

  test('have as many items as the schema says, and at least one on average', () => {
    const items = introspectedItems(apiSchema);
    const byName = new Map([...items].map(([field, number]) => [`${field.name}`, number]));
    expect(byName.get('types')).toBe(Object.keys(apiSchema.getTypeMap()).length);
    expect(byName.get('directives')).toBe(apiSchema.getDirectives().length);
    expect([...items.values()].every((number) => Number.isInteger(number) && number >= 1)).toBe(true);
    expect(items.size).toBe(10);
    expect(introspectedItems(apiSchema)).toBe(items);
  });

  test('are one each where a schema has next to nothing', () => {
    expect([...introspectedItems(buildSchema('type Query { a: Int }')).values()].every((number) => number >= 1)).toBe(
      true,
    );
  });
});

describe('The error of what is too complex', () => {
  const extensionsOf = ({ originalError }: GraphQLError) => (originalError as ReturnType<typeof tooComplex>).extensions;

  test('has the limit, and the figure where it is known', () => {
    expect(tooComplex('aliases', 3, 7)).toMatchObject({
      message: 'At most 3 aliases are allowed, and there are 7.',
      extensions: { code: 'QUERY_TOO_COMPLEX', limit: 3, actual: 7, http: { status: 400, spec: true } },
    });
    const unknown = tooComplex('tokens', 3);
    expect(unknown.message).toBe('At most 3 tokens are allowed, and there are more.');
    expect(unknown.extensions).not.toHaveProperty('actual');
  });

  test.each([2 ** 60, Infinity, 1_000_000_000])('has finite figures for %d', (figure) => {
    expect(tooComplex('fields', 3, figure)).toMatchObject({
      message: 'At most 3 fields are allowed, and there are more than 1000000000.',
      extensions: { actual: 1_000_000_000 },
    });
    const cost = notWithin('could take', figure, 'AWS calls', 5);
    expect(cost.message).toMatch(/^This could take more than 1000000000 AWS calls; 5 are allowed\./);
    expect(JSON.parse(JSON.stringify(extensionsOf(cost)))).toMatchObject({ cost: 1_000_000_000, limit: 5 });
  });

  test('is made of a stack that overflowed, and of no other error', () => {
    expect(outOfStack(new RangeError('Maximum call stack size exceeded'))?.code).toBe('QUERY_TOO_COMPLEX');
    for (const error of [new TypeError('x'), new Error('x'), null, 'RangeError'])
      expect(outOfStack(error)).toBeUndefined();
  });

  test('keeps its extensions as a validation error', () => {
    const error = tooComplex('aliases', 3, 7);
    expect(asValidationError(error)).toMatchObject({
      message: error.message,
      extensions: error.extensions,
      originalError: error,
    });
  });
});
