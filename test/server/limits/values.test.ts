import fc from 'fast-check';
import { type DocumentNode, type ExecutionArgs, getOperationAST, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { apiSchema } from '../../../src/schema/schema.ts';
import { estimateValues, valuesLimit } from '../../../src/server/limits/values.ts';

const argsOf = (text: string, variableValues: Record<string, unknown> = {}): ExecutionArgs => ({
  schema: apiSchema,
  document: parse(text) as DocumentNode,
  variableValues,
});
const estimate = (text: string, variables?: Record<string, unknown>) => {
  const args = argsOf(text, variables);
  return estimateValues(getOperationAST(args.document) as OperationDefinitionNode, args);
};

describe('The estimate of an answer', () => {
  test.each([
    ['{ fleet(name: "a") { name } }', 2],
    ['{ fleet(name: "a") { name state } }', 3],
    ['{ fleets(first: 2) { nodes { name } } }', 1 + 1 + 2 * 2],
    ['{ fleets(first: 2) { nodes { name state } edges { cursor } } }', 1 + (1 + 2 * 3) + (1 + 2 * 2)],
    ['{ fleets(first: 0) { nodes { name } } }', 2],
    ['{ a: fleets(first: 1) { nodes { name } } b: fleets(first: 1) { nodes { name } } }', 8],
    ['{ fleets(first: 3) { nodes { stacks(first: 4) { nodes { name } } } } }', 2 + 3 * (1 + 2 + 4 * 2)],
    ['query ($n: Int!) { fleets(first: $n) { nodes { name } } }', 1 + 1 + 7 * 2, { n: 7 }],
    ['{ nodes(ids: ["a", "b", "c"]) { id } }', 1 + 3 + 3 * 2],
    ['{ fleets(names: ["a", "b"], first: 1) { nodes { name } } }', 1 + 2 + 1 + 2],
  ] as [string, number, Record<string, unknown>?][])('of %s is %i values', (text, values, variables) => {
    expect(estimate(text, variables)).toBe(values);
  });

  test('counts what a condition includes, and nothing that it skips', () => {
    const text = 'query ($c: Boolean!) { fleet(name: "a") { name state @include(if: $c) arn @skip(if: $c) } }';
    expect([estimate(text, { c: true }), estimate(text, { c: false })]).toEqual([3, 3]);
    expect(estimate('{ fleet(name: "a") { name @skip(if: true) } }')).toBe(1);
  });

  test('counts a fragment at each use, and the largest type of an interface', () => {
    const spread = (times: number) =>
      `{ ${Array.from({ length: times }, (_, at) => `f${at}: fleet(name: "a") { ...F }`).join(' ')} } fragment F on Fleet { name state }`;
    expect([estimate(spread(1)), estimate(spread(5))]).toEqual([3, 15]);
    const node = 'node(id: "x") { id ... on Fleet { name state arn } ... on Stack { name } }';
    expect(estimate(`{ ${node} }`)).toBe(1 + 4);
  });

  test('grows with the number of values of a facet, and a read of the index counts a thousand', () => {
    const facet = (first: number) =>
      estimate(`{ liveSessions(first: 0) { facet(by: USER, first: ${first}) { values { value count } } } }`);
    expect(facet(1)).toBeGreaterThan(1_000);
    expect(facet(200) - facet(100)).toBe(100 * 3);
    expect(facet(200) - facet(0)).toBe(200 * 3);
  });

  test('grows with the number of values of the counts of a subscription', () => {
    const counts = (first: number) =>
      estimate(`subscription { sessionCounts(first: ${first}) { facet { values { value count } } } }`);
    expect(counts(200) - counts(50)).toBe(150 * 3);
    expect(counts(-9)).toBe(counts(0));
  });

  test('is never lowered by a size that will be rejected', () => {
    const of = (first: number) =>
      estimate(`{ liveSessions(first: 5) { nodes { id } facet(by: USER, first: ${first}) { values { value } } } }`);
    for (const first of [-1, -1_000_000, -(2 ** 31)]) expect(of(first)).toBe(of(0));
    expect(of(2 ** 31 - 1)).toBe(of(200));
    const page = (first: number) =>
      estimate(`{ fleets(first: ${first}) { nodes { name } } stacks(first: 9) { nodes { name } } }`);
    expect(page(-(2 ** 31))).toBe(page(0));
  });

  test('only grows with the size of a page, the number of ids and the selection', () => {
    const size = fc.integer({ min: 0, max: 200 });
    const fields = fc.subarray(['name', 'state', 'arn', 'platform', 'tags: __typename'], { minLength: 1 });
    fc.assert(
      fc.property(size, size, fields, fields, (one, other, few, more) => {
        const of = (first: number, selected: readonly string[]) =>
          estimate(`{ fleets(first: ${first}) { nodes { ${selected.join(' ')} } } }`);
        const both = [...new Set([...few, ...more])];
        expect(of(Math.min(one, other), few)).toBeLessThanOrEqual(of(Math.max(one, other), both));
      }),
      { numRuns: 100 },
    );
  });

  test('is finite, however deeply lists nest', () => {
    const nested = (depth: number): string =>
      depth === 0
        ? 'name'
        : `name stacks(first: 200) { nodes { fleets(first: 200) { nodes { ${nested(depth - 1)} } } } }`;
    const values = estimate(`{ fleets(first: 200) { nodes { ${nested(8)} } } }`);
    expect(Number.isFinite(values)).toBe(true);
    expect(values).toBeGreaterThan(1e9);
  });

  test('counts introspection by the size of the schema', () => {
    const types = estimate('{ __schema { types { name } } }');
    expect(types).toBe(2 + 2 * Object.keys(apiSchema.getTypeMap()).length);
  });
});

describe('The limit', () => {
  test('rejects what is above it, and tells of what is not', () => {
    const told: number[] = [];
    const limit = valuesLimit(100, (_args, values) => void told.push(values));
    expect(limit(argsOf('{ fleets(first: 49) { nodes { name } } }'))).toBeUndefined();
    const error = limit(argsOf('{ fleets(first: 50) { nodes { name } } }'));
    expect(error?.message).toMatch(/^This could answer with 102 values; 100 are allowed\./);
    expect(told).toEqual([100]);
  });

  test('judges each set of variables of a document by itself', () => {
    const limit = valuesLimit(100);
    const document = parse('query ($n: Int) { fleets(first: $n) { nodes { name } } }');
    const of = (n: number) => limit({ schema: apiSchema, document, variableValues: { n } })?.message;
    expect([of(49), of(50), of(49), of(200)].map((message) => message === undefined)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
