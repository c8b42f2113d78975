import { type DocumentNode, type GraphQLError, parse, specifiedRules, validate } from 'graphql';
import { expect, test } from 'vitest';
import { routerSchema } from '../../../src/schema/router-schema.ts';
import { apiSchema } from '../../../src/schema/schema.ts';
import { documentRules } from '../../../src/server/limits/document-rules.ts';
import { validateDefinitions, validateDocument } from '../../../src/server/limits/validate-document.ts';
import { DEFAULT_LIMITS } from '../../support/limits.ts';
import { SHAPES } from '../../support/query-shapes.ts';
import { type Random, randomDocument, seeded } from '../../support/random-documents.ts';

const { VALIDATION_SEED, VALIDATION_DOCUMENTS = '300' } = process.env;
const seed = Number(VALIDATION_SEED ?? Date.now() % 1e9);
const DOCUMENTS = Number(VALIDATION_DOCUMENTS);

/** Faults that few changes of names lead to. */
const FAULTY = [
  'query A { __typename } query A { __typename }',
  '{ __typename } query B { __typename }',
  'subscription { a: sessionChanges { __typename } b: sessionChanges { __typename } }',
  'query ($x: Int, $x: Int, $y: Fleet) { fleets(first: $x) { nodes { ...F } } } fragment F on Fleet { ...F } fragment F on Int { a }',
  'query @skip(if: true) @nothing { fleets(first: 1, first: 2) { nodes @include(if: true) @include(if: true) { name { x } } } }',
  '{ sessions(filter: { statuses: X, statuses: Y, other: 1 }) { nodes } fleets(first: "one") { nodes { name: arn name } } }',
  'type T { a: Int } query { __typename }',
  `{ ${'nothing '.repeat(150)} }`,
];

const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;

/** Replaces some names of a document by others of it, so that it means nothing any more, or something else. */
function spoiled(random: Random, text: string): string {
  const parts = text.split(/(\w+)/);
  const names = parts.filter((_part, index) => index % 2 === 1);
  return parts.map((part, index) => (index % 2 === 1 && random() < 0.06 ? pick(random, names) : part)).join('');
}

function parsed(text: string): DocumentNode[] {
  try {
    return [parse(text)];
  } catch {
    return [];
  }
}

function documents(): { readonly text: string; readonly document: DocumentNode }[] {
  const random = seeded(seed);
  const texts = [...FAULTY, ...Object.values(SHAPES).map(({ document }) => document)];
  for (let index = 0; index < DOCUMENTS; index += 1) {
    const schema = random() < 0.3 ? routerSchema() : apiSchema;
    const { document } = randomDocument(random, { schema, values: {}, conditions: 0.2, fields: 15 });
    texts.push(document, spoiled(random, document));
  }
  return texts.flatMap((text) => parsed(text).map((document) => ({ text, document })));
}

const figures = (errors: readonly GraphQLError[]) => errors.map((error) => error.toJSON());
const kindOf = ({ message }: GraphQLError) => message.replaceAll(/"[^"]*"|\d+/g, '…').slice(0, 30);

test(`Documents have the errors of graphql-js, in its order (seed ${seed})`, () => {
  const kinds = new Set<string>();
  for (const schema of [apiSchema, routerSchema()]) {
    for (const { text, document } of documents()) {
      const expected = validate(schema, document, specifiedRules);
      expect(figures(validateDocument(schema, document)), text).toEqual(figures(expected));
      for (const error of expected) kinds.add(kindOf(error));
    }
  }
  expect(kinds.size).toBeGreaterThan(25);
});

test(`Limits that look at definitions have the errors of a visit of the whole document (seed ${seed})`, () => {
  const limits = {
    ...DEFAULT_LIMITS,
    maxDepth: 3,
    maxAliases: 1,
    maxDirectives: 1,
    maxFields: 8,
    maxRepeatedFields: 1,
  };
  let rejected = 0;
  for (const { text, document } of documents()) {
    for (const rules of documentRules(limits)) {
      const expected = validate(apiSchema, document, rules);
      expect(figures(validateDefinitions(apiSchema, document, rules)), text).toEqual(figures(expected));
      if (expected.length === 0) continue;
      rejected += 1;
      break;
    }
  }
  expect(rejected).toBeGreaterThan(100);
});
