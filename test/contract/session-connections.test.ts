import { afterEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { edgesOf, followPages, PAGE } from '../support/pages.ts';
import { start } from '../support/plain-shapes.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const TYPES = ['API', 'SAML', 'USERPOOL', 'AWS_AD'] as const;

/** Two stacks, two fleets, all associated; users of every authentication type, `per` of each on each pair. */
function crowd(per = 2) {
  const told = buildWorld()
    .fleet('design')
    .fleet('office')
    .fleet('lonely')
    .stack('Design')
    .stack('Office')
    .stack('Lonely');
  told.associate('Design', 'design', 'office').associate('Office', 'design', 'office');
  for (const stack of ['Design', 'Office']) {
    for (const fleet of ['design', 'office']) {
      for (const AuthenticationType of TYPES) {
        told.appStreamSessions({
          stack,
          fleet,
          count: per,
          AuthenticationType,
          each: (index) => ({ UserId: `user-${index}`, InstanceId: `i-0000000000000000${index}` }),
        });
      }
    }
  }
  return told;
}

interface SessionNode {
  readonly sessionId: string;
  readonly stackName: string;
  readonly fleetName: string;
  readonly userId: string;
  readonly authenticationType: string;
  readonly instanceId: string;
}

const SESSION = 'sessionId stackName fleetName userId authenticationType instanceId';

async function sessionsOf(field: 'fleet' | 'stack', name: string, args: string, first = 7): Promise<SessionNode[]> {
  const pages = await followPages(
    gateway,
    `query ($first: Int, $after: String) {
      ${field}(name: "${name}") { sessions(first: $first, after: $after, ${args}) { ${PAGE} edges { cursor node { ${SESSION} } } } }
    }`,
    (data) => data[field].sessions,
    first,
  );
  return edgesOf(pages).map(({ node }) => node as unknown as SessionNode);
}

/** The same from the world itself, as a set: what AWS would have to give in total. */
function inTheWorld(world: ReturnType<typeof crowd>, isWanted: (session: SessionNode) => boolean): string[] {
  return [...world.location.appStreamSessions.values()]
    .filter(({ StackName, FleetName, UserId, AuthenticationType = '', InstanceId = '', Id }) =>
      isWanted({
        sessionId: Id,
        stackName: StackName,
        fleetName: FleetName,
        userId: UserId,
        authenticationType: AuthenticationType,
        instanceId: InstanceId,
      }),
    )
    .map(({ Id }) => Id)
    .sort();
}

const CONDITIONS: readonly (readonly [args: string, holds: (session: SessionNode) => boolean])[] = [
  ['', () => true],
  ['authenticationType: SAML', (session) => session.authenticationType === 'SAML'],
  ['authenticationType: null', () => true],
  ['userId: "user-1"', (session) => session.userId === 'user-1'],
  [
    'userId: "user-1", authenticationType: API',
    (session) => session.userId === 'user-1' && session.authenticationType === 'API',
  ],
  ['userId: "absent"', () => false],
  ['instanceId: "i-00000000000000000"', (session) => session.instanceId === 'i-00000000000000000'],
  [
    'userId: "user-0", instanceId: "i-00000000000000001"',
    (session) => session.userId === 'user-0' && session.instanceId === 'i-00000000000000001',
  ],
];

describe.each([
  ['users of streaming URLs only, as documented', true],
  ['all users, as public tools see', false],
])('Where AWS lists by default %s', (_reading, sessionsDefaultToApiUsers) => {
  test.each(CONDITIONS)('a fleet has the sessions of all its stacks, once each (%s)', async (args, holds) => {
    const world = crowd();
    gateway = await startGateway({ world: world.world, quirks: { sessionsDefaultToApiUsers } });
    const found = await sessionsOf('fleet', 'design', args);
    const wanted = inTheWorld(world, (session) => session.fleetName === 'design' && holds(session));
    expect(found.map(({ sessionId }) => sessionId).sort()).toEqual(wanted);
  });

  test.each(CONDITIONS)('a stack has the sessions of all its fleets, once each (%s)', async (args, holds) => {
    const world = crowd();
    gateway = await startGateway({ world: world.world, quirks: { sessionsDefaultToApiUsers } });
    const found = await sessionsOf('stack', 'Office', args);
    const wanted = inTheWorld(world, (session) => session.stackName === 'Office' && holds(session));
    expect(found.map(({ sessionId }) => sessionId).sort()).toEqual(wanted);
  });

  test('a fleet by stack, and a stack by fleet, has those of the pair', async () => {
    const world = crowd();
    gateway = await startGateway({ world: world.world, quirks: { sessionsDefaultToApiUsers } });
    const wanted = inTheWorld(world, (session) => session.fleetName === 'design' && session.stackName === 'Office');
    const ofFleet = await sessionsOf('fleet', 'design', 'stackName: "Office"');
    const ofStack = await sessionsOf('stack', 'Office', 'fleetName: "design"');
    expect(ofFleet.map(({ sessionId }) => sessionId).sort()).toEqual(wanted);
    expect(ofStack).toEqual(ofFleet);
  });

  test('the order is the same for every size of page, and long lists are whole', async () => {
    const world = crowd(60);
    gateway = await startGateway({ world: world.world, quirks: { sessionsDefaultToApiUsers } });
    const whole = await sessionsOf('fleet', 'office', '', 200);
    expect(whole.map(({ sessionId }) => sessionId).sort()).toEqual(
      inTheWorld(world, (session) => session.fleetName === 'office'),
    );
    expect(await sessionsOf('fleet', 'office', '', 33)).toEqual(whole);
    expect(await sessionsOf('fleet', 'office', '', 50)).toEqual(whole);
  });

  test('one listing is what AWS gives: with a type its users, without one as AWS reads it', async () => {
    const world = crowd();
    gateway = await startGateway({ world: world.world, quirks: { sessionsDefaultToApiUsers } });
    const listing = (args: string) =>
      `appStreamSessions(stackName: "Design", fleetName: "design"${args}) { nodes { authenticationType } }`;
    const { data } = await gateway.query(`{ plain: ${listing('')} saml: ${listing(', authenticationType: SAML')} }`);
    const typesOf = ({ nodes }: { nodes: SessionNode[] }) => nodes.map((node) => node.authenticationType);
    expect(typesOf(data.saml)).toEqual(['SAML', 'SAML']);
    expect(new Set(typesOf(data.plain))).toEqual(new Set(sessionsDefaultToApiUsers ? ['API'] : TYPES));
  });
});

test('A fleet without stacks, and a stack without fleets, has no sessions', async () => {
  gateway = await startGateway({ world: crowd().world });
  expect(await sessionsOf('fleet', 'lonely', '')).toEqual([]);
  expect(await sessionsOf('stack', 'Lonely', '')).toEqual([]);
});

test('A condition that cannot be is BAD_USER_INPUT', async () => {
  gateway = await startGateway({ world: crowd().world });
  const bad = ['userId: "x"', 'stackName: "no such!"', 'authenticationType: UNKNOWN'];
  for (const args of bad) {
    const { errors } = await gateway.query(`{ fleet(name: "design") { sessions(${args}) { nodes { sessionId } } } }`);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  }
});

describe('Shell sessions', () => {
  const [one, two] = ['i-00000000000000001', 'i-00000000000000002'];
  const world = () =>
    buildWorld()
      .node(one)
      .node(two)
      .ssmSessions({ count: 30, each: (index) => ({ Target: index % 3 ? one : two }) })
      .ssmSessions({ count: 30, state: 'History', each: (index) => ({ Target: index % 3 ? one : two }) })
      .ssmSessions({ Status: 'Disconnected', AccessType: 'JustInTime', Owner: 'arn:aws:iam::1:user/zoë', Target: two });

  test.each([
    ['', 'Connected', 20],
    ['state: ACTIVE', 'Connected', 20],
    ['state: HISTORY', 'Terminated', 20],
  ])('of a machine are its own, with its state (%s)', async (state, status, count) => {
    gateway = await startGateway({ world: world().world });
    const { data, errors } = await gateway.query(
      `{ managedNode(instanceId: "${one}") { sessions(first: 50${state && `, ${state}`}) { nodes { target status } } } }`,
    );
    expect(errors).toBeUndefined();
    const word = status.toUpperCase();
    expect(data.managedNode.sessions.nodes).toEqual(
      Array.from({ length: count }, () => ({ target: one, status: word })),
    );
  });

  test.each([
    ['[]', 31],
    [`[{ key: TARGET, value: "${two}" }]`, 11],
    ['[{ key: STATUS, value: "Disconnected" }]', 1],
    ['[{ key: ACCESS_TYPE, value: "JustInTime" }]', 1],
    ['[{ key: OWNER, value: "arn:aws:iam::1:user/zoë" }]', 1],
    [`[{ key: TARGET, value: "${two}" }, { key: ACCESS_TYPE, value: "Standard" }]`, 10],
    [`[{ key: TARGET, value: "${one}" }, { key: STATUS, value: "Disconnected" }]`, 0],
    [`[{ key: INVOKED_BEFORE, value: "${new Date(start - 3_600_000).toISOString()}" }]`, 0],
    [`[{ key: INVOKED_AFTER, value: "${new Date(start - 3_600_000).toISOString()}" }]`, 31],
  ])('are filtered by %s', async (filters, count) => {
    gateway = await startGateway({ world: world().world });
    const { data, errors } = await gateway.query(
      `{ ssmSessions(first: 50, filters: ${filters}) { nodes { sessionId } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.ssmSessions.nodes).toHaveLength(count);
  });

  test('are filtered by their id, from variables', async () => {
    const told = world();
    gateway = await startGateway({ world: told.world });
    const [id] = told.location.ssmSessions.keys();
    const { data } = await gateway.query(
      'query ($filters: [SsmSessionFilter!]) { ssmSessions(filters: $filters) { nodes { sessionId } } }',
      { filters: [{ key: 'SESSION_ID', value: id }] },
    );
    expect(data.ssmSessions.nodes).toEqual([{ sessionId: id }]);
  });
});

describe('Pool sessions', () => {
  const users = ['alice', 'CORP\\bob', 'zoë 😀'];
  const world = () =>
    buildWorld()
      .pool('Ops')
      .pool('Dev')
      .poolSessions({ pool: 'Ops', count: 30, each: (index) => ({ UserId: users[index % 3] }) })
      .poolSessions({ pool: 'Dev', count: 3, UserId: 'alice' });

  const asked: readonly (readonly [userId: string | null, count: number])[] = [
    [null, 30],
    ...users.map((user) => [user, 10] as const),
    ['absent', 0],
  ];

  test.each(asked)('of the user %j, or of all, are %i', async (userId, count) => {
    const told = world();
    gateway = await startGateway({ world: told.world });
    const { data, errors } = await gateway.query(
      `query ($poolId: String!, $userId: String) {
        pool(poolId: $poolId) { sessions(first: 50, userId: $userId) { nodes { userId poolId } } }
        poolSessions(poolId: $poolId, userId: $userId, first: 50) { nodes { userId poolId } }
      }`,
      { poolId: told.poolId('Ops'), userId },
    );
    expect(errors).toBeUndefined();
    const { nodes } = data.pool.sessions;
    expect(nodes).toHaveLength(count);
    expect(data.poolSessions.nodes).toEqual(nodes);
    for (const node of nodes) expect(node).toEqual({ userId: userId ?? node.userId, poolId: told.poolId('Ops') });
  });
});
