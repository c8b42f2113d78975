import { readFileSync } from 'node:fs';
import {
  buildSchema,
  type DirectiveNode,
  findBreakingChanges,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { sortedSdl } from '../../src/schema/federation/sorted-sdl.ts';
import { apiSchema } from '../../src/schema/schema.ts';
import { subgraphSchema, subgraphSdl } from '../../src/schema/subgraph.ts';

const document = parse(subgraphSdl());
const types = new Map(
  document.definitions
    .filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION)
    .map((node) => [node.name.value, node]),
);
const type = (name: string) => types.get(name) as ObjectTypeDefinitionNode;

function printed(directives: readonly DirectiveNode[] = [], name?: string): string[] {
  return directives.filter((each) => name === undefined || each.name.value === name).map((each) => print(each));
}

test('`schema.subgraph.graphql` is the subgraph of this code: else run `npm run schema`', () => {
  const file = readFileSync(new URL('../../schema.subgraph.graphql', import.meta.url), 'utf8');
  expect(file, 'schema.subgraph.graphql is stale: run `npm run schema`').toBe(subgraphSdl());
});

test('The SDL links Federation 2.12, and imports each directive that it uses and no other', () => {
  const [extension] = document.definitions;
  expect(print(extension as never)).toContain('https://specs.apollo.dev/federation/v2.12');
  const imported = /import: \[(.*)\]/
    .exec(print(extension as never))?.[1]
    ?.replaceAll('"', '')
    .split(', ');
  const used = new Set(subgraphSdl().match(/(?<=[ )])@[a-zA-Z]+/g));
  used.delete('@link');
  used.delete('@deprecated');
  expect(imported?.toSorted()).toEqual([...used].toSorted());
});

test('The SDL says the same in whatever order it was written down', () => {
  const reversed = { ...document, definitions: document.definitions.toReversed() };
  const fields = visit(reversed, {
    leave: (node) => ('fields' in node && node.fields ? { ...node, fields: node.fields.toReversed() } : undefined),
  });
  expect(print(fields)).not.toBe(subgraphSdl());
  expect(sortedSdl(print(fields))).toBe(subgraphSdl());
});

describe('The subgraph', () => {
  const nodes = Object.values(apiSchema.getTypeMap())
    .filter(isObjectType)
    .filter((each) => each.getInterfaces().some(({ name }) => name === 'Node'))
    .map(({ name }) => name);

  test.each(nodes)('has %s as an entity by `id`', (name) => {
    expect(printed(type(name).directives, 'key')).toContain('@key(fields: "id")');
  });

  test.each([
    ['Fleet', 'arn'],
    ['Stack', 'arn'],
    ['Pool', 'poolId'],
    ['User', 'userName'],
  ])('has %s as an entity by `%s`', (name, key) => {
    expect(printed(type(name).directives, 'key')).toEqual([`@key(fields: "${key}")`, '@key(fields: "id")'].toSorted());
  });

  test('is what clients see, but for `Query.node` and `Query.nodes`: what breaks its routers breaks clients', () => {
    const missing = (from: GraphQLSchema, to: GraphQLSchema) =>
      findBreakingChanges(from, to).map(({ description }) => description.replace(' was removed.', ''));
    expect(missing(apiSchema, subgraphSchema()).toSorted()).toEqual(['Query.node', 'Query.nodes']);
    const forRouters = ['Query._entities', 'Query._service', '_Any', '_Entity', '_Service'];
    expect(missing(subgraphSchema(), apiSchema).toSorted()).toEqual(forRouters);
  });

  test('shares PageInfo with other subgraphs', () => {
    expect(printed(type('PageInfo').directives)).toContain('@shareable');
  });

  test.each([
    ['Fleet', 'appstream'],
    ['StackConnection', 'appstream'],
    ['AppStreamSessionEdge', 'appstream'],
    ['CreateFleetPayload', 'appstream'],
    ['ManagedNode', 'ssm'],
    ['SsmSession', 'ssm'],
    ['PoolSession', 'workspaces'],
    ['StopPoolPayload', 'workspaces'],
  ])('tags %s as %s', (name, tag) => {
    expect(printed(type(name).directives, 'tag')).toEqual([`@tag(name: "${tag}")`]);
  });

  test('tags every field of Query and Mutation that belongs to one service', () => {
    const untagged = ['Query', 'Mutation'].flatMap((name) =>
      (type(name).fields ?? []).filter((each) => printed(each.directives, 'tag').length === 0),
    );
    expect(untagged.map(({ name }) => name.value).toSorted()).toEqual([
      'eraseUser',
      'liveSessions',
      'sessionHistory',
      'sessionUsage',
      'sessions',
      'terminateSession',
      'terminateSessions',
      'user',
    ]);
  });
});

describe('Costs', () => {
  test('count AWS calls only: no object costs anything by itself', () => {
    for (const [name, { directives }] of types) {
      if (['Query', 'Mutation', 'Subscription'].includes(name)) continue;
      expect(printed(directives, 'cost'), name).toEqual(['@cost(weight: 0)']);
    }
  });

  test('of a list are its calls, and what is selected of it as often as `first` says', () => {
    const paged = [...types.values()].flatMap(({ name, fields = [] }) =>
      fields
        .filter((each) => /Connection!?$/.test(print(each.type)))
        .map((each) => [`${name.value}.${each.name.value}`, each] as const),
    );
    expect(paged.length).toBeGreaterThan(10);
    for (const [name, { directives }] of paged) {
      expect(printed(directives, 'cost'), name).toHaveLength(1);
      const slicing = /\.(?:liveSessions|sessionHistory)$/.test(name) ? '["first", "last"]' : '["first"]';
      expect(printed(directives, 'listSize'), name).toEqual([
        `@listSize(slicingArguments: ${slicing}, assumedSize: 20, sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)`,
      ]);
    }
  });

  test('are given for every root field', () => {
    const free = ['Query', 'Mutation', 'Subscription'].flatMap((name) =>
      (type(name).fields ?? []).filter((each) => printed(each.directives, 'cost').length === 0),
    );
    // A person is a name: no call.
    expect(free.map(({ name }) => name.value)).toEqual(['user']);
  });
});

test('The API has no trace of the federation', () => {
  expect(() => buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'))).not.toThrow();
  expect(Object.keys(apiSchema.getTypeMap()).filter((name) => /^_[^_]|^link|^federation/.test(name))).toEqual([]);
});
