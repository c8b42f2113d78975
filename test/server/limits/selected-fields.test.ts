import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields.js';
import { describe, expect, test } from 'vitest';
import { apiSchema } from '../../../src/schema/schema.ts';
import {
  countFields,
  countRepeated,
  type FragmentOf,
  fieldsByName,
} from '../../../src/server/limits/selected-fields.ts';
import { randomDocument, seeded } from '../../support/random-documents.ts';

const DOCUMENTS = 300;

interface Parsed {
  readonly set: SelectionSetNode;
  readonly fragmentOf: FragmentOf;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

function read(document: DocumentNode): Parsed {
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  const fragments = Object.fromEntries(
    document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  );
  const { selectionSet } = operation as OperationDefinitionNode;
  return { set: selectionSet, fragmentOf: (name) => fragments[name], fragments };
}

const readText = (text: string) => read(parse(text));

/** Documents over the gateway's own schema, with fragments. */
function documents(seed: number): Parsed[] {
  const random = seeded(seed);
  return Array.from({ length: DOCUMENTS }, () =>
    read(parse(randomDocument(random, { schema: apiSchema, values: {}, conditions: 0 }).document)),
  );
}

/** Counts fields in the text of a document whose fragments are written out. */
function writtenOut({ selections }: SelectionSetNode, { fragments }: Parsed): number {
  return selections.reduce((sum, selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments[selection.name.value];
      return sum + (fragment ? writtenOut(fragment.selectionSet, { fragments } as Parsed) : 0);
    }
    const below = selection.selectionSet ? writtenOut(selection.selectionSet, { fragments } as Parsed) : 0;
    return sum + below + (selection.kind === Kind.FIELD ? 1 : 0);
  }, 0);
}

describe('countFields', () => {
  test.each([
    ['{ a b }', 2],
    ['{ a { b c } }', 3],
    ['{ a { ... { b } ... on T { c } } }', 3],
    ['{ a { ...F } b { ...F } } fragment F on T { c d { e } }', 8],
    ['{ ...F } fragment F on T { ...G ...G } fragment G on T { a }', 2],
    ['{ ...Unknown a }', 1],
  ])('of %s is %i', (text, count) => {
    const { set, fragmentOf } = readText(text);
    expect(countFields(set, fragmentOf)).toBe(count);
  });

  test('is the number of fields of the document with its fragments written out', () => {
    for (const parsed of documents(1))
      expect(countFields(parsed.set, parsed.fragmentOf)).toBe(writtenOut(parsed.set, parsed));
  });

  test('counts a document of fragments that double in time that does not', () => {
    const levels = 60;
    const fragments = Array.from(
      { length: levels },
      (_, level) => `fragment F${level} on T { ...F${level + 1} ...F${level + 1} }`,
    );
    const { set, fragmentOf } = readText(`{ ...F0 } ${fragments.join(' ')} fragment F${levels} on T { a }`);
    expect(countFields(set, fragmentOf)).toBe(2 ** levels);
  });

  test('counts the fields that are wanted', () => {
    const { set, fragmentOf } = readText('{ a { b a { c } } ...F } fragment F on T { a }');
    expect(countFields(set, fragmentOf, ({ name }) => name.value === 'a')).toBe(3);
  });
});

describe('fieldsByName', () => {
  test('groups the fields of a type as graphql-js does', () => {
    const type = apiSchema.getQueryType() as GraphQLObjectType;
    for (const { set, fragmentOf, fragments } of documents(2)) {
      const expected = collectFields(apiSchema, fragments, {}, type, set);
      const ours = fieldsByName([set], fragmentOf);
      expect([...ours.keys()]).toEqual([...expected.keys()]);
      for (const [name, nodes] of ours) expect(nodes).toEqual(expected.get(name));
    }
  });

  test('visits only the fragments that apply, and tells of each selection', () => {
    const { set, fragmentOf } = readText('{ a ... on Other { b } ...F ...F ... { c } } fragment F on Other { d e }');
    let selections = 0;
    const fields = fieldsByName([set], fragmentOf, {
      applies: (condition) => condition?.name.value !== 'Other',
      onSelection() {
        selections += 1;
      },
    });
    expect([...fields.keys()]).toEqual(['a', 'c']);
    // Five of the operation, and the field of the inline fragment without a type.
    expect(selections).toBe(6);
  });

  test('groups by alias, and takes a fragment once however often it is spread', () => {
    const { set, fragmentOf } = readText('{ x: a x: a y: a ...F ...F } fragment F on T { x: a z }');
    const counts = [...fieldsByName([set, set], fragmentOf)].map(([name, nodes]) => [name, nodes.length]);
    expect(counts).toEqual([
      ['x', 5],
      ['y', 2],
      ['z', 1],
    ]);
  });
});

describe('countRepeated', () => {
  test.each([
    ['{ a b c }', 0],
    ['{ a a a }', 2],
    ['{ x: a y: a }', 0],
    ['{ a { b } a { b c } }', 2],
    ['{ a { b { c } } a { b { c } } }', 3],
    ['{ ...F ...F } fragment F on T { a }', 0],
    ['{ a ...F } fragment F on T { a }', 1],
  ])('of %s is %i', (text, count) => {
    const { set, fragmentOf } = readText(text);
    expect(countRepeated([set], fragmentOf)).toBe(count);
  });
});
