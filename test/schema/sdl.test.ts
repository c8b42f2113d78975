import { readFileSync } from 'node:fs';
import {
  astFromValue,
  buildSchema,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLObjectType,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  print,
  printSchema,
  type ValueNode,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { apiSchema, apiSdl } from '../../src/schema/schema.ts';

const objects = Object.values(apiSchema.getTypeMap()).filter(isObjectType);
const objectType = (name: string) => apiSchema.getType(name) as GraphQLObjectType;

/** A field as the contract writes it, its arguments in the order of the alphabet. */
function signature({ name, args, type }: GraphQLField<unknown, unknown>): string {
  const written = args.map((arg) => {
    const value = arg.defaultValue;
    const shown = Array.isArray(value) ? print(astFromValue(value, arg.type) as ValueNode) : value;
    return `${arg.name}: ${arg.type}${value === undefined ? '' : ` = ${SDL_DEFAULTS[String(shown)] ?? shown}`}`;
  });
  return `${name}${written.length ? `(${written.sort().join(', ')})` : ''}: ${type}`;
}

/** A default is held by AWS's own value; SDL has the name. */
const SDL_DEFAULTS: Readonly<Record<string, string>> = { Active: 'ACTIVE' };

const signatures = (typeName: string) => Object.values(objectType(typeName).getFields()).map(signature);

test('The schema is printed in the order of the alphabet, whatever order its files are read in', () => {
  expect(apiSdl()).toBe(`${printSchema(lexicographicSortSchema(buildSchema(apiSdl())))}\n`);
});

test('`schema.graphql` is the schema of this code: else run `npm run schema`', () => {
  const file = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
  expect(file, 'schema.graphql is stale: run `npm run schema`').toBe(apiSdl());
});

test('The SDL says that ssmSessions lists active ones unless told otherwise', () => {
  expect(apiSdl()).toContain('state: SsmSessionState! = ACTIVE');
});

/** Arguments that "…" stands for in the contract: on every field but `node` and `nodes`, and on connections. */
const SCOPED = ['accountId: String', 'region: String'];
const PAGED = ['after: String', 'first: Int'];
const field = (name: string, args: readonly string[], type: string) =>
  `${name}(${[...args].sort().join(', ')}): ${type}`;

describe('Query', () => {
  test('has exactly the fields of the contract, with its arguments and types', () => {
    const list = (name: string, own: readonly string[], item: string) =>
      field(name, [...own, ...SCOPED, ...PAGED], `${item}Connection`);
    expect(signatures('Query').sort()).toEqual(
      [
        'node(id: ID!): Node',
        field(
          'liveSessions',
          [
            ...['filter: LiveSessionFilter', 'orderBy: [LiveSessionOrder!] = [{direction: DESC, field: STARTED_AT}]'],
            ...[...PAGED, 'before: String', 'last: Int'],
          ],
          'LiveSessionConnection',
        ),
        field(
          'sessionHistory',
          [
            ...[
              'filter: SessionHistoryFilter!',
              'orderBy: [SessionRecordOrder!] = [{direction: DESC, field: STARTED_AT}]',
            ],
            ...[...PAGED, 'before: String', 'last: Int'],
          ],
          'SessionRecordConnection',
        ),
        field(
          'sessionUsage',
          ['filter: SessionUsageFilter!', 'interval: UsageInterval! = HOUR', 'by: [UsageDimension!]'],
          'SessionUsage',
        ),
        'nodes(ids: [ID!]!): [Node]!',
        list('fleets', ['names: [String!]'], 'Fleet'),
        field('fleet', ['name: String!', ...SCOPED], 'Fleet'),
        list('stacks', ['names: [String!]'], 'Stack'),
        field('stack', ['name: String!', ...SCOPED], 'Stack'),
        list('pools', ['names: [String!]'], 'Pool'),
        field('pool', ['poolId: String!', ...SCOPED], 'Pool'),
        list('workspaces', ['workspaceIds: [String!]', 'directoryId: String', 'userName: String'], 'Workspace'),
        field('workspace', ['workspaceId: String!', ...SCOPED], 'Workspace'),
        list('managedNodes', [], 'ManagedNode'),
        field('managedNode', ['instanceId: String!', ...SCOPED], 'ManagedNode'),
        list(
          'appStreamSessions',
          [
            'stackName: String!',
            'fleetName: String!',
            'userId: String',
            'authenticationType: SessionAuthenticationType',
            'instanceId: String',
          ],
          'AppStreamSession',
        ),
        list('ssmSessions', ['state: SsmSessionState! = ACTIVE', 'filters: [SsmSessionFilter!]'], 'SsmSession'),
        list('poolSessions', ['poolId: String!', 'userId: String'], 'PoolSession'),
        field('sessions', ['filter: SessionFilter', ...PAGED], 'SessionConnection'),
        field('user', ['userName: String!'], 'User'),
      ].sort(),
    );
  });

  test('filters SSM sessions by an input of its own', () => {
    expect(apiSdl()).toMatch(/input SsmSessionFilter \{[^}]*key: SsmSessionFilterKey![^}]*value: String![^}]*\}/);
  });
});

describe('Mutation', () => {
  test.each([
    'createFleet',
    'updateFleet',
    'startFleet',
    'stopFleet',
    'deleteFleet',
    'associateFleet',
    'disassociateFleet',
    'drainSessionInstance',
    'terminateSession',
    'terminateSessions',
    'startPool',
    'stopPool',
  ])('has %s', (name) => {
    expect(Object.keys(objectType('Mutation').getFields())).toContain(name);
  });

  test.each(Object.values(objectType('Mutation').getFields()))(
    '$name takes one input, and gives userErrors and what a rejected change leaves null',
    (mutationField) => {
      const typeName = mutationField.name.charAt(0).toUpperCase() + mutationField.name.slice(1);
      expect(signature(mutationField)).toBe(`${mutationField.name}(input: ${typeName}Input!): ${typeName}Payload!`);
      const fields = Object.values(objectType(`${typeName}Payload`).getFields());
      const sure = fields.filter(({ type }) => String(type).endsWith('!')).map(signature);
      expect(sure).toEqual(['userErrors: [GatewayUserError!]!']);
    },
  );

  test('gives UserErrors as the contract has them', () => {
    expect(signatures('GatewayUserError').sort()).toEqual(['code: String!', 'field: [String!]', 'message: String!']);
  });

  test.each([
    ['CreateFleetPayload', 'fleet: Fleet'],
    ['UpdateFleetPayload', 'fleet: Fleet'],
    ['StartFleetPayload', 'fleet: Fleet'],
    ['StopFleetPayload', 'fleet: Fleet'],
    ['DeleteFleetPayload', 'deletedFleetName: String'],
    ['AssociateFleetPayload', 'fleet: Fleet'],
    ['AssociateFleetPayload', 'stack: Stack'],
    ['DisassociateFleetPayload', 'fleet: Fleet'],
    ['DisassociateFleetPayload', 'stack: Stack'],
    ['DrainSessionInstancePayload', 'session: AppStreamSession'],
    ['TerminateSessionPayload', 'terminatedSessionId: ID'],
    ['TerminateSessionPayload', 'outcome: TerminationOutcome'],
    ['TerminateSessionPayload', 'session: Session'],
    ['TerminateSessionsPayload', 'results: [TerminateSessionsResult!]'],
    ['TerminateSessionsResult', 'id: ID!'],
    ['TerminateSessionsResult', 'terminated: Boolean!'],
    ['TerminateSessionsResult', 'outcome: TerminationOutcome'],
    ['TerminateSessionsResult', 'session: Session'],
    ['TerminateSessionsResult', 'userErrors: [GatewayUserError!]!'],
    ['StartPoolPayload', 'pool: Pool'],
    ['StopPoolPayload', 'pool: Pool'],
  ])('gives in %s %s', (typeName, expected) => {
    expect(signatures(typeName)).toContain(expected);
  });
});

describe('The types of the contract', () => {
  const sessionFilters = [
    'authenticationType: SessionAuthenticationType',
    'instanceId: String',
    'userId: String',
    ...PAGED,
  ];

  test.each([
    ['Fleet', field('stacks', PAGED, 'StackConnection')],
    ['Fleet', field('sessions', ['stackName: String', ...sessionFilters], 'AppStreamSessionConnection')],
    ['Stack', field('fleets', PAGED, 'FleetConnection')],
    ['Stack', field('sessions', ['fleetName: String', ...sessionFilters], 'AppStreamSessionConnection')],
    ['Pool', field('sessions', ['userId: String', ...PAGED], 'PoolSessionConnection')],
    ['ManagedNode', field('sessions', ['state: SsmSessionState! = ACTIVE', ...PAGED], 'SsmSessionConnection')],
    ['AppStreamSession', 'fleet: Fleet'],
    ['AppStreamSession', 'stack: Stack'],
    ['SsmSession', 'managedNode: ManagedNode'],
    ['SsmSession', 'stale: Boolean!'],
    ['User', 'userName: String!'],
    [
      'User',
      field(
        'sessions',
        ['services: [SessionService!]', 'includeHistory: Boolean! = false', ...PAGED],
        'SessionConnection',
      ),
    ],
    ['PoolSession', 'pool: Pool'],
    ['WorkspaceSession', 'workspace: Workspace'],
    ['WorkspaceSession', 'lastKnownUserConnectionTimestamp: DateTime'],
    ['WorkspaceSession', 'connectionStateCheckTimestamp: DateTime'],
    ['Workspace', 'connection: WorkspaceConnectionStatus'],
    ['Fleet', 'fleetErrors: [FleetError!]'],
    ['FleetError', 'errorCode: String'],
    ['StackError', 'errorCode: String'],
    ['PoolError', 'errorCode: String'],
    ['Fleet', 'instanceType: String'],
    ['Fleet', 'createdTime: DateTime'],
    ['AwsLocation', 'accountId: String'],
    ['AwsLocation', 'region: String!'],
  ])('%s has %s', (typeName, expected) => {
    expect(signatures(typeName)).toContain(expected);
  });

  test('a Session is what the contract says, and its four types are Sessions', () => {
    const session = apiSchema.getType('Session');
    if (!isInterfaceType(session)) throw new Error('Session is no interface.');
    expect(Object.values(session.getFields()).map(signature).sort()).toEqual([
      'endedAt: DateTime',
      'expiresAt: DateTime',
      'id: ID!',
      'instanceId: String',
      'location: AwsLocation!',
      'record: SessionRecord',
      'service: SessionService!',
      'sessionId: String!',
      'startedAt: DateTime',
      'status: SessionStatus!',
      'user: User',
    ]);
    expect(session.getInterfaces().map(String)).toEqual(['Node']);
    expect(apiSchema.getPossibleTypes(session).map(String).sort()).toEqual([
      'AppStreamSession',
      'PoolSession',
      'SsmSession',
      'WorkspaceSession',
    ]);
  });

  test.each([
    ['SessionService', ['APPSTREAM', 'SSM', 'WORKSPACES', 'WORKSPACES_PERSONAL']],
    ['SessionStatus', ['CONNECTED', 'CONNECTING', 'DISCONNECTED', 'FAILED', 'TERMINATED', 'TERMINATING', 'UNKNOWN']],
    ['SsmSessionState', ['ACTIVE', 'HISTORY', 'UNKNOWN']],
    ['TerminationOutcome', ['ALREADY_ENDED', 'TERMINATED', 'UNCONFIRMED', 'WOULD_TERMINATE']],
  ])('%s is one of %j', (name, values) => {
    const type = apiSchema.getType(name) as GraphQLEnumType;
    expect(type.getValues().map((value) => value.name)).toEqual(values);
  });

  test('every Node has an id and a location', () => {
    const nodes = objects
      .filter((type) => type.getInterfaces().some(({ name }) => name === 'Node'))
      // A person lives in no account.
      .filter(({ name }) => name !== 'User');
    expect(signatures('User')).toContain('id: ID!');
    expect(nodes.map(String).sort()).toEqual([
      'AppStreamSession',
      'Fleet',
      'ManagedNode',
      'Pool',
      'PoolSession',
      'SessionRecord',
      'SsmSession',
      'Stack',
      'Workspace',
      'WorkspaceSession',
    ]);
    for (const { name } of nodes)
      expect(signatures(name)).toEqual(expect.arrayContaining(['id: ID!', 'location: AwsLocation!']));
  });
});
