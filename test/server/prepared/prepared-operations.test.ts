import { buildSchema, type ExecutionResult, execute, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { PLAN_LIMITS, prepareOperations } from '../../../src/server/prepared/prepared-operations.ts';
import { type Random, seeded } from '../../support/random-documents.ts';

const schema = buildSchema(`
  interface Thing { name: String, next: Thing }
  type Leaf implements Thing { name: String, next: Thing, size: Int! }
  type Tree implements Thing {
    name: String, next: Thing, size(of: Int = 2): Int!, leaf: Leaf, sure: Leaf!, list: [Thing], full: [Leaf!], lists: [[Int!]]
  }
  type Query { tree: Tree, sure: Tree!, list: [Tree!]! }
`);
const SELECTION = `name __typename size leaf { name size } sure { size } list { __typename name ... on Leaf { size } next { name } }
  full { name size } lists`;
const QUERIES = [
  `{ tree { ${SELECTION} } list { ${SELECTION} } }`,
  `{ sure { ${SELECTION} } tree { sure { name } } }`,
  `query ($of: Int, $no: Boolean = false) { tree { size(of: $of) full @include(if: $no) { name } leaf @skip(if: $no) { size } } }`,
  '{ __proto__: tree { toString: name then: name constructor: size } __schema { queryType { name } } }',
];

/** Returns a value in one of the ways that a resolver can: at once, later, as a method; or fails. */
function given(random: Random, value: unknown): unknown {
  const roll = random();
  if (roll < 0.05) return null;
  if (roll < 0.1) return new Error('a value');
  if (roll < 0.15) return rejection();
  if (roll < 0.2) return () => thrown();
  if (roll < 0.4) return Promise.resolve(value);
  return roll < 0.5 ? () => value : value;
}

/** Rejects also where it is not selected. */
function rejection(): Promise<never> {
  const promise = Promise.reject(new Error('a rejection'));
  promise.catch(() => {});
  return promise;
}

function thrown(): never {
  throw new Error('thrown');
}

const listOf = (random: Random, item: () => unknown) => Array.from({ length: Math.floor(random() * 4) }, item);

function thing(random: Random, typename: 'Tree' | 'Leaf', depth: number): Record<string, unknown> {
  const below = (type: 'Tree' | 'Leaf') => (depth === 0 ? null : thing(random, type, depth - 1));
  const either = () => below(random() < 0.5 ? 'Tree' : 'Leaf');
  return {
    __typename: random() < 0.03 ? 'Nothing' : typename,
    name: given(random, 'x'),
    size: given(random, random() < 0.05 ? 'no number' : 1),
    next: given(random, either()),
    leaf: given(random, below('Leaf')),
    sure: given(random, below('Leaf')),
    list: given(random, random() < 0.05 ? 'no list' : listOf(random, () => given(random, either()))),
    // Of several items, graphql-js leaves rejections behind an error unhandled.
    full: given(random, listOf(random, () => given(random, below('Leaf'))).slice(0, 1)),
    lists: given(random, [[1, 2], null, [given(random, 3)]]),
  };
}

/** A world of which every field may fail; the same for the same seed. Lists of what may not be null have one item, as above. */
function worldOf(seed: number) {
  const random = seeded(seed);
  const tree = () => thing(random, 'Tree', 2);
  return {
    tree: given(random, tree()),
    sure: given(random, tree()),
    list: given(random, listOf(random, tree).slice(0, 1)),
  };
}

/** An answer as text, with the messages of errors that are masked left out. */
function textOf({ data, errors }: ExecutionResult): string {
  const places = errors?.map(({ path, locations }) => JSON.stringify({ path, locations }));
  return JSON.stringify({ data, errors: places?.sort() });
}

describe('A prepared operation', () => {
  test.each(QUERIES)('answers as graphql-js does whatever fails: %s', async (text) => {
    const document = parse(text);
    const operations = prepareOperations();
    let failing = 0;
    for (let seed = 0; seed < 120; seed += 1) {
      const variableValues = seed % 2 === 0 ? { of: seed, no: seed % 4 === 0 } : {};
      const args = { schema, document, variableValues };
      const expected = await execute({ ...args, rootValue: worldOf(seed) });
      const actual = await operations.execute({ ...args, rootValue: worldOf(seed) });
      if (expected.errors) failing += 1;
      expect(textOf(actual), `seed ${seed}`).toBe(textOf(expected));
    }
    expect(failing).toBeGreaterThan(20);
  });

  test('handles items that reject after another has failed', async () => {
    const full = [{ size: rejection() }, { size: null }, { size: rejection() }];
    const args = { schema, document: parse('{ tree { full { size } } }'), rootValue: { tree: { full } } };
    const { data, errors } = await prepareOperations().execute(args);
    expect([JSON.stringify(data), errors?.map(({ path }) => path)]).toEqual([
      '{"tree":{"full":null}}',
      [['tree', 'full', 1, 'size']],
    ]);
  });

  test('is answered at once if nothing is awaited', () => {
    const operations = prepareOperations();
    const args = { schema, document: parse('{ tree { name } }'), rootValue: { tree: { name: 'x' } } };
    expect(operations.execute(args)).toEqual({ data: { tree: { name: 'x' } } });
  });
});

describe('Plans are kept', () => {
  const rootValue = { tree: { name: 'x', leaf: { name: 'y' } } };
  const run = (operations: ReturnType<typeof prepareOperations>, text: string) =>
    operations.execute({ schema, document: parse(text), rootValue });

  test('with the fields that were met, for the document that is executed again', () => {
    const operations = prepareOperations();
    const document = parse('{ tree { name leaf { name } } }');
    for (let time = 0; time < 3; time += 1) operations.execute({ schema, document, rootValue });
    expect([operations.count, operations.fields]).toEqual([1, 4]);
  });

  test('within the limits: the least recently used are evicted', () => {
    const operations = prepareOperations({ ofOne: 100, ofAll: 300 });
    for (let index = 0; index < 50; index += 1) {
      run(operations, `{ tree { ${Array.from({ length: 30 }, (_, field) => `f${field}x${index}: name`).join(' ')} } }`);
      expect(operations.fields).toBeLessThanOrEqual(300);
    }
    expect(operations.count).toBeGreaterThan(5);
  });

  test('neither above the limit of one, nor where fields depend on variables', () => {
    const operations = prepareOperations({ ...PLAN_LIMITS, ofOne: 3 });
    run(operations, '{ tree { name leaf { name } } }');
    run(operations, 'query ($no: Boolean = true) { tree { name @skip(if: $no) } }');
    expect([operations.count, operations.fields]).toEqual([0, 0]);
  });
});
