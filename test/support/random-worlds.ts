import type { GraphQLSchema } from 'graphql';
import type { Fault } from '../../emulator/faults/faults.ts';
import { ACCESS_SCOPES, type Caller } from '../../src/schema/access/access.ts';
import type { TestGateway } from './gateway.ts';
import type { ArgumentValues, Random } from './random-documents.ts';

/** Sources that fail, each with something that is not retried. */
export const FAILING_SOURCES: readonly Fault[] = [
  { service: 'ssm', operation: 'DescribeInstanceInformation', kind: 'error', code: 'AccessDeniedException' },
  { service: 'appstream', operation: 'ListAssociatedStacks', kind: 'error', code: 'AccessDeniedException' },
  { service: 'workspaces', operation: 'DescribeWorkspacesPoolSessions', kind: 'error', code: 'AccessDeniedException' },
  {
    service: 'appstream',
    operation: 'DescribeSessions',
    inputContains: 'saml',
    kind: 'error',
    code: 'AccessDeniedException',
  },
];

/** Values of arguments in the world of `shapesWorld`: existing, missing and invalid ones. */
export async function argumentValues(gateway: TestGateway): Promise<ArgumentValues> {
  const { data } = await gateway.query(`{
    fleets { nodes { id } } stacks { nodes { id } } managedNodes { nodes { id } } pools { nodes { id } }
    sessions { nodes { id } } user(userName: "user-1") { id } page: fleets(first: 1) { pageInfo { endCursor } }
  }`);
  const ids = [...JSON.stringify(data).matchAll(/"id":"([\w-]+)"/g)].map(([, id = '']) => id);
  const references = ids.slice(0, 6).map((id) => ({ __typename: 'Fleet', id }));
  const arns = ['fleet-1', 'odd', 'gone'].map((name) => `arn:aws:appstream:eu-west-1:123456789012:fleet/${name}`);
  return {
    name: ['fleet-1', 'fleet-2', 'odd', 'gone', 'b a d', 'Design'],
    names: ['fleet-1', 'odd', 'gone', 'Design'],
    first: [0, 1, 2, 3, 3, 3, -1, 999],
    after: [data.page.pageInfo.endCursor, 'garbage'],
    id: [...ids, 'garbage', 7],
    ids: [...ids, 'garbage'],
    region: ['eu-west-1', 'mars-1'],
    accountId: ['123456789012', '999999999999'],
    regions: ['eu-west-1'],
    accountIds: ['123456789012'],
    stackName: ['Design', 'gone'],
    fleetName: ['fleet-1', 'gone'],
    userName: ['user-1', 'User-2', 'absent'],
    userId: ['user-1', 'absent'],
    poolId: ['wspool-aaaaaaaaa', 'gone'],
    instanceId: ['i-00000000000000001', 'gone'],
    startedAfter: ['2020-01-01T00:00:00Z', 'no time'],
    startedBefore: ['2100-01-01T00:00:00Z'],
    representations: [
      ...references,
      ...arns.map((arn) => ({ __typename: 'Fleet', arn })),
      { __typename: 'User', userName: 'user-1' },
      { __typename: 'Pool', poolId: 'wspool-aaaaaaaaa' },
      { __typename: 'Fleet', arn: 7 },
      { __typename: 'PageInfo' },
    ],
  };
}

/** A caller with all scopes, or with some. */
export function randomCaller(random: Random): Caller {
  const scopes = random() < 0.6 ? ACCESS_SCOPES : ACCESS_SCOPES.filter(() => random() < 0.5);
  return { name: 'caller', user: 'user-1', scopes: new Set(scopes) };
}

/** Which of the two schemas a document is executed with, as the server decides. */
export const schemaFor = (document: string, api: GraphQLSchema, subgraph: GraphQLSchema): GraphQLSchema =>
  /\b_(?:entities|service)\b/.test(document) ? subgraph : api;
