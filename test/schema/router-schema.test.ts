import { GraphQLObjectType, type GraphQLUnionType, graphql, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { ENTITIES } from '../../src/schema/relay/entity.ts';
import { routerSchema } from '../../src/schema/router-schema.ts';
import { apiSchema } from '../../src/schema/schema.ts';
import { subgraphSchema } from '../../src/schema/subgraph.ts';

const FEDERATION = ['_Any', '_Entity', '_Service'];
const schema = routerSchema();

describe('The schema for queries of routers', () => {
  test('shares each type with the API, save the root of queries: it costs neither time nor memory', () => {
    const own = Object.values(schema.getTypeMap()).filter((type) => apiSchema.getType(type.name) !== type);
    expect(own.map(({ name }) => name).sort()).toEqual(['Query', ...FEDERATION]);
  });

  test('adds two fields to those of the API, which it leaves as they are', () => {
    const { _entities, _service, ...others } = (schema.getQueryType() as GraphQLObjectType).toConfig().fields;
    expect(others).toEqual(apiSchema.getQueryType()?.toConfig().fields);
    expect([String(_entities?.type), String(_service?.type)]).toEqual(['[_Entity]!', '_Service!']);
  });

  test('has every type and field of the subgraph that is published, with equal types', () => {
    const shown = (type: unknown) =>
      type instanceof GraphQLObjectType
        ? Object.values(type.getFields()).map(({ name, args, type: output }) => [
            name,
            String(output),
            args.map(String),
          ])
        : [];
    for (const type of Object.values(subgraphSchema().getTypeMap()).filter(isObjectType)) {
      if (type.name.startsWith('__')) continue;
      expect(shown(schema.getType(type.name)), type.name).toEqual(expect.arrayContaining(shown(type)));
    }
    const entities = (of: typeof schema) => of.getPossibleTypes(of.getType('_Entity') as GraphQLUnionType).map(String);
    expect(entities(schema)).toEqual(entities(subgraphSchema()));
    expect(entities(schema)).toEqual([...ENTITIES.keys()].sort());
  });

  test('answers introspection', async () => {
    const source = '{ __type(name: "_Entity") { kind possibleTypes { name } } __schema { queryType { name } } }';
    const { data, errors } = await graphql({ schema, source });
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ __type: { kind: 'UNION' }, __schema: { queryType: { name: 'Query' } } });
  });
});
