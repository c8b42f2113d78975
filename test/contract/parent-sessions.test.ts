import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppStreamSession } from '../../emulator/world/state.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { edgesOf, followPages, PAGE } from '../support/pages.ts';
import { buildWorld, testAccountId } from '../support/world.ts';

const TYPES = ['API', 'SAML', 'USERPOOL', 'AWS_AD'] as const;
const USERS = ['alice', 'bob', 'Zoë M'] as const;
const PAIRS = [
  ['Design', 'design'],
  ['Design', 'office'],
  ['Office', 'office'],
] as const;
const NODES = ['i-00000000000000001', 'mi-0000000000000002f'] as const;
const POOL = 'wspool-ops000001';
const ownerOf = (user: string) => `arn:aws:sts::${testAccountId}:assumed-role/Ops/${user}`;

const builder = buildWorld()
  .fleet('design')
  .fleet('office')
  .fleet('closed', { State: 'STOPPED' })
  .stack('Design')
  .stack('Office')
  .stack('Empty');
builder.associate('Design', 'design', 'office').associate('Office', 'office').associate('Empty', 'closed');
for (const [stack, fleet] of PAIRS)
  for (const [number, AuthenticationType] of TYPES.entries())
    builder.appStreamSessions({
      ...{ stack, fleet, count: 2 + number, AuthenticationType },
      each: (index) => ({ UserId: USERS[(index + number) % USERS.length], InstanceId: `i-${(index + number) % 3}` }),
    });
for (const node of NODES) {
  builder
    .node(node)
    .ssmSessions({ count: 3, Target: node, each: (index) => ({ Owner: ownerOf(USERS[index % 2] as string) }) });
  builder.ssmSessions({ count: 5, state: 'History', Target: node, Owner: ownerOf('alice') });
}
builder
  .pool('Ops', { PoolId: POOL })
  .poolSessions({ pool: POOL, count: 7, each: (index) => ({ UserId: USERS[index % 3] }) });
const { world, location } = builder;
const all = [...location.appStreamSessions.values()];

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ world });
});
afterAll(() => gateway.close());

/** Arguments as literals of a document; those that are undefined are left out. */
const literal = (args: Record<string, unknown>) =>
  Object.entries(args)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) =>
        `${name}: ${name === 'authenticationType' || name === 'state' ? value : JSON.stringify(value)}`,
    )
    .join(', ');
const documentOf = (parent: string, args: Record<string, unknown>) =>
  `query ($first: Int, $after: String) { parent: ${parent} { sessions(${literal(args)}${Object.values(args).some((each) => each !== undefined) ? ', ' : ''}first: $first, after: $after) { edges { cursor node { sessionId } } ${PAGE} } } }`;

/** Follows the sessions of a parent to their end. */
async function sessionsOf(parent: string, args: Record<string, unknown>, first = 200) {
  const pages = await followPages(gateway, documentOf(parent, args), (data) => data.parent.sessions, first);
  expect(pages.slice(0, -1).every(({ edges }) => edges.length === first)).toBe(true);
  return edgesOf(pages).map(({ node }) => node.sessionId);
}

interface Condition {
  readonly StackName?: string;
  readonly FleetName?: string;
  readonly userId: string | null | undefined;
  readonly authenticationType: string | null | undefined;
  readonly instanceId: string | null | undefined;
}
const idsWhere = ({ userId, authenticationType, instanceId, ...names }: Condition) =>
  all
    .filter((session) =>
      Object.entries(names).every(
        ([name, value]) => value === undefined || session[name as keyof AppStreamSession] === value,
      ),
    )
    .filter(({ UserId }) => (userId ?? UserId) === UserId)
    .filter(({ AuthenticationType }) => (authenticationType ?? AuthenticationType) === AuthenticationType)
    .filter(({ InstanceId }) => (instanceId ?? InstanceId) === InstanceId)
    .map(({ Id }) => Id);

const maybe = <Value>(...values: readonly Value[]) =>
  fc.constantFrom<Value | null | undefined>(undefined, null, ...values);
const conditions = fc.record({
  userId: maybe(...USERS, 'carol'),
  authenticationType: maybe(...TYPES),
  instanceId: maybe('i-0', 'i-1', 'i-9'),
});
const first = fc.constantFrom(1, 3, 7, 200);

describe('The sessions of a fleet', () => {
  test('are those that its conditions leave of all, once each, for every page size', async () => {
    const parent = fc.constantFrom('design', 'office', 'closed');
    await fc.assert(
      fc.asyncProperty(
        parent,
        maybe('Design', 'Office', 'Empty', 'Unknown'),
        conditions,
        first,
        async (fleet, stackName, given, size) => {
          const expected = idsWhere({ FleetName: fleet, ...(stackName && { StackName: stackName }), ...given });
          const found = await sessionsOf(`fleet(name: "${fleet}")`, { stackName, ...given }, size);
          expect(found.toSorted()).toEqual(expected.toSorted());
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('The sessions of a stack', () => {
  test('are those that its conditions leave of all, once each, for every page size', async () => {
    const parent = fc.constantFrom('Design', 'Office', 'Empty');
    await fc.assert(
      fc.asyncProperty(
        parent,
        maybe('design', 'office', 'closed', 'unknown'),
        conditions,
        first,
        async (stack, fleetName, given, size) => {
          const expected = idsWhere({ StackName: stack, ...(fleetName && { FleetName: fleetName }), ...given });
          const found = await sessionsOf(`stack(name: "${stack}")`, { fleetName, ...given }, size);
          expect(found.toSorted()).toEqual(expected.toSorted());
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('The sessions of a managed node', () => {
  test.each(NODES)('are those of %s, active ones unless ended ones are asked for', async (node) => {
    const idsOf = (isActive: boolean) =>
      [...location.ssmSessions.values()]
        .filter(({ Target, EndDate }) => Target === node && (EndDate === undefined) === isActive)
        .map(({ SessionId }) => SessionId);
    const parent = `managedNode(instanceId: "${node}")`;
    for (const size of [1, 2, 200]) {
      expect(await sessionsOf(parent, {}, size)).toEqual(idsOf(true));
      expect(await sessionsOf(parent, { state: 'ACTIVE' }, size)).toEqual(idsOf(true));
      expect(await sessionsOf(parent, { state: 'HISTORY' }, size)).toEqual(idsOf(false));
    }
  });
});

describe('The sessions of a pool', () => {
  test.each([undefined, null, ...USERS, 'carol'])('of %j are those that AWS lists', async (userId) => {
    const expected = [...location.poolSessions.of(POOL)].filter(({ UserId }) => (userId ?? UserId) === UserId);
    for (const size of [2, 200])
      expect(await sessionsOf(`pool(poolId: "${POOL}")`, { userId }, size)).toEqual(
        expected.map(({ SessionId }) => SessionId),
      );
  });
});

describe('The sessions of a user', () => {
  const sessionsOfUser = async (args: string) => {
    const { data, errors } = await gateway.query(
      `{ user(userName: "ALICE") { sessions(${args}first: 200) { nodes { service sessionId user { userName } } incomplete } } }`,
    );
    expect([errors, data.user.sessions.incomplete]).toEqual([undefined, false]);
    for (const { user } of data.user.sessions.nodes) expect(user.userName).toBe('alice');
    return data.user.sessions.nodes
      .map(({ service, sessionId }: { service: string; sessionId: string }) => `${service} ${sessionId}`)
      .sort();
  };
  const expected = (services: readonly string[], includeHistory = false) =>
    [
      ...all.filter(({ UserId }) => UserId === 'alice').map(({ Id }) => `APPSTREAM ${Id}`),
      ...[...location.ssmSessions.values()]
        .filter(({ Owner, EndDate }) => Owner === ownerOf('alice') && (includeHistory || EndDate === undefined))
        .map(({ SessionId }) => `SSM ${SessionId}`),
      ...[...location.poolSessions.of(POOL)]
        .filter(({ UserId }) => UserId === 'alice')
        .map(({ SessionId }) => `WORKSPACES ${SessionId}`),
    ]
      .filter((key) => services.some((service) => key.startsWith(`${service} `)))
      .sort();
  const ALL = ['APPSTREAM', 'SSM', 'WORKSPACES'];

  test.each([
    ['', ALL, false],
    ['services: null, ', ALL, false],
    ['includeHistory: true, ', ALL, true],
    ['services: [SSM], ', ['SSM'], false],
    ['services: [SSM], includeHistory: true, ', ['SSM'], true],
    ['services: [WORKSPACES, APPSTREAM, APPSTREAM], includeHistory: true, ', ['WORKSPACES', 'APPSTREAM'], false],
    ['services: [], ', [], false],
  ] as const)('with `%s` are theirs in these services', async (args, services, includeHistory) => {
    expect(await sessionsOfUser(args)).toEqual(expected(services, includeHistory));
  });
});

describe('A cursor of the sessions of a parent', () => {
  const cursorOf = async (parent: string, args: Record<string, unknown>) =>
    (await gateway.query(documentOf(parent, args), { first: 1 })).data.parent.sessions.pageInfo.endCursor as string;
  const codeOf = async (parent: string, args: Record<string, unknown>, after: string) =>
    (await gateway.query(documentOf(parent, args), { first: 1, after })).errors?.[0]?.extensions.code;
  const LISTS = [
    ['fleet(name: "office")', {}],
    ['fleet(name: "office")', { stackName: 'Office' }],
    ['fleet(name: "office")', { authenticationType: 'SAML' }],
    ['fleet(name: "office")', { userId: 'alice' }],
    ['fleet(name: "design")', {}],
    ['stack(name: "Office")', {}],
    ['managedNode(instanceId: "i-00000000000000001")', {}],
    ['managedNode(instanceId: "i-00000000000000001")', { state: 'HISTORY' }],
    ['managedNode(instanceId: "mi-0000000000000002f")', {}],
    [`pool(poolId: "${POOL}")`, {}],
    [`pool(poolId: "${POOL}")`, { userId: 'alice' }],
  ] as const;

  test('is INVALID_CURSOR for every other parent and with any other argument', async () => {
    const cursors = await Promise.all(LISTS.map(([parent, args]) => cursorOf(parent, args)));
    expect(new Set(cursors).size).toBe(LISTS.length);
    for (const [at, [parent, args]] of LISTS.entries()) {
      const codes = await Promise.all(cursors.map((cursor) => codeOf(parent, args, cursor)));
      expect(codes).toEqual(LISTS.map((_, index) => (index === at ? undefined : 'INVALID_CURSOR')));
    }
  });
});
