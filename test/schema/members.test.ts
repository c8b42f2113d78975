import * as appstream from '@aws-sdk/client-appstream';
import * as ssm from '@aws-sdk/client-ssm';
import * as workspaces from '@aws-sdk/client-workspaces';
import { buildSchema, type GraphQLInputObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { apiSchema } from '../../src/schema/schema.ts';
import { missingMembers } from '../support/missing-members.ts';
import { sdkShape } from '../support/sdk-shape.ts';

const typeOf = (name: string, schema: GraphQLSchema = apiSchema) => schema.getType(name) as GraphQLObjectType;

const SHAPES = [
  ['Fleet', appstream.Fleet$],
  ['Stack', appstream.Stack$],
  ['AppStreamSession', appstream.Session$],
  ['ManagedNode', ssm.InstanceInformation$],
  ['SsmSession', ssm.Session$],
  ['Pool', workspaces.WorkspacesPool$],
  ['PoolSession', workspaces.WorkspacesPoolSession$],
  ['Workspace', workspaces.Workspace$],
  ['WorkspaceConnectionStatus', workspaces.WorkspaceConnectionStatus$],
  ['WorkspaceSession', workspaces.WorkspaceConnectionStatus$],
] as const;

test.each(SHAPES)('%s has every member that the SDK knows, by its name and with its type', (name, schema) => {
  expect(missingMembers(typeOf(name), schema, { 'Session.Id': 'sessionId' })).toEqual([]);
});

const REQUESTS = [
  ['CreateFleetInput', appstream.CreateFleetRequest$, ['name', 'instanceType']],
  // The name is optional in the model; there is nothing to change without it.
  ['UpdateFleetInput', appstream.UpdateFleetRequest$, ['name']],
] as const;

describe.each(REQUESTS)('%s', (name, schema, required) => {
  const type = apiSchema.getType(name) as GraphQLInputObjectType;

  test('takes every member of the SDK’s request, by its name and with its type', () => {
    expect(missingMembers(type, schema)).toEqual([]);
  });

  test('takes nothing else but the region and account', () => {
    const members = (schema[4] as readonly string[]).map((member) => member.charAt(0).toLowerCase() + member.slice(1));
    const others = Object.keys(type.getFields()).filter((field) => !members.includes(field));
    expect(others.sort()).toEqual(['accountId', 'region']);
  });

  test('requires what AWS requires', () => {
    const fields = Object.values(type.getFields()).filter((field) => String(field.type).endsWith('!'));
    expect(fields.map((field) => field.name).sort()).toEqual([...required].sort());
  });

  test('is seen to lack a member that is taken away', () => {
    const without = new Proxy(type, {
      get: (target, key) => {
        if (key !== 'getFields') return Reflect.get(target, key) as unknown;
        return () => Object.fromEntries(Object.entries(target.getFields()).filter(([field]) => field !== 'vpcConfig'));
      },
    });
    expect(missingMembers(without, schema)).toEqual([`${name}.vpcConfig is missing.`]);
  });
});

describe('What AWS does not guarantee may be null', () => {
  const identity: Readonly<Record<string, readonly string[]>> = {
    SsmSession: ['SessionId'],
    ManagedNode: ['InstanceId'],
    Workspace: ['WorkspaceId'],
    WorkspaceConnectionStatus: ['WorkspaceId'],
    WorkspaceSession: ['WorkspaceId'],
  };

  test.each(SHAPES)('in %s', (name, schema) => {
    const { members, required } = sdkShape({ [`${schema[2]}$`]: schema }, schema[2]);
    const fields = typeOf(name).getFields();
    const sure = new Set([...required, ...(identity[name] ?? [])]);
    // The gateway's own words for a session are its own to guarantee.
    const own = new Set(['status', 'id']);
    const tooSure = members
      .filter((member) => !sure.has(member))
      .map((member) => member.charAt(0).toLowerCase() + member.slice(1))
      .filter((field) => !own.has(field) && String(fields[field]?.type).endsWith('!'));
    expect(tooSure).toEqual([]);
  });
});

describe('The comparison sees', () => {
  const compare = (fleet: string, more = '') =>
    missingMembers(
      typeOf('Fleet', buildSchema(`scalar DateTime enum Kind { A } type Query { fleet: Fleet } ${fleet} ${more}`)),
      SAMPLE,
    );
  /** In every notation that the SDK has: numbers, tuples, functions, pairs with traits. */
  const vpcConfig = [3, 'ns', 'VpcConfig', 0, ['SubnetIds'], [64], 1];
  const SAMPLE = [
    3,
    'ns',
    'Fleet',
    0,
    ['Name', 'MadeAt', 'IPAddress', 'VpcConfig', 'Errors', 'Tags', 'Counts'],
    [
      0,
      4,
      [[0, 'ns', 'IPAddress', 8, 0], 0],
      () => vpcConfig,
      [1, 'ns', 'Errors', 0, () => [3, 'ns', 'Error', 0, ['Code'], [0]]],
      128,
      [2, 'ns', 'Counts', 0, 0, 1],
    ],
  ];
  const complete =
    'type Fleet { name: String! madeAt: DateTime iPAddress: String vpcConfig: Vpc errors: [E!] tags: [Tag!] counts: [Count!] }';
  const parts =
    'type Vpc { subnetIds: [String!] } type E { code: Kind } type Tag { key: String! value: String! } type Count { key: String! value: Int! }';

  test('nothing amiss in a type that has everything, and may have more', () => {
    expect(compare(complete, parts)).toEqual([]);
    expect(compare(complete.replace('{', '{ stacks: [Int]'), parts)).toEqual([]);
  });

  test.each([
    ['a member without a field', complete.replace('madeAt: DateTime', ''), parts, 'Fleet.madeAt is missing.'],
    [
      'one that is spelled differently',
      complete.replace('iPAddress', 'ipAddress'),
      parts,
      'Fleet.iPAddress is missing.',
    ],
    [
      'one deep in a structure',
      complete,
      parts.replace('subnetIds', 'subnets'),
      'Fleet.vpcConfig.subnetIds is missing.',
    ],
    ['one in the items of a list', complete, parts.replace('code', 'kode'), 'Fleet.errors.code is missing.'],
    ['a list that is none', complete.replace('[E!]', 'E'), parts, 'Fleet.errors is no list.'],
    ['a map that is not a list', complete.replace('[Tag!]', 'Tag'), parts, 'Fleet.tags is no list of entries.'],
    ['a map without values', complete, parts.replace('value: Int!', 'v: Int!'), 'Fleet.counts.value is missing.'],
    ['a time as text', complete.replace('DateTime', 'String'), parts, 'Fleet.madeAt is String, not DateTime.'],
    ['a structure as text', complete.replace(': Vpc', ': String'), parts, 'Fleet.vpcConfig is no object.'],
  ])('%s', (_what, fleet, more, sentence) => {
    expect(compare(fleet, more)).toEqual([sentence]);
  });

  test('a real member that is taken away', () => {
    const without = new Proxy(typeOf('Stack'), {
      get: (type, key) => {
        if (key !== 'getFields') return Reflect.get(type, key) as unknown;
        return () =>
          Object.fromEntries(Object.entries(type.getFields()).filter(([name]) => name !== 'contentRedirection'));
      },
    });
    expect(missingMembers(without, appstream.Stack$)).toEqual(['Stack.contentRedirection is missing.']);
  });
});
