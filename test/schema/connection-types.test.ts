import { type GraphQLField, type GraphQLObjectType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { apiSchema } from '../../src/schema/schema.ts';

const objects = Object.values(apiSchema.getTypeMap()).filter(isObjectType);

/** Fields of a type as SDL writes them, without default values of arguments other than numbers. */
const signatures = (typeName: string) =>
  Object.values((apiSchema.getType(typeName) as GraphQLObjectType).getFields()).map(signature);

function signature({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const written = args.map(
    (arg) => `${arg.name}: ${arg.type}${arg.defaultValue === undefined ? '' : ` = ${arg.defaultValue}`}`,
  );
  return `${name}${written.length ? `(${written.sort().join(', ')})` : ''}: ${type}`;
}

/** Fields of connections besides edges, nodes and pageInfo. */
const CONNECTION_FIELDS: Readonly<Record<string, readonly string[]>> = {
  Session: ['incomplete: Boolean!', 'sources: [SessionSource!]!'],
  LiveSession: [
    'asOf: DateTime!',
    'facet(by: SessionDimension!, first: Int = 20): SessionFacet!',
    'incomplete: Boolean!',
    'position: String!',
    'sources: [LiveSource!]!',
    'totalCount: Int!',
  ],
  SessionRecord: ['coverage: [SessionCoverage!]!', 'totalCount: Int!'],
};

/** Fields of the edges of live sessions besides cursor and node. */
const OBSERVED = [
  'firstSeenAt: DateTime!',
  'lastSeenAt: DateTime!',
  'statusSince: SessionTimeBounds!',
  'unverified: Boolean!',
];

describe('Connections', () => {
  const named = (ending: string) => objects.filter(({ name }) => name.endsWith(ending)).map(({ name }) => name);

  test.each(named('Connection'))('%s is edges, nodes and pageInfo', (name) => {
    const item = name.replace(/Connection$/, '');
    const node = item === 'LiveSession' ? 'Session' : item;
    expect(signatures(name).sort()).toEqual(
      [
        `edges: [${item}Edge!]!`,
        `nodes: [${node}!]!`,
        'pageInfo: PageInfo!',
        ...(CONNECTION_FIELDS[item] ?? []),
      ].sort(),
    );
  });

  test.each(named('Edge'))('%s is a cursor and a node', (name) => {
    if (name === 'LiveSessionEdge') {
      expect(signatures(name)).toEqual(expect.arrayContaining(['cursor: String!', 'node: Session!', ...OBSERVED]));
      expect(signatures(name)).toHaveLength(2 + OBSERVED.length);
    } else expect(signatures(name).sort()).toEqual(['cursor: String!', `node: ${name.replace(/Edge$/, '')}!`]);
  });

  test('are what every field that pages gives, forward only but for live sessions and records', () => {
    const paged = objects
      .flatMap((type) => Object.values(type.getFields()))
      .filter(({ type }) => /Connection!?$/.test(String(type)));
    expect(paged.length).toBeGreaterThan(10);
    for (const { name: fieldName, args } of paged) {
      const names = args.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['first', 'after']));
      if (['liveSessions', 'sessionHistory'].includes(fieldName)) {
        expect(names).toEqual(expect.arrayContaining(['last', 'before']));
        continue;
      }
      expect(names).not.toContain('last');
      expect(names).not.toContain('before');
    }
  });

  test('have the PageInfo of Relay', () => {
    expect(signatures('PageInfo').sort()).toEqual([
      'endCursor: String',
      'hasNextPage: Boolean!',
      'hasPreviousPage: Boolean!',
      'startCursor: String',
    ]);
  });
});
