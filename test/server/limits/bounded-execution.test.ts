import { buildSchema, type DocumentNode, execute, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { meterLists } from '../../../src/schema/cost/value-meter.ts';
import { boundedExecution } from '../../../src/server/limits/bounded-execution.ts';

const schema = meterLists(
  buildSchema(`
    type Item { a: Int b: Int c: Int more: [Item!]! }
    type Query { items: [Item!]! others: [Item!]! }
  `),
);

const itemsOf = (count: number): object[] => Array.from({ length: count }, () => ({ a: 1, b: 2, c: 3, more: [] }));
const bounded = boundedExecution({ maxAnswerValues: 30, maxAnswerBytes: 1_000_000 });

/** Executes a document for lists of so many items. Returns the code of its error, or null. */
async function codeOf(document: DocumentNode, count: number, variableValues?: Record<string, unknown>) {
  const rootValue = { items: itemsOf(count), others: itemsOf(1) };
  const args = { schema, document, rootValue, contextValue: {}, ...(variableValues && { variableValues }) };
  const { errors } = await bounded((own) => execute(own), args);
  return errors ? String(errors[0]?.extensions.code ?? errors[0]?.message) : null;
}

describe('Values of an answer', () => {
  test.each([
    ['{ items { a } }', 15],
    ['{ items { a b c } }', 7],
    ['{ items { a ... on Item { b } ...Rest } } fragment Rest on Item { c }', 7],
    ['{ items { a } items { b c } }', 7],
  ])('of %s are bounded at %i items: each item counts with its fields', async (text, most) => {
    const document = parse(text);
    expect(await codeOf(document, most)).toBeNull();
    expect(await codeOf(document, most + 1)).toBe('QUERY_TOO_COMPLEX');
  });

  test('are counted anew in each execution of a document, as for the events of a subscription', async () => {
    const document = parse('{ items { a b c } others { a } }');
    for (let event = 0; event < 5; event += 1) expect(await codeOf(document, 6)).toBeNull();
    expect(await codeOf(document, 8)).toBe('QUERY_TOO_COMPLEX');
    expect(await codeOf(document, 6)).toBeNull();
  });

  test('depend on the variables that include fields, whichever were used before', async () => {
    const document = parse('query ($isWhole: Boolean!) { items { a b @include(if: $isWhole) c @skip(if: false) } }');
    const [whole, short] = [{ isWhole: true }, { isWhole: false }];
    for (const _round of [1, 2]) {
      expect(await codeOf(document, 8, whole)).toBe('QUERY_TOO_COMPLEX');
      expect(await codeOf(document, 8, short)).toBeNull();
      expect(await codeOf(document, 11, short)).toBe('QUERY_TOO_COMPLEX');
    }
  });

  test('of lists in lists are those of each list', async () => {
    const document = parse('{ items { more { a } } }');
    const rootValue = { items: [{ more: itemsOf(10) }, { more: itemsOf(3) }] };
    const result = (count: number) =>
      bounded((own) => execute(own), {
        schema,
        document,
        rootValue: { items: rootValue.items.slice(0, count) },
        contextValue: {},
      });
    expect((await result(1)).errors).toBeUndefined();
    expect((await result(2)).errors).toBeUndefined();
    rootValue.items.push({ more: itemsOf(1) });
    expect((await result(3)).errors?.[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
  });
});
