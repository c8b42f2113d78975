import { type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { apiSchema as schema } from '../../../src/schema/schema.ts';
import { perOperation } from '../../../src/server/limits/known-operations.ts';

/** Counts the computations of a figure. */
function counting(text: string) {
  const document = parse(text);
  let computed = 0;
  const figureOf = perOperation((_operation: OperationDefinitionNode, { variableValues }) => {
    computed += 1;
    return Number(variableValues?.first ?? -1);
  });
  return (variableValues?: Record<string, unknown>) => {
    const figure = figureOf({ schema, document, operationName: null, variableValues: variableValues ?? null });
    return [figure, computed];
  };
}

test('A figure is computed once for an operation without variables', () => {
  const ask = counting('{ __typename }');
  expect([ask(), ask(), ask({ first: 3 })]).toEqual([
    [-1, 1],
    [-1, 1],
    [-1, 1],
  ]);
});

test('It is computed once for variables that may matter: texts and ids matter only as being there', () => {
  const ask = counting('query ($first: Int, $after: String, $id: ID!, $names: [String!]) { __typename }');
  expect(ask({ first: 3, id: 'a' })).toEqual([3, 1]);
  expect(ask({ first: 3, id: 'b' })).toEqual([3, 1]);
  expect(ask({ first: 4, id: 'b' })).toEqual([4, 2]);
  expect(ask({ first: 4, id: 'b', after: 'x' })).toEqual([4, 3]);
  expect(ask({ first: 4, id: 'b', after: 'y' })).toEqual([4, 3]);
  expect(ask({ first: 4, id: 'b', after: null })).toEqual([4, 4]);
  expect(ask({ first: 4, id: 'b', after: 'y', names: ['x'] })).toEqual([4, 5]);
  expect(ask({ first: 4, id: 'b', after: 'y', names: ['y', 'z'] })).toEqual([4, 6]);
  expect(ask({ first: 3, id: 'c' })).toEqual([3, 6]);
});

test('It is computed again for long variables, and after many others', () => {
  const ask = counting('query ($first: Int, $names: [String!]) { __typename }');
  const names = ['x'.repeat(1_000)];
  expect([ask({ names }), ask({ names })]).toEqual([
    [-1, 1],
    [-1, 2],
  ]);
  ask({ first: 0 });
  for (let first = 1; first <= 16; first += 1) ask({ first });
  expect(ask({ first: 0 })).toEqual([0, 20]);
});
