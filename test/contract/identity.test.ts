import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeId } from '../../src/schema/ids/node-id.ts';
import { nodeKey } from '../../src/schema/relay/node.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld, testAccountId, testRegion } from '../support/world.ts';

const ODD_USERS = ['CORP\\alice', 'zoë 😀', '"quoted" \'user\'', '["a",null]', 'a/b+c=d&e', 'tab\tbed', 'jo'];

/** A resource of every Node type; sessions of users with ordinary and unusual names. */
function world() {
  return buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 3 })
    .appStreamSessions({
      stack: 'Design',
      fleet: 'design',
      count: ODD_USERS.length,
      each: (index) => ({ UserId: ODD_USERS[index], AuthenticationType: index % 2 ? 'SAML' : 'USERPOOL' }),
    })
    .node('i-00000000000000001')
    .node('mi-00000000000000002')
    .ssmSessions({ count: 3 })
    .ssmSessions({ count: 3, state: 'History' })
    .pool('Ops', { PoolId: 'wspool-aaaaaaaaa' })
    .poolSessions({ pool: 'Ops', count: 3 })
    .poolSessions({ pool: 'Ops', count: ODD_USERS.length, each: (index) => ({ UserId: ODD_USERS[index] }) }).world;
}

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway({ world: world() });
});
afterEach(() => gateway.close());

const SESSION = '__typename id ... on Session { sessionId status }';
const EVERYTHING = `{
  fleet: fleets { nodes { __typename id name } }
  stack: stacks { nodes { __typename id name } }
  managedNode: managedNodes { nodes { __typename id instanceId } }
  pool: pools { nodes { __typename id poolId } }
  appStream: stacks { nodes { sessions { nodes { ${SESSION} userId } } } }
  ssmActive: ssmSessions { nodes { ${SESSION} } }
  ssmEnded: ssmSessions(state: HISTORY) { nodes { ${SESSION} } }
  pooled: pools { nodes { sessions { nodes { ${SESSION} userId } } } }
}`;

interface Thing {
  readonly __typename: string;
  readonly id: string;
}

/** All resources of the world, by type. */
async function everything(from = gateway): Promise<Record<string, readonly Thing[]>> {
  const { data, errors } = await from.query(EVERYTHING);
  expect(errors).toBeUndefined();
  const { appStream, pooled, ...others } = data;
  const lists = { ...others, appStream: appStream.nodes[0].sessions, pooled: pooled.nodes[0].sessions };
  return Object.fromEntries(Object.entries(lists).map(([kind, list]) => [kind, (list as { nodes: Thing[] }).nodes]));
}

const BY_ID = `
  __typename id
  ... on Fleet { name }
  ... on Stack { name }
  ... on ManagedNode { instanceId }
  ... on Pool { poolId }
  ... on Session { sessionId status }
  ... on AppStreamSession { userId }
  ... on PoolSession { userId }`;

const NODE = `query ($id: ID!) { node(id: $id) { ${BY_ID} } }`;
const NODES = `query ($ids: [ID!]!) { nodes(ids: $ids) { ${BY_ID} } }`;

const idOf = (typename: string, ...parts: readonly (string | null)[]) =>
  encodeId(typename, nodeKey({ accountId: testAccountId, region: testRegion }, ...parts));

/** Types and keys of resources that do not exist. */
const GONE: readonly (readonly [string, ...(string | null)[]])[] = [
  ['Fleet', 'gone'],
  ['Stack', 'gone'],
  ['ManagedNode', 'i-0123456789abcdef0'],
  ['Pool', 'wspool-zzzzzzzzz'],
  ['SsmSession', 'absent-0123456789abcdef0'],
  ['AppStreamSession', 'Design', 'design', 'API', 'user-1', 'ffffffff-0000-4000-8000-000000000000'],
  ['AppStreamSession', 'Design', 'design', 'SAML', 'absent', 'ffffffff-0000-4000-8000-000000000000'],
  ['AppStreamSession', 'Gone', 'gone', null, 'user-1', 'ffffffff-0000-4000-8000-000000000000'],
  ['PoolSession', 'wspool-aaaaaaaaa', 'absent', 'ffffffff-0000-4000-8000-000000000000'],
];

/** Strings that the gateway never issued as ids, though they may look like one. */
const BAD = [
  '',
  'garbage',
  'Fleet:design',
  `${idOf('Fleet', 'design')}=`,
  idOf('Nothing', 'design'),
  idOf('Query'),
  idOf('Fleet'),
  idOf('Fleet', 'design', 'design'),
  idOf('PoolSession', 'wspool-aaaaaaaaa'),
  idOf('constructor', 'design'),
  encodeId('Fleet', `["${testAccountId}", "${testRegion}", "design"]`),
  encodeId('Fleet', `["${testAccountId}","${testRegion}","\\u0064esign"]`),
  encodeId('Fleet', `["${testAccountId}","${testRegion}",7]`),
  encodeId('Fleet', `["${testAccountId}",null,"design"]`),
  encodeId('Fleet', '[]'),
  encodeId('Fleet', '[not json]'),
];

describe('node(id:)', () => {
  test('finds everything that has an id, as the type it is', async () => {
    const found = await everything();
    expect(Object.values(found).every((things) => things.length > 0)).toBe(true);
    for (const thing of Object.values(found).flat()) {
      expect(await gateway.query(NODE, { id: thing.id })).toEqual({ data: { node: thing } });
    }
  });

  test.each(GONE.map((key) => ({ key })))('is null for a resource that does not exist: $key', async ({ key }) => {
    expect(await gateway.query(NODE, { id: idOf(...key) })).toEqual({ data: { node: null } });
  });

  test.each(BAD)('is INVALID_ID for %j, and AWS is not asked', async (id) => {
    const { data, errors } = await gateway.query(NODE, { id });
    expect(data).toEqual({ node: null });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['INVALID_ID']);
    expect(gateway.calls()).toEqual([]);
  });

  test('finds an SSM session that ended meanwhile under the same id', async () => {
    const { ssmActive = [] } = await everything();
    const [session] = [...gateway.emulator.world.location(testAccountId, testRegion).ssmSessions.values()];
    if (!session) throw new Error('No session.');
    session.Status = 'Terminated';
    const { data } = await gateway.query('query ($id: ID!) { node(id: $id) { id ... on Session { status } } }', {
      id: ssmActive[0]?.id,
    });
    expect(data.node).toEqual({ id: ssmActive[0]?.id, status: 'TERMINATED' });
  });

  test('finds a session whose authentication type AWS omits', async () => {
    gateway.emulator.quirks.absentMembers = ['AuthenticationType'];
    const { appStream = [] } = await everything();
    expect(appStream).toHaveLength(3 + ODD_USERS.length);
    const { data } = await gateway.query(NODES, { ids: appStream.map(({ id }) => id) });
    expect(data.nodes).toEqual(appStream);
  });
});

describe('nodes(ids:)', () => {
  test('finds resources of all types, in the order of the ids, repeated ids twice', async () => {
    const all = Object.values(await everything()).flat();
    const wanted = [...all.toReversed(), ...all.slice(0, 3)];
    expect(await gateway.query(NODES, { ids: wanted.map(({ id }) => id) })).toEqual({ data: { nodes: wanted } });
  });

  test('finds the others when one does not exist', async () => {
    const [fleet] = (await everything()).fleet ?? [];
    const { data, errors } = await gateway.query(NODES, { ids: [...GONE.map((key) => idOf(...key)), fleet?.id] });
    expect(errors).toBeUndefined();
    expect(data.nodes).toEqual([...GONE.map(() => null), fleet]);
  });

  test('finds the others when one is invalid: null, and an error with its path', async () => {
    const [fleet] = (await everything()).fleet ?? [];
    const [session] = (await everything()).ssmEnded ?? [];
    const { data, errors } = await gateway.query(NODES, { ids: [fleet?.id, 'garbage', session?.id, ''] });
    expect(data.nodes).toEqual([fleet, null, session, null]);
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['nodes', 1], 'INVALID_ID'],
      [['nodes', 3], 'INVALID_ID'],
    ]);
  });

  test('leaves the others alone when one service fails', async () => {
    const { fleet = [], managedNode = [] } = await everything();
    gateway.emulator.faults.push({ service: 'ssm', kind: 'error', code: 'AccessDeniedException' });
    const { data, errors } = await gateway.query(NODES, { ids: [managedNode[0]?.id, fleet[0]?.id] });
    expect(data.nodes).toEqual([null, fleet[0]]);
    expect(errors?.map(({ path }) => path)).toEqual([['nodes', 0]]);
  });

  test('takes none, 200 and no more', async () => {
    const { id } = ((await everything()).fleet ?? [])[0] as Thing;
    const ask = (count: number) => gateway.query(NODES, { ids: Array.from({ length: count }, () => id) });
    expect((await ask(0)).data.nodes).toEqual([]);
    expect((await ask(200)).data.nodes).toHaveLength(200);
    expect((await ask(201)).errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });
});

describe('An id', () => {
  test('is the same after a restart, and in another replica', async () => {
    const before = await everything();
    const other = await startGateway({ world: world(), cursorSecret: 'another process, another secret' });
    expect(await everything(other)).toEqual(before);
    const ids = Object.values(before).flatMap((things) => things.map(({ id }) => id));
    expect((await other.query(NODES, { ids })).data.nodes.map((node: Thing) => node.id)).toEqual(ids);
    await other.close();
  });

  test('is the same by every path to a resource', async () => {
    const session = 'nodes { id fleet { id } stack { id } }';
    const { data } = await gateway.query(`{
      fleet(name: "design") { id sessions(authenticationType: API) { ${session} } }
      stack(name: "Design") { id fleets { nodes { id } } sessions(authenticationType: API) { ${session} } }
      listed: appStreamSessions(stackName: "Design", fleetName: "design") { ${session} }
    }`);
    const { fleet, stack, listed } = data;
    expect(fleet.sessions).toEqual(listed);
    expect(stack.sessions).toEqual(listed);
    expect(stack.fleets.nodes).toEqual([{ id: fleet.id }]);
    expect(listed.nodes[0]).toMatchObject({ fleet: { id: fleet.id }, stack: { id: stack.id } });
  });

  test('is URL-safe and one of a kind', async () => {
    const ids = Object.values(await everything()).flatMap((things) => things.map(({ id }) => id));
    for (const id of ids) expect(id).toMatch(/^[\w-]+$/);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each([
    ['account', { accountId: '999999999999', region: testRegion }],
    ['region', { accountId: testAccountId, region: 'us-east-1' }],
  ])('of another %s is null, and AWS is not asked', async (_what, location) => {
    const id = encodeId('Fleet', nodeKey(location, 'design'));
    expect(await gateway.query(NODE, { id })).toEqual({ data: { node: null } });
    expect(gateway.emulator.count('DescribeFleets')).toBe(0);
  });

  test('carries its location, and `location` says it', async () => {
    const { data } = await gateway.query(
      '{ fleets { nodes { location { accountId region } } } ssmSessions { nodes { location { accountId region } } } }',
    );
    const location = { accountId: testAccountId, region: testRegion };
    expect(data.fleets.nodes[0]).toEqual({ location });
    expect(data.ssmSessions.nodes[0]).toEqual({ location });
  });
});
