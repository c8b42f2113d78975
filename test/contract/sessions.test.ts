import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { idsIn, idsOf, SESSIONS, sessionsPage, sessionsPages, standing } from '../support/sessions.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const TYPES = ['API', 'SAML', 'USERPOOL', 'AWS_AD'] as const;

/** Two stacks on one fleet, one of them on a second; users of every type; shells; two pools. 150 sessions. */
function crowd() {
  const told = buildWorld()
    .fleet('design-cpu')
    .fleet('design-gpu')
    .fleet('unused')
    .fleet('resting', { State: 'STOPPED' })
    .stack('Design')
    .stack('Office')
    .associate('Design', 'design-cpu', 'design-gpu', 'resting')
    .associate('Office', 'design-gpu');
  for (const [stack, fleet] of [
    ['Design', 'design-cpu'],
    ['Design', 'design-gpu'],
    ['Office', 'design-gpu'],
  ] as const)
    for (const AuthenticationType of TYPES) told.appStreamSessions({ stack, fleet, count: 6, AuthenticationType });
  return told
    .node('i-00000000000000001')
    .ssmSessions({ count: 58 })
    .ssmSessions({ count: 5, state: 'History' })
    .pool('Dev')
    .pool('Ops')
    .poolSessions({ pool: 'Dev', count: 5 })
    .poolSessions({ pool: 'Ops', count: 15 }).world;
}

const calls = () => gateway.emulator.calls.map(({ service, operation }) => `${service} ${operation}`);

describe('All sessions are one list', () => {
  test.each([1, 7, 50, 200])('in the same order, once each, for `first: %i`', async (first) => {
    const world = crowd();
    gateway = await startGateway({ world });
    const whole = idsOf([await sessionsPage(gateway)]);
    expect(whole.toSorted()).toEqual(idsIn(world).toSorted());
    const pages = await sessionsPages(gateway, { first });
    expect(idsOf(pages)).toEqual(whole);
    for (const page of pages.slice(0, -1)) expect(page.edges).toHaveLength(first);
    for (const page of pages) expect(page.incomplete).toBe(false);
  });

  test('and so on from the cursor of any edge', async () => {
    gateway = await startGateway({ world: crowd() });
    const [page] = await sessionsPages(gateway);
    const all = idsOf(page ? [page] : []);
    for (const [index, { cursor }] of (page?.edges ?? []).entries()) {
      const next = await sessionsPage(gateway, { first: 3, after: cursor });
      expect(idsOf([next])).toEqual(all.slice(index + 1, index + 4));
      expect(next.pageInfo.hasNextPage).toBe(all.length > index + 4);
    }
  });

  test('and a page says whether another stands before it', async () => {
    gateway = await startGateway({ world: crowd() });
    const document = `query ($after: String) {
      sessions(first: 2, after: $after) { edges { cursor } pageInfo { hasPreviousPage startCursor endCursor } }
    }`;
    const { sessions: first } = (await gateway.query(document)).data;
    const { sessions: next } = (await gateway.query(document, { after: first.pageInfo.endCursor })).data;
    expect([first, next].map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual([false, true]);
    for (const { edges, pageInfo } of [first, next]) expect(pageInfo.startCursor).toBe(edges[0].cursor);
  });

  test('with odd pages too: empty ones with a token, tokens after the last, an empty string as the last', async () => {
    const world = crowd();
    const quirks = { emptyPageEvery: 2, tokenAfterLastPage: true, emptyStringAsLastToken: true, unsizedPageLength: 1 };
    gateway = await startGateway({ world, quirks });
    const pages = await sessionsPages(gateway, { first: 7 });
    expect(idsOf(pages).toSorted()).toEqual(idsIn(world).toSorted());
    for (const page of pages) expect(page.edges).not.toEqual([]);
  });

  test('of all types, with what they have in common and what they have not', async () => {
    gateway = await startGateway({ world: crowd() });
    const { data, errors } = await gateway.query(`{
      sessions(first: 200) { nodes {
        __typename id sessionId service status startedAt instanceId location { accountId region } user { userName }
        ... on AppStreamSession { stackName fleetName fleet { name } stack { name } }
        ... on SsmSession { target managedNode { instanceId } }
        ... on PoolSession { pool { poolName } }
      } }
    }`);
    expect(errors).toBeUndefined();
    const first = (typename: string) =>
      data.sessions.nodes.find(({ __typename }: { __typename: string }) => __typename === typename);
    const location = { accountId: '123456789012', region: 'eu-west-1' };
    const startedAt = '2026-11-02T08:50:00.000Z';
    expect(first('AppStreamSession')).toMatchObject({
      service: 'APPSTREAM',
      status: 'CONNECTED',
      startedAt,
      location,
      stackName: 'Design',
      fleet: { name: 'design-cpu' },
      stack: { name: 'Design' },
    });
    expect(first('SsmSession')).toMatchObject({
      service: 'SSM',
      status: 'CONNECTED',
      startedAt,
      location,
      instanceId: 'i-00000000000000001',
      managedNode: { instanceId: 'i-00000000000000001' },
    });
    expect(first('PoolSession')).toMatchObject({
      service: 'WORKSPACES',
      startedAt,
      location,
      pool: { poolName: 'Dev' },
    });
    expect(first('PoolSession').user.userName).toMatch(/^user-\d+$/);
    const ids = data.sessions.nodes.map(({ id }: { id: string }) => id);
    const again = await gateway.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ids.slice(0, 100) });
    expect(again.data.nodes.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 100));
  });
});

describe('`sources`', () => {
  test('name every source once, and say that all was served', async () => {
    gateway = await startGateway({ world: crowd() });
    const page = await sessionsPage(gateway);
    expect(standing(page)).toEqual([
      'AppStream eu-west-1 stack Design / fleet design-cpu: COMPLETE',
      'AppStream eu-west-1 stack Design / fleet design-gpu: COMPLETE',
      'AppStream eu-west-1 stack Office / fleet design-gpu: COMPLETE',
      'AppStream eu-west-1: COMPLETE',
      'SSM eu-west-1: COMPLETE',
      'WorkSpaces Pools eu-west-1 pool Dev: COMPLETE',
      'WorkSpaces Pools eu-west-1 pool Ops: COMPLETE',
      'WorkSpaces Personal eu-west-1: COMPLETE',
    ]);
    expect(page.incomplete).toBe(false);
  });

  test('say where there is more; what may be found yet stands as one', async () => {
    gateway = await startGateway({ world: crowd() });
    const page = await sessionsPage(gateway, { first: 30 });
    expect(standing(page)).toEqual([
      'AppStream eu-west-1 stack Design / fleet design-cpu: COMPLETE',
      'AppStream eu-west-1 stack Design / fleet design-gpu: MORE',
      'AppStream eu-west-1 stack Office / fleet design-gpu: MORE',
      'AppStream eu-west-1: MORE',
      'SSM eu-west-1: MORE',
      'WorkSpaces Pools eu-west-1: MORE',
      'WorkSpaces Personal eu-west-1: MORE',
    ]);
    expect(page.incomplete).toBe(false);
  });

  test('of a later page say, too, what was served before it', async () => {
    gateway = await startGateway({ world: crowd() });
    const last = (await sessionsPages(gateway, { first: 30 })).at(-1);
    const services = ['AppStream', 'SSM', 'WorkSpaces'];
    const told = last ? standing(last) : [];
    expect(services.filter((service) => told.some((line) => line.startsWith(service)))).toEqual(services);
    expect(told.filter((line) => !line.endsWith(': COMPLETE'))).toEqual([]);
  });

  test('cost nothing where they are not asked for: the list alone reads no more than the page', async () => {
    gateway = await startGateway({ world: crowd() });
    await gateway.query('{ sessions(first: 200) { nodes { sessionId } } }');
    const all = calls().length;
    await gateway.close();
    gateway = await startGateway({ world: crowd() });
    await gateway.query('{ sessions(first: 1) { nodes { sessionId } } }');
    expect(calls().length).toBeLessThan(all);
  });
});

describe('A cursor is bound to the filter', () => {
  test('used with another it is INVALID_CURSOR', async () => {
    gateway = await startGateway({ world: crowd() });
    const filters = [{}, { services: ['SSM'] }, { includeHistory: true }, { userName: 'user-1' }];
    const { pageInfo } = await sessionsPage(gateway, { first: 1 });
    for (const filter of filters) {
      const { errors } = await gateway.query(SESSIONS, { filter, first: 1, after: pageInfo.endCursor });
      const codes = errors?.map(({ extensions }) => extensions.code);
      expect(codes).toEqual(filter === filters[0] ? undefined : ['INVALID_CURSOR']);
    }
  });

  test('altered or garbled, or of another field, it is INVALID_CURSOR', async () => {
    gateway = await startGateway({ world: crowd() });
    const { pageInfo } = await sessionsPage(gateway, { first: 1 });
    const { data } = await gateway.query('{ ssmSessions(first: 1) { pageInfo { endCursor } } }');
    for (const after of ['garbage', `${pageInfo.endCursor}x`, data.ssmSessions.pageInfo.endCursor]) {
      const { errors } = await gateway.query(SESSIONS, { after });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['INVALID_CURSOR']);
    }
  });

  test('and is the same however the filter is written', async () => {
    gateway = await startGateway({ world: crowd() });
    const one = await sessionsPage(gateway, { first: 1, filter: { userName: 'USER-1', services: null } });
    const other = await sessionsPage(gateway, { first: 1, filter: { includeHistory: null, userName: 'user-1' } });
    expect(other.pageInfo).toEqual(one.pageInfo);
  });
});

test('`first: 0` is no edges, no next page and no call', async () => {
  gateway = await startGateway({ world: crowd() });
  expect(await sessionsPage(gateway, { first: 0 })).toEqual({
    edges: [],
    pageInfo: { hasNextPage: false, endCursor: null },
    incomplete: false,
    sources: [],
  });
  expect(calls()).toEqual([]);
});

test('An empty world is an empty list, and complete', async () => {
  gateway = await startGateway();
  const page = await sessionsPage(gateway);
  expect(page).toMatchObject({ edges: [], pageInfo: { hasNextPage: false, endCursor: null }, incomplete: false });
  expect(standing(page)).toEqual([
    'AppStream eu-west-1: COMPLETE',
    'SSM eu-west-1: COMPLETE',
    'WorkSpaces Pools eu-west-1: COMPLETE',
    'WorkSpaces Personal eu-west-1: COMPLETE',
  ]);
});

describe('What it costs', () => {
  test('a fleet that is STOPPED is not asked for its stacks, nor for sessions', async () => {
    const { world } = buildWorld()
      .fleet('resting', { State: 'STOPPED' })
      .fleet('design')
      .stack('Design')
      .associate('Design', 'design', 'resting');
    gateway = await startGateway({ world });
    await sessionsPage(gateway, { filter: { services: ['APPSTREAM'] } });
    expect(calls().filter((call) => call.startsWith('appstream'))).toEqual([
      'appstream DescribeFleets',
      'appstream ListAssociatedStacks',
      ...TYPES.map(() => 'appstream DescribeSessions'),
    ]);
    expect(JSON.stringify(gateway.emulator.calls)).not.toContain('resting');
  });

  test('what was read ahead is not asked of AWS again when the cursor is followed', async () => {
    gateway = await startGateway({ world: crowd() });
    await sessionsPage(gateway);
    const whole = calls().toSorted();
    await gateway.close();
    gateway = await startGateway({ world: crowd() });
    await sessionsPages(gateway, { first: 7 });
    expect(calls().toSorted()).toEqual(whole);
  });
});

describe.each([
  ['users of streaming URLs only, as documented', true],
  ['all users, as public tools see', false],
])('Where AWS lists by default %s', (_reading, sessionsDefaultToApiUsers) => {
  const listed = async () => {
    const { data } = await gateway.query(
      '{ sessions(first: 200, filter: { services: [APPSTREAM] }) { nodes { ... on AppStreamSession { authenticationType } } } }',
    );
    return data.sessions.nodes.map((node: { authenticationType: string }) => node.authenticationType) as string[];
  };

  test('users of every authentication type are listed once', async () => {
    gateway = await startGateway({ world: crowd(), quirks: { sessionsDefaultToApiUsers } });
    expect((await listed()).toSorted()).toEqual(TYPES.flatMap((type) => Array(18).fill(type)).toSorted());
  });

  test('those of the authentication types in use, where that is configured', async () => {
    const authenticationTypes = ['API', 'SAML'] as const;
    gateway = await startGateway({ world: crowd(), quirks: { sessionsDefaultToApiUsers }, authenticationTypes });
    expect((await listed()).toSorted()).toEqual(authenticationTypes.flatMap((type) => Array(18).fill(type)).toSorted());
    expect(gateway.emulator.count('DescribeSessions', 'appstream')).toBe(6);
  });
});

test('A page of 200 edges with cursors stays small under gzip, with tokens of 2,000 characters', async () => {
  const { world } = buildWorld().stack('Design').fleet('design').associate('Design', 'design').appStreamSessions({
    stack: 'Design',
    fleet: 'design',
    count: 500,
  });
  gateway = await startGateway({ world, quirks: { tokenLength: 2_000 } });
  const [, second] = await sessionsPages(gateway, { first: 200 });
  expect(second?.edges).toHaveLength(200);
  const answer = JSON.stringify(second);
  expect(answer.length).toBeGreaterThan(400_000);
  expect(gzipSync(answer).length).toBeLessThan(answer.length / 15);
});
