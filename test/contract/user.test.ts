import { afterEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

/** One user in three services, each with its own spelling, and another user. */
const world = (bare = 'alice@example.com') =>
  buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', Id: 'app', UserId: 'Alice@Example.com' })
    .appStreamSessions({ stack: 'Design', fleet: 'design', UserId: 'bob@example.com' })
    .node('i-00000000000000001')
    .node('i-00000000000000002', { PingStatus: 'ConnectionLost' })
    .ssmSessions({ SessionId: 'shell', Owner: 'arn:aws:sts::1:assumed-role/Sso_Admin/alice@example.com' })
    .ssmSessions({ SessionId: 'lost', Owner: 'arn:aws:iam::1:user/bob', Target: 'i-00000000000000002' })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', SessionId: 'desktop', UserId: bare }).world;

const USER = `query ($name: String!, $first: Int, $after: String) {
  user(userName: $name) { id userName sessions(first: $first, after: $after) {
    nodes { sessionId user { userName } } pageInfo { hasNextPage endCursor } incomplete
  } }
}`;

describe('A user', () => {
  test.each([
    'alice@example.com',
    ' ALICE@example.com ',
    'arn:aws:sts::9:assumed-role/Other/alice@example.com',
    'arn:aws-us-gov:iam::9:user/staff/Alice@example.com',
  ])('is the same in any spelling, with the sessions of all services: %s', async (name) => {
    gateway = await startGateway({ world: world() });
    const { data, errors } = await gateway.query(USER, { name, first: 20 });
    expect(errors).toBeUndefined();
    expect(data.user.userName).toBe('alice@example.com');
    const user = { userName: 'alice@example.com' };
    expect(data.user.sessions.nodes).toEqual(['app', 'shell', 'desktop'].map((sessionId) => ({ sessionId, user })));
  });

  test('has a list that can be followed, with any `first`', async () => {
    gateway = await startGateway({ world: world() });
    const found: string[] = [];
    let after: string | null = null;
    for (const first of [1, 2]) {
      const { data, errors } = await gateway.query(USER, { name: 'alice@example.com', first, after });
      expect(errors).toBeUndefined();
      found.push(...data.user.sessions.nodes.map(({ sessionId }: { sessionId: string }) => sessionId));
      after = data.user.sessions.pageInfo.endCursor;
    }
    expect(found).toEqual(['app', 'shell', 'desktop']);
  });

  test('is a node', async () => {
    gateway = await startGateway({ world: world() });
    const { id } = (await gateway.query(USER, { name: 'Alice@Example.com', first: 0 })).data.user;
    const { data } = await gateway.query(
      'query ($id: ID!) { node(id: $id) { __typename id ... on User { userName sessions(services: [SSM]) { nodes { sessionId } } } } }',
      { id },
    );
    expect(data.node).toEqual({
      __typename: 'User',
      id,
      userName: 'alice@example.com',
      sessions: { nodes: [{ sessionId: 'shell' }] },
    });
  });

  test('without a name is BAD_USER_INPUT', async () => {
    gateway = await startGateway({ world: world() });
    for (const name of ['', '  ']) {
      const { errors } = await gateway.query(USER, { name });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    }
  });

  test.each([
    [undefined, ['app', 'shell']],
    ['example.com', ['app', 'shell', 'desktop']],
    ['other.org', ['app', 'shell']],
  ])('with a bare name is whom the domain %s makes of it, and never guessed', async (identityDomain, ids) => {
    gateway = await startGateway({ world: world('ALICE'), identityDomain });
    const { data } = await gateway.query(USER, { name: 'alice@example.com' });
    expect(data.user.sessions.nodes.map(({ sessionId }: { sessionId: string }) => sessionId)).toEqual(ids);
  });
});

test('`stale` over a list costs one DescribeInstanceInformation', async () => {
  gateway = await startGateway({ world: world() });
  const { data } = await gateway.query(
    '{ sessions(filter: { services: [SSM] }) { nodes { sessionId ... on SsmSession { stale } } } }',
  );
  expect(data.sessions.nodes).toEqual([
    { sessionId: 'shell', stale: false },
    { sessionId: 'lost', stale: true },
  ]);
  expect(gateway.emulator.count('DescribeInstanceInformation')).toBe(1);
});
