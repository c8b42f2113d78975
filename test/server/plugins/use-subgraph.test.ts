import type { GraphQLSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { routerSchema } from '../../../src/schema/router-schema.ts';
import { apiSchema } from '../../../src/schema/schema.ts';
import { useSubgraph } from '../../../src/server/plugins/use-subgraph.ts';

const plugin = useSubgraph({ maxDepth: 25, maxTokens: 100 });

function schemaFor(query: unknown): GraphQLSchema | undefined {
  let schema: GraphQLSchema | undefined;
  const setSchema = (chosen: GraphQLSchema) => {
    schema = chosen;
  };
  plugin.onEnveloped?.({ context: { params: { query } }, setSchema } as never);
  return schema;
}

describe('The schema of the subgraph executes', () => {
  test.each([
    '{ _service { sdl } }',
    'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
    '{ sdl: _service { sdl } }',
    '{ ... { ... on Query { _service { sdl } } } }',
    '{ ...A } fragment A on Query { ...B } fragment B on Query { _service { sdl } }',
    'query A { __typename } query B { _service { sdl } }',
    '{ node(id: "x") { id } _service { sdl } }',
  ])('%s', (query) => {
    expect(schemaFor(query)).toBe(routerSchema());
    expect(schemaFor(query)).toBe(routerSchema());
  });
});

describe('The schema of the API executes', () => {
  test.each([
    '{ __typename }',
    '{ _service: __typename }',
    '{ fleet(name: "_entities") { name } }',
    '# _service\n{ __typename }',
    'query _entities { __typename }',
    'query ($_service: String) { user(userName: $_service) { id } }',
    '{ fleets { nodes { _service } } }',
    '{ __typename } fragment _entities on Query { __typename }',
    '{ __typename } fragment A on Query { _service { sdl } }',
    '{ ...A } fragment A on Query { ...A __typename @include(if: "_service") }',
    '{ _service { sdl',
    `{ _service { sdl } ${'a '.repeat(200)} }`,
    '',
    7,
    undefined,
  ])('%s', (query) => expect(schemaFor(query)).toBe(apiSchema));
});
