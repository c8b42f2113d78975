import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { compilationWeight } from '../../../src/server/compiled/compilation-weight.ts';

const schema = buildSchema(`
  interface Node { id: ID! next: Node }
  type A implements Node { id: ID! next: Node a: String }
  type B implements Node { id: ID! next: Node b: String }
  type C implements Node { id: ID! next: Node }
  union AB = A | B
  type Query { node: Node a: A ab: AB name: String }
  type Mutation { rename: String }
`);

/** Without what is counted for selections that are visited: sixteen of them count as a field. */
const weightOf = (text: string, limit = 10_000) => compilationWeight(schema, parse(text), limit);

describe('The weight of an operation', () => {
  test.each([
    ['a field', '{ name }', 1],
    ['fields of an object', '{ a { id a } }', 3],
    ['a field of an interface: once per possible type', '{ node { id } }', 4],
    ['a field of one of the possible types', '{ node { ... on A { a } } }', 2],
    ['a union', '{ ab { ... on A { a id } ... on B { b } } }', 4],
    ['nested interfaces: types to the power of the depth', '{ node { next { next { id } } } }', 1 + 3 + 9 + 27],
    ['a mutation', 'mutation { rename }', 1],
  ])('is that of %s', (_what, text, fields) => {
    const weight = weightOf(text);
    expect(weight).toBeGreaterThanOrEqual(fields);
    // Visits count at most as many again as there are selections, by a sixteenth.
    expect(weight).toBeLessThanOrEqual(fields + Math.ceil(fields / 4) + 1);
  });

  test('counts named fragments as if they were written out', () => {
    const named = '{ node { ...F } } fragment F on Node { id ... on B { b } }';
    const inline = '{ node { ... on Node { id ... on B { b } } } }';
    expect(weightOf(named)).toBe(weightOf(inline));
  });

  test('counts a selection that does not apply, though less than a field', () => {
    const without = weightOf('{ a { id } }');
    const other = weightOf(`{ a { id ${'... on B { b } '.repeat(64)} } }`);
    expect(other).toBeGreaterThan(without);
    expect(other).toBeLessThan(without + 64);
  });

  test('is not counted beyond the limit', () => {
    const deep = `{ node ${'{ next '.repeat(40)}{ id }${' }'.repeat(40)} }`;
    const weight = weightOf(deep, 500);
    expect(weight).toBeGreaterThanOrEqual(500);
    // It stops within one selection: nothing is multiplied any more.
    expect(weight).toBeLessThan(600);
  });

  test('of nothing to execute is 0', () => {
    expect(weightOf('fragment F on A { a }')).toBe(0);
    expect(weightOf('subscription { name }')).toBe(0);
  });

  test('never falls when a field is added', () => {
    const fields = ['id', 'next { id }', '... on A { a }', '... on B { b next { id } }', 'next { next { id } }'];
    let last = 0;
    for (let count = 1; count <= fields.length; count += 1) {
      const weight = weightOf(`{ node { ${fields.slice(0, count).join(' ')} } }`);
      expect(weight).toBeGreaterThan(last);
      last = weight;
    }
  });
});
