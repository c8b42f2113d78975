import fc from 'fast-check';
import {
  buildSchema,
  type DocumentNode,
  execute,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { type SizeOf, selectedValues } from '../../../src/schema/cost/selected-values.ts';
import { meterLists, meterValues } from '../../../src/schema/cost/value-meter.ts';
import { randomDocument, seeded } from '../../support/random-documents.ts';

const SDL = `
  interface Thing { id: ID! parts: [Thing!] tags: [String!] owner: Owner }
  type Box implements Thing { id: ID! parts: [Thing!] tags: [String!] owner: Owner size: Int }
  type Bag implements Thing { id: ID! parts: [Thing!] tags: [String!] owner: Owner colour: String soft: Boolean }
  type Owner { name: String things: [Thing!] favourite: Thing }
  type Query { things: [Thing!] owner: Owner name: String }
`;
/** Items of every list. */
const ITEMS = 3;

/** A world in which every list has `ITEMS` items, boxes and bags in turn, and nothing is null. */
function worldSchema() {
  const schema = buildSchema(SDL);
  for (const name of ['Box', 'Bag', 'Owner', 'Query']) {
    const fields = (schema.getType(name) as GraphQLObjectType).getFields();
    for (const field of Object.values(fields)) {
      const isList = String(field.type).startsWith('[');
      const item = (index: number) => (/Thing/.test(String(field.type)) ? thing(index) : 'x');
      field.resolve = () => {
        if (isList) return Array.from({ length: ITEMS }, (_, index) => item(index));
        if (/Owner/.test(String(field.type))) return {};
        return /Thing/.test(String(field.type)) ? thing(0) : 1;
      };
    }
  }
  return schema;
}

const thing = (index: number) => ({ __typename: index % 2 === 0 ? 'Box' : 'Bag' });
const schema = worldSchema();

/** Each list has three items. */
const SIZES: SizeOf = ({ type }) => ({ own: 0, items: String(type).startsWith('[') ? ITEMS : 1, page: null });

function estimate(document: DocumentNode, variableValues: Record<string, unknown> = {}): number {
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  const fragments = Object.fromEntries(
    document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  ) as Record<string, FragmentDefinitionNode>;
  const ofSet = selectedValues({ schema, fragments, variableValues }, SIZES);
  return ofSet((operation as OperationDefinitionNode).selectionSet, schema.getQueryType() as GraphQLObjectType, null);
}

/** Counts the values of an answer: members of objects, and items of lists. */
function valuesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members = Object.values(value);
  return members.reduce((sum: number, member) => sum + 1 + valuesOf(member), 0);
}

describe('The estimate of the values of an answer', () => {
  test.each([
    ['{ name }', 1],
    ['{ owner { name } }', 2],
    ['{ things { id } }', 1 + ITEMS * 2],
    ['{ things { tags } }', 1 + ITEMS * (1 + 1 + ITEMS)],
    ['{ things { ... on Box { size } ... on Bag { colour soft } } }', 1 + ITEMS * 3],
    ['{ things { ...F } } fragment F on Thing { id owner { name } }', 1 + ITEMS * 4],
    ['{ a: name b: name }', 2],
    ['{ name @skip(if: true) owner @include(if: false) { name } }', 0],
    ['{ unknown }', 1],
    ['{ ...Unknown }', 0],
  ])('of %s is %i', (text, values) => {
    expect(estimate(parse(text))).toBe(values);
  });

  test('follows the variables of conditions', () => {
    const document = parse('query ($no: Boolean!) { name @skip(if: $no) things @include(if: $no) { id } }');
    expect(estimate(document, { no: true })).toBe(1 + ITEMS * 2);
    expect(estimate(document, { no: false })).toBe(1);
  });

  test('is never lower than what the answer holds', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { document, operationName } = randomDocument(seeded(seed), {
          schema,
          values: {},
          conditions: 0,
          fields: 12,
        });
        const parsed = parse(document);
        const { data } = execute({ schema, document: parsed, operationName }) as {
          data?: unknown;
        };
        expect(estimate(parsed)).toBeGreaterThanOrEqual(valuesOf(data));
      }),
      { numRuns: 300 },
    );
  });

  test('stays finite, and takes no time, where fragments double', () => {
    const levels = 80;
    const fragments = Array.from(
      { length: levels },
      (_, level) => `fragment F${level} on Thing { parts { ...F${level + 1} } owner { things { ...F${level + 1} } } }`,
    );
    const value = estimate(parse(`{ things { ...F0 } } ${fragments.join(' ')} fragment F${levels} on Thing { id }`));
    expect(value).toBeGreaterThanOrEqual(1e12);
    expect(value).toBeLessThan(1e14);
  });
});

describe('The meter of values', () => {
  const metered = meterLists(worldSchema());

  function run(text: string, limit: number) {
    const contextValue = {};
    const meter = meterValues(contextValue, limit);
    const { data } = execute({ schema: metered, document: parse(text), contextValue }) as { data: unknown };
    return { meter, data };
  }

  test('counts the items of lists with the fields of each', () => {
    expect(run('{ name }', 100).meter.values).toBe(0);
    expect(run('{ things { id } }', 100).meter.values).toBe(ITEMS * 2);
    expect(run('{ things { tags } }', 100).meter.values).toBe(ITEMS * 2 + ITEMS * ITEMS);
  });

  test('empties all lists from the one on that exceeds the limit', () => {
    const { meter, data } = run('{ things { id } owner { things { id parts { id } } } }', ITEMS * 2 + 1);
    expect(meter.isExceeded).toBe(true);
    expect(data).toMatchObject({ things: [{}, {}, {}], owner: { things: [] } });
  });

  test('is not exceeded by as much as is allowed', () => {
    const { meter, data } = run('{ things { id } }', ITEMS * 2);
    expect([meter.isExceeded, (data as { things: unknown[] }).things.length]).toEqual([false, ITEMS]);
  });

  test('does not count executions without one', () => {
    const { data } = execute({ schema: metered, document: parse('{ things { id } }'), contextValue: {} }) as {
      data: { things: unknown[] };
    };
    expect(data.things).toHaveLength(ITEMS);
  });
});
