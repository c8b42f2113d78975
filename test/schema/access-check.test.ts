import { buildSchema, type GraphQLSchema } from 'graphql';
import { expect, test } from 'vitest';
import { checkAccess } from '../../src/schema/access/access-check.ts';
import { routerSchema } from '../../src/schema/router-schema.ts';
import { apiSchema } from '../../src/schema/schema.ts';

/** A schema of this text, whose fields that are marked `@needs` need a scope. */
function schemaOf(sdl: string): GraphQLSchema {
  const schema = buildSchema(`directive @needs on FIELD_DEFINITION\n${sdl}`);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!('getFields' in type)) continue;
    for (const field of Object.values(type.getFields())) {
      const isGuarded = field.astNode?.directives?.some(
        ({ name }: { readonly name: { readonly value: string } }) => name.value === 'needs',
      );
      if (isGuarded) field.extensions = { requiresScopes: [['sessions:read']] };
    }
  }
  return schema;
}

test('The schemas of clients and of routers have no type that is open', () => {
  expect(checkAccess(apiSchema)).toBe(apiSchema);
  expect(() => checkAccess(routerSchema())).not.toThrow();
});

test.each([
  ['of a root field', 'type Query { desk: Desk } type Desk { name: String }'],
  ['in a list', 'type Query { desks: [Desk!]! } type Desk { name: String }'],
  ['of a mutation', 'type Query { a: Int } type Mutation { desk: Desk } type Desk { name: String }'],
  ['of a subscription', 'type Query { a: Int } type Subscription { desk: Desk } type Desk { name: String }'],
  [
    'of an interface',
    'type Query { any: Any } interface Any { name: String } type Desk implements Any { name: String }',
  ],
  ['of a union', 'type Query { any: Any } union Any = Desk type Desk { name: String }'],
  ['that any id finds', 'interface Node { id: ID! } type Query { node: Node } type Desk implements Node { id: ID! }'],
  ['of a public type', 'type Query { where: AwsLocation } type AwsLocation { desk: Desk } type Desk { name: String }'],
  ['of a connection', 'type Query { all: DeskConnection } type DeskConnection { nodes: [Desk] } type Desk { a: Int }'],
  ['that is open on one of two ways', 'type Query { a: Desk @needs b: Desk } type Desk { name: String }'],
])('A type %s without a scope stops the schema from being built', (_where, sdl) => {
  expect(() => checkAccess(schemaOf(sdl))).toThrow(/No OAuth scope is declared for .*(?:Desk|Subscription)/);
});

test.each([
  [
    'a part of what a guarded field shows',
    'type Query { fleet: Fleet @needs } type Fleet { desk: Desk } type Desk { a: Int }',
  ],
  ['of a guarded field', 'type Query { desk: Desk @needs } type Desk { name: String }'],
  ['that declares its scopes', 'type Query { pool: Pool } type Pool { name: String }'],
  ['that is public', 'type Query { where: AwsLocation } type AwsLocation { region: String! }'],
  ['that nothing leads to', 'type Query { a: Int } type Desk { name: String }'],
])('A type is no hindrance: %s', (_why, sdl) => {
  expect(() => checkAccess(schemaOf(sdl))).not.toThrow();
});

test('A type of sessions that no provider holds stops the schema: a self-scoped caller would see all of them', () => {
  const sdl =
    'type Query { all: Session @needs } interface Session { a: Int } type DeskSession implements Session { a: Int }';
  expect(() => checkAccess(schemaOf(sdl))).toThrow('No session provider holds DeskSession.');
});
