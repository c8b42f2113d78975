import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { apiSchema } from '../../src/schema/schema.ts';

const typeOf = (name: string) => apiSchema.getType(name) as GraphQLObjectType;
const types = Object.values(apiSchema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
const fieldsOf = (type: GraphQLObjectType): readonly GraphQLField<unknown, unknown>[] =>
  Object.values(type.getFields());
const textOf = (type: string, field: string) => String(typeOf(type).getFields()[field]?.type);

describe('A root', () => {
  test('of queries has nullable fields only, but the lists that have an item for each id', () => {
    const nonNull = fieldsOf(typeOf('Query')).filter(({ type }) => isNonNullType(type));
    expect(nonNull.map(({ name, type }) => `${name}: ${type}`)).toEqual(['nodes: [Node]!']);
  });

  test('of mutations has payloads, each with its user errors', () => {
    for (const { type } of fieldsOf(typeOf('Mutation'))) {
      const payload = getNamedType(type);
      expect([isNonNullType(type), payload.name]).toEqual([true, expect.stringMatching(/Payload$/)]);
      expect(textOf(payload.name, 'userErrors')).toBe('[GatewayUserError!]!');
      const others = fieldsOf(payload as GraphQLObjectType).filter(({ name }) => name !== 'userErrors');
      // The results of a batch are there however each of them went; all else is null where the mutation was rejected.
      expect(others.filter((each) => isNonNullType(each.type)).map(({ name }) => name)).toEqual([]);
    }
  });

  test('takes the input of a mutation as one argument, whose type is named after it', () => {
    for (const { name, args } of fieldsOf(typeOf('Mutation'))) {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
      expect(args.map((each) => `${each.name}: ${each.type}`)).toEqual([`input: ${type}`]);
    }
  });
});

describe('A connection', () => {
  const connections = types.filter(({ name }) => name.endsWith('Connection')) as GraphQLObjectType[];

  test.each(connections.map(({ name }) => name))(
    '%s has edges, nodes and the information on its page, all non-null',
    (name) => {
      const item = String(typeOf(name).getFields().nodes?.type).replace(/[[\]!]/g, '');
      expect(textOf(name, 'nodes')).toBe(`[${item}!]!`);
      expect(textOf(name, 'edges')).toMatch(/^\[\w+Edge!\]!$/);
      expect(textOf(name, 'pageInfo')).toBe('PageInfo!');
      const edge = getNamedType(typeOf(name).getFields().edges?.type as never) as unknown as GraphQLObjectType;
      expect([textOf(edge.name, 'cursor'), textOf(edge.name, 'node')]).toEqual(['String!', `${item}!`]);
    },
  );

  test('is nullable wherever it is a field: a list that fails harms nothing beside it', () => {
    const fields = types.flatMap((type) =>
      fieldsOf(type as GraphQLObjectType).map((field) => [type.name, field] as const),
    );
    const lists = fields.filter(([, { type }]) => getNamedType(type).name.endsWith('Connection'));
    expect(lists.length).toBeGreaterThan(15);
    expect(
      lists.filter(([, { type }]) => isNonNullType(type)).map(([name, { name: field }]) => `${name}.${field}`),
    ).toEqual([]);
  });

  test('takes `first` and `after`, both optional, wherever it is a field', () => {
    for (const type of types as GraphQLObjectType[])
      for (const field of fieldsOf(type)) {
        if (!getNamedType(field.type).name.endsWith('Connection')) continue;
        const args = new Map(field.args.map((arg) => [arg.name, String(arg.type)]));
        expect([type.name, field.name, args.get('first'), args.get('after')]).toEqual([
          type.name,
          field.name,
          'Int',
          'String',
        ]);
      }
  });

  test('tells of its page what Relay asks for', () => {
    expect(
      fieldsOf(typeOf('PageInfo'))
        .map(({ name, type }) => `${name}: ${type}`)
        .sort(),
    ).toEqual(['endCursor: String', 'hasNextPage: Boolean!', 'hasPreviousPage: Boolean!', 'startCursor: String']);
  });
});

describe('A resource of AWS', () => {
  const NODES = [
    'Fleet',
    'Stack',
    'Pool',
    'ManagedNode',
    'Workspace',
    'AppStreamSession',
    'SsmSession',
    'PoolSession',
    'WorkspaceSession',
  ];
  const NEEDED: Readonly<Record<string, readonly string[]>> = {
    Fleet: ['arn', 'name'],
    Stack: ['name'],
    Pool: ['poolId'],
    ManagedNode: ['instanceId'],
    Workspace: ['workspaceId'],
    AppStreamSession: ['userId', 'stackName', 'fleetName', 'sessionId', 'service', 'status'],
    // Computed by the gateway.
    SsmSession: ['sessionId', 'service', 'status', 'stale'],
    PoolSession: ['sessionId', 'poolId', 'userId', 'service', 'status'],
    WorkspaceSession: ['sessionId', 'workspaceId', 'service', 'status'],
  };

  test.each(NODES)('%s has as non-null what identifies it, and nothing else', (name) => {
    const nonNull = fieldsOf(typeOf(name))
      .filter(({ type }) => isNonNullType(type))
      .map((field) => field.name);
    expect(nonNull.toSorted()).toEqual(['id', 'location', ...(NEEDED[name] ?? [])].toSorted());
  });

  test('has lists without null in them', () => {
    const lists = NODES.flatMap((name) =>
      fieldsOf(typeOf(name)).filter(({ type }) => isListType(isNonNullType(type) ? type.ofType : type)),
    );
    expect(lists.filter(({ type }) => !/!\]/.test(String(type))).map(({ name }) => name)).toEqual([]);
  });
});
