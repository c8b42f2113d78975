import { afterEach, expect, test } from 'vitest';
import { person, startCompany, type TestCompany } from '../support/company.ts';
import { buildWorld } from '../support/world.ts';

let company: TestCompany;
afterEach(() => company.close());

/** Alice in each service, each of which spells her in its own way; and sessions of others, more than one page of AWS's. */
const world = () =>
  buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 60 })
    .appStreamSessions({ stack: 'Design', fleet: 'design', UserId: 'alice' })
    .ssmSessions({ Owner: 'arn:aws:sts::1:assumed-role/Ops/alice@example.com' })
    .ssmSessions({ count: 20, each: (index) => ({ Owner: `arn:aws:iam::1:user/${index % 2 ? 'bob' : 'carol'}` }) })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', UserId: 'Alice@example.com' })
    .poolSessions({ pool: 'Ops', UserId: 'bob@example.com' }).world;

const people = [
  person('alice', 'Design'),
  person('bob', 'Design'),
  person('carol', 'Trading'),
  person('dan', 'Trading'),
];

/** Each list once, page by page: AppStream's for each way of signing in. */
const EACH_LIST_ONCE = {
  'appstream DescribeFleets': 1,
  'appstream ListAssociatedStacks': 1,
  'appstream DescribeSessions': 5,
  'ssm DescribeSessions': 1,
  'workspaces DescribeWorkspacesPools': 1,
  'workspaces DescribeWorkspacesPoolSessions': 1,
  'workspaces DescribeWorkspacesConnectionStatus': 1,
};

test('people with their sessions are one request to the gateway, and read each list once for all of them', async () => {
  company = await startCompany({ people }, { world: world() });
  const { data, errors } = await company.query(
    '{ people { displayName sessions(first: 50) { nodes { service } incomplete pageInfo { hasNextPage } } } }',
  );
  expect(errors).toBeUndefined();
  const services = data.people.map(({ sessions }: { sessions: { nodes: { service: string }[] } }) =>
    sessions.nodes.map(({ service }) => service),
  );
  expect(services).toEqual([
    ['APPSTREAM', 'SSM', 'WORKSPACES'],
    [...Array(10).fill('SSM'), 'WORKSPACES'],
    Array(10).fill('SSM'),
    [],
  ]);
  expect(company.calls()).toEqual(EACH_LIST_ONCE);
  expect(company.requests).toEqual({ sessions: 1, directory: 1 });
});

test("sessions with their person's team cost what sessions alone cost", async () => {
  const document = (user: string) => `{ sessions(first: 200) { nodes { sessionId user { ${user} } } } }`;
  company = await startCompany({ people }, { world: world() });
  await company.query(document('userName'));
  const alone = company.calls();
  await company.close();

  company = await startCompany({ people }, { world: world() });
  const { data, errors } = await company.query(document('userName displayName team { name }'));
  expect(errors).toBeUndefined();
  expect(data.sessions.nodes).toHaveLength(84);
  const alices = data.sessions.nodes.filter(({ user }: { user: { displayName: string } }) => user.displayName);
  expect(alices[0].user).toEqual({ userName: 'alice@example.com', displayName: 'ALICE', team: { name: 'Design' } });
  // Whom the directory does not know has a name all the same.
  expect(data.sessions.nodes[0].user).toEqual({ userName: 'user-1@example.com', displayName: null, team: null });
  expect(company.calls()).toEqual(alone);
  expect(alone).toEqual(EACH_LIST_ONCE);
  expect(company.requests).toEqual({ sessions: 1, directory: 1 });
});

test.each([
  [100, 1],
  [25, 4],
])(
  "100 fleets that the directory knows by ARN are one batch: where AWS's pages hold %i, %i DescribeFleets",
  async (unsizedPageLength, pages) => {
    const builder = buildWorld().fleets(100);
    const criticalFleets = [...builder.location.fleets.values()].map(({ Arn }) => Arn ?? '').toReversed();
    company = await startCompany({ criticalFleets }, { world: builder.world, quirks: { unsizedPageLength } });
    const { data, errors } = await company.query('{ criticalFleets(first: 100) { arn name state } }');
    expect(errors).toBeUndefined();
    expect(data.criticalFleets.map(({ arn }: { arn: string }) => arn)).toEqual(criticalFleets);
    expect(data.criticalFleets[0]).toMatchObject({ name: 'fleet-100', state: 'RUNNING' });
    expect(company.calls()).toEqual({ 'appstream DescribeFleets': pages });
    expect(company.requests).toEqual({ sessions: 1, directory: 1 });
  },
);

test('a fleet of the directory that AWS does not have is null, and leaves the others alone', async () => {
  const builder = buildWorld().fleet('design').fleet('trading');
  const [design = '', trading = ''] = [...builder.location.fleets.values()].map(({ Arn }) => Arn ?? '');
  const criticalFleets = [design, `${design}-gone`, 'no ARN', trading];
  company = await startCompany({ criticalFleets }, { world: builder.world });
  const { data } = await company.query('{ criticalFleets { name } }');
  expect(data.criticalFleets).toEqual([{ name: 'design' }, null, null, { name: 'trading' }]);
});

test('a pool that the directory knows by its id is one DescribeWorkspacesPools', async () => {
  const builder = buildWorld().pool('Design desktops');
  const pools = { Design: builder.poolId('Design desktops') };
  company = await startCompany({ people, pools }, { world: builder.world });
  const { data } = await company.query(
    '{ person(userName: "alice@example.com") { team { pool { poolName state } } } }',
  );
  expect(data.person.team.pool).toEqual({ poolName: 'Design desktops', state: 'RUNNING' });
  expect(company.calls()).toEqual({ 'workspaces DescribeWorkspacesPools': 1 });
});

test("`node` is the directory's, for its own things, which have the gateway's sessions all the same", async () => {
  company = await startCompany({ people }, { world: world() });
  const { data } = await company.query(
    '{ node(id: "team-Trading") { __typename ... on Team { people { sessions(first: 1) { nodes { service } } } } } }',
  );
  const [carol, dan] = data.node.people;
  expect(data.node.__typename).toBe('Team');
  expect(carol.sessions.nodes).toEqual([{ service: 'SSM' }]);
  expect(dan.sessions.nodes).toEqual([]);
});
