import { type GraphQLObjectType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import {
  ACCESS_SCOPES,
  type AccessScope,
  ANONYMOUS_CALLER,
  type Caller,
  forbidden,
  guardedFields,
  isPublic,
  needs,
  requireRead,
  scopesOfField,
  scopesToRead,
  UNRESTRICTED_CALLER,
} from '../../../src/schema/access/access.ts';
import { apiSchema } from '../../../src/schema/schema.ts';
import { subgraphSchema } from '../../../src/schema/subgraph.ts';
import { PROVIDERS } from '../../../src/sessions/providers.ts';

const callerWith = (...scopes: AccessScope[]): Caller => ({ name: 'c', user: 'u', scopes: new Set(scopes) });
const canRead = (typename: string, caller: Caller) => {
  try {
    requireRead(typename, { caller });
    return true;
  } catch (error) {
    expect((error as { code?: string }).code).toBe('FORBIDDEN');
    return false;
  }
};
const SESSIONS = ['Session', ...PROVIDERS.map(({ sessionType }) => sessionType)];
const RESOURCES = PROVIDERS.flatMap(({ resourceTypes }) => resourceTypes);

describe('Reading a type', () => {
  test.each([...SESSIONS, 'User', 'SessionConnection'])('%s takes a scope of sessions, and no other', (typename) => {
    const readers = ACCESS_SCOPES.filter((scope) => canRead(typename, callerWith(scope)));
    expect(readers).toEqual(['sessions:read', 'sessions:read:own']);
  });

  test.each([...RESOURCES, 'FleetConnection'])('%s takes `fleets:read`, and no scope that writes', (typename) => {
    expect(ACCESS_SCOPES.filter((scope) => canRead(typename, callerWith(scope)))).toEqual(['fleets:read']);
  });

  test('takes a scope for every type, also one that is not known, which no caller may read', () => {
    const everyone = callerWith(...ACCESS_SCOPES);
    expect([canRead('Planet', everyone), canRead('__proto__', everyone), canRead('constructor', everyone)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(canRead('Fleet', UNRESTRICTED_CALLER)).toBe(true);
    expect([...SESSIONS, ...RESOURCES].some((typename) => canRead(typename, ANONYMOUS_CALLER))).toBe(false);
  });

  test('never takes more than one scope: more scopes allow more', () => {
    for (const typename of [...SESSIONS, ...RESOURCES, 'SessionRecord', 'SessionUsage'])
      for (const scope of ACCESS_SCOPES)
        if (canRead(typename, callerWith(scope))) expect(canRead(typename, callerWith(...ACCESS_SCOPES))).toBe(true);
  });
});

describe('What a caller needs is said', () => {
  test.each<[readonly AccessScope[], string]>([
    [[], 'No caller may read it.'],
    [['fleets:read'], 'Needs `fleets:read`.'],
    [['sessions:read', 'sessions:read:own'], "Needs `sessions:read`, or `sessions:read:own` for one's own."],
  ])('%j: %s', (scopes, text) => {
    expect(needs(scopes)).toBe(text);
    expect(forbidden(scopes)).toMatchObject({ code: 'FORBIDDEN', message: text });
  });
});

describe.each([
  ['API', apiSchema],
  ['subgraph', subgraphSchema()],
] as const)('In the %s', (_name, schema) => {
  const ROOTS = ['Query', 'Mutation', 'Subscription'];

  test('every field of a root needs a scope, but those that say what the schema or a reference is', () => {
    const open = ROOTS.flatMap((name) => Object.values((schema.getType(name) as GraphQLObjectType).getFields()))
      .filter((field) => scopesOfField(field).length === 0)
      .map(({ name }) => name);
    expect(open.filter((name) => !['node', 'nodes', '_entities', '_service'].includes(name))).toEqual([]);
  });

  test('every mutation needs one scope that is none of reading', () => {
    const mutations = Object.values((schema.getType('Mutation') as GraphQLObjectType).getFields());
    const scopes = mutations.map(({ name, extensions }) => [name, scopesOfField({ extensions })] as const);
    expect(scopes.filter(([, of]) => of.length !== 1 || /:read/.test(of[0] ?? ''))).toEqual([]);
  });

  test('every guarded field names known scopes, and its description has them', () => {
    const guarded = guardedFields(schema);
    expect(guarded.length).toBeGreaterThan(50);
    for (const { typeName, fieldName, scopes } of guarded) {
      const flat = scopes.flat();
      expect(flat.every((scope) => ACCESS_SCOPES.includes(scope))).toBe(true);
      const type = schema.getType(typeName) as GraphQLObjectType;
      expect(type.getFields()[fieldName]?.description).toContain(needs(flat));
    }
  });

  test('every object type is guarded, public, or a part of one that is', () => {
    const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type));
    const both = types.filter(({ name }) => isPublic(name) && scopesToRead(name)).map(({ name }) => name);
    expect(both).toEqual([]);
  });
});
