import { afterEach, describe, expect, test } from 'vitest';
import { encodeId } from '../../src/schema/ids/node-id.ts';
import { nodeKey } from '../../src/schema/relay/node.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { firstScan } from '../support/live-query.ts';
import { startGuarded } from '../support/protected-gateway.ts';
import { buildWorld, testAccountId, testRegion } from '../support/world.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function start(builder: ReturnType<typeof buildWorld>): Promise<TestGateway> {
  const gateway = await startGateway({ world: builder.world });
  open.push(gateway);
  return gateway;
}

const idOf = (typename: string, key: string) =>
  encodeId(typename, nodeKey({ accountId: testAccountId, region: testRegion }, key));
const SESSION = idOf('WorkspaceSession', 'ws-000000001');

/** A WorkSpace in each connection state. */
const everyState = () =>
  buildWorld()
    .workspaces(1, { UserName: 'Alice', connection: { ConnectionState: 'CONNECTED' } })
    .workspaces(1, { UserName: 'Bob', connection: { ConnectionState: 'DISCONNECTED' } })
    .workspaces(1, { UserName: 'Carol', connection: { ConnectionState: 'UNKNOWN' } })
    .workspaces(1, { UserName: 'Dora', connection: null });

describe('A WorkSpace is a session while its user is connected', () => {
  test('with the id of the WorkSpace, its user, and no start time', async () => {
    const builder = everyState();
    const gateway = await start(builder);
    const { data, errors } = await gateway.query(`{ sessions { nodes {
      id service sessionId status startedAt expiresAt endedAt instanceId user { userName } location { accountId region }
      ... on WorkspaceSession {
        workspaceId connectionState connectionStateCheckTimestamp lastKnownUserConnectionTimestamp
        workspace { id workspaceId userName connection { connectionState } }
      }
    } } }`);
    expect(errors).toBeUndefined();
    const checked = builder.location.workspaceConnections.get('ws-000000001');
    expect(data.sessions.nodes).toEqual([
      {
        id: SESSION,
        service: 'WORKSPACES_PERSONAL',
        sessionId: 'ws-000000001',
        status: 'CONNECTED',
        startedAt: null,
        expiresAt: null,
        endedAt: null,
        instanceId: null,
        user: { userName: 'alice' },
        location: { accountId: testAccountId, region: testRegion },
        workspaceId: 'ws-000000001',
        connectionState: 'CONNECTED',
        connectionStateCheckTimestamp: checked?.ConnectionStateCheckTimestamp?.toISOString(),
        lastKnownUserConnectionTimestamp: checked?.LastKnownUserConnectionTimestamp?.toISOString(),
        workspace: {
          id: idOf('Workspace', 'ws-000000001'),
          workspaceId: 'ws-000000001',
          userName: 'Alice',
          connection: { connectionState: 'CONNECTED' },
        },
      },
    ]);
  });

  test.each([
    ['ws-000000001', true],
    ['ws-000000002', false],
    ['ws-000000003', false],
    ['ws-000000004', false],
    ['ws-000000009', false],
  ])('node finds the session of %s: %s', async (workspaceId, isFound) => {
    const gateway = await start(everyState());
    const { data, errors } = await gateway.query('query ($id: ID!) { node(id: $id) { __typename id } }', {
      id: idOf('WorkspaceSession', workspaceId),
    });
    expect(errors).toBeUndefined();
    expect(data.node).toEqual(
      isFound ? { __typename: 'WorkspaceSession', id: idOf('WorkspaceSession', workspaceId) } : null,
    );
  });

  test('and the others show their connection on the WorkSpace', async () => {
    const gateway = await start(everyState());
    const { data } = await gateway.query('{ workspaces { nodes { userName connection { connectionState } } } }');
    expect(data.workspaces.nodes).toEqual([
      { userName: 'Alice', connection: { connectionState: 'CONNECTED' } },
      { userName: 'Bob', connection: { connectionState: 'DISCONNECTED' } },
      { userName: 'Carol', connection: { connectionState: 'UNKNOWN' } },
      { userName: 'Dora', connection: null },
    ]);
  });
});

test('A user has the sessions of personal WorkSpaces beside those of other services', async () => {
  const builder = everyState();
  builder.pool('Ops').poolSessions({ pool: 'Ops', UserId: 'alice' });
  builder.node('i-00000000000000001').ssmSessions({ Owner: `arn:aws:sts::${testAccountId}:assumed-role/Ops/ALICE` });
  const gateway = await start(builder);
  const { data } = await gateway.query('{ user(userName: "alice") { sessions { nodes { service } } } }');
  expect(data.user.sessions.nodes.map(({ service }: { service: string }) => service)).toEqual([
    'SSM',
    'WORKSPACES',
    'WORKSPACES_PERSONAL',
  ]);
});

test('liveSessions has them, counted and searched by user', async () => {
  const gateway = await start(everyState());
  await firstScan(gateway);
  const { data, errors } = await gateway.query(`{
    liveSessions(filter: { services: [WORKSPACES_PERSONAL] }) {
      totalCount incomplete nodes { sessionId startedAt ... on WorkspaceSession { workspace { userName } } }
      facet(by: SERVICE) { values { value count } } sources { label }
    }
    alice: liveSessions(filter: { userName: "ALICE" }) { totalCount }
  }`);
  expect(errors).toBeUndefined();
  expect(data.liveSessions).toEqual({
    totalCount: 1,
    incomplete: false,
    nodes: [{ sessionId: 'ws-000000001', startedAt: null, workspace: { userName: 'Alice' } }],
    facet: { values: [{ value: 'WORKSPACES_PERSONAL', count: 1 }] },
    sources: [{ label: 'WorkSpaces Personal eu-west-1' }],
  });
  expect(data.alice.totalCount).toBe(1);
});

test('A WorkSpace that is assigned to no user has no user', async () => {
  const gateway = await start(buildWorld().workspaces(1, { UserName: '[UNDEFINED]', WorkspaceName: 'kiosk' }));
  const { data } = await gateway.query('{ sessions { nodes { sessionId user { userName } } } }');
  expect(data.sessions.nodes).toEqual([{ sessionId: 'ws-000000001', user: null }]);
});

test('Terminating a session is NOT_SUPPORTED before any call, and harms no other', async () => {
  const builder = everyState();
  builder.node('i-00000000000000001').ssmSessions();
  const gateway = await start(builder);
  const one =
    'mutation ($id: ID!) { terminateSession(input: { id: $id }) { outcome userErrors { code message field } } }';
  const { data, errors } = await gateway.query(one, { id: SESSION });
  expect(errors).toBeUndefined();
  expect(data.terminateSession).toEqual({
    outcome: null,
    userErrors: [
      {
        code: 'NOT_SUPPORTED',
        message: 'WorkSpaces Personal has no call that terminates a session.',
        field: ['input', 'id'],
      },
    ],
  });
  expect(gateway.calls()).toEqual([]);

  const shell = [...builder.location.ssmSessions.keys()].map((id) => idOf('SsmSession', id));
  const many =
    'mutation ($ids: [ID!]!) { terminateSessions(input: { ids: $ids }) { results { outcome userErrors { code } } } }';
  const { data: both } = await gateway.query(many, { ids: [SESSION, ...shell] });
  expect(both.terminateSessions.results).toEqual([
    { outcome: null, userErrors: [{ code: 'NOT_SUPPORTED' }] },
    { outcome: 'TERMINATED', userErrors: [] },
  ]);
  expect(gateway.calls().filter(({ service }) => service === 'workspaces')).toEqual([]);
});

describe('Who is connected is session data', () => {
  const DOCUMENT = '{ workspaces { nodes { userName connection { connectionState } } } }';

  test('reading WorkSpaces does not suffice for their connections', async () => {
    const guarded = await startGuarded({ world: everyState().world });
    open.push(guarded);
    const { data, errors } = await guarded.ask(DOCUMENT, { scopes: ['fleets:read'] });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(Array(4).fill('FORBIDDEN'));
    expect(data.workspaces.nodes[0]).toEqual({ userName: 'Alice', connection: null });
  });

  test('self-scoped callers see their own only', async () => {
    const builder = buildWorld()
      .workspaces(1, { UserName: 'Alice@example.com' })
      .workspaces(1, { UserName: 'bob@example.com' });
    const guarded = await startGuarded({ world: builder.world });
    open.push(guarded);
    const { data, errors } = await guarded.ask(DOCUMENT, { scopes: ['fleets:read', 'sessions:read:own'] });
    expect(errors).toBeUndefined();
    expect(data.workspaces.nodes.map(({ connection }: { connection: unknown }) => connection)).toEqual([
      { connectionState: 'CONNECTED' },
      null,
    ]);
    const { data: all } = await guarded.ask(DOCUMENT, { scopes: ['fleets:read', 'sessions:read'] });
    expect(all.workspaces.nodes[1].connection).toEqual({ connectionState: 'CONNECTED' });
  });
});

test('A router finds a WorkSpace by workspaceId in any location, and a session by id', async () => {
  const builder = everyState().at(testAccountId, 'us-east-1').workspaces(1);
  const gateway = await startGateway({ world: builder.world, scopes: [{ regions: [testRegion, 'us-east-1'] }] });
  open.push(gateway);
  const { data, errors } = await gateway.query(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Workspace { workspaceId location { region } } ... on WorkspaceSession { sessionId status }
    } }`,
    {
      representations: [
        { __typename: 'Workspace', workspaceId: 'ws-000000005' },
        { __typename: 'Workspace', workspaceId: 'ws-999999999' },
        { __typename: 'Workspace', id: idOf('Workspace', 'ws-000000002') },
        { __typename: 'WorkspaceSession', id: SESSION },
      ],
    },
  );
  expect(errors).toBeUndefined();
  expect(data._entities).toEqual([
    { workspaceId: 'ws-000000005', location: { region: 'us-east-1' } },
    null,
    { workspaceId: 'ws-000000002', location: { region: testRegion } },
    { sessionId: 'ws-000000001', status: 'CONNECTED' },
  ]);
});
