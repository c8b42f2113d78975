import { afterEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld, testAccountId, testRegion } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) {
    __typename
    ... on Node { id }
    ... on Fleet { name arn }
    ... on Stack { name stackArn: arn }
    ... on Pool { poolId poolName }
    ... on User { userName }
    ... on Session { sessionId }
    ... on ManagedNode { instanceId }
  }
}`;

const entities = (...representations: object[]) => gateway.query(ENTITIES, { representations });

/** Calls to AWS so far, by operation; GetCallerIdentity is called once per process and does not count. */
function calls(): Record<string, number> {
  const asked = gateway.calls().map(({ operation }) => operation);
  return Object.fromEntries([...new Set(asked)].map((name) => [name, asked.filter((each) => each === name).length]));
}

const arn = (name: string, { kind = 'fleet', partition = 'aws', region = testRegion, account = testAccountId } = {}) =>
  `arn:${partition}:appstream:${region}:${account}:${kind}/${name}`;

/** One of each type of Node. */
function everything() {
  return buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design' })
    .node('i-00000000000000001')
    .ssmSessions()
    .pool('Ops')
    .poolSessions({ pool: 'Ops' });
}

describe('A reference', () => {
  test('by `id` finds a resource of every Node type', async () => {
    gateway = await startGateway({ world: everything().world });
    const { data: known } = await gateway.query(`{
      fleets { nodes { __typename id } }
      stacks { nodes { __typename id } }
      pools { nodes { __typename id } }
      managedNodes { nodes { __typename id } }
      sessions { nodes { __typename id } }
      user(userName: "alice") { __typename id }
    }`);
    const { user, ...lists } = known;
    const nodes = [user, ...Object.values(lists as Record<string, { nodes: object[] }>).flatMap((list) => list.nodes)];
    const { data, errors } = await entities(...nodes);
    expect(errors).toBeUndefined();
    expect(data._entities).toMatchObject(nodes);
    expect(new Set(nodes.map(({ __typename }) => __typename)).size).toBe(8);
  });

  test('by `arn` finds a fleet and a stack', async () => {
    gateway = await startGateway({ world: everything().world });
    const { data } = await entities(
      { __typename: 'Fleet', arn: arn('design') },
      { __typename: 'Stack', arn: arn('Design', { kind: 'stack' }) },
    );
    expect(data._entities).toMatchObject([
      { __typename: 'Fleet', name: 'design', arn: arn('design') },
      { __typename: 'Stack', name: 'Design', stackArn: arn('Design', { kind: 'stack' }) },
    ]);
  });

  test.each([
    ['of nothing', arn('none')],
    ['of another account', arn('design', { account: '999999999999' })],
    ['of a region that is not read', arn('design', { region: 'us-east-1' })],
    ['of another partition', arn('design', { partition: 'aws-cn' })],
    ['of a stack', arn('design', { kind: 'stack' })],
    ['of another service', arn('design').replace('appstream', 'ecs')],
    ['with a name that nothing can have', arn('-')],
    ['that is none', 'design'],
    ['that is empty', ''],
  ])('by an ARN %s finds nothing', async (_what, wrong) => {
    gateway = await startGateway({ world: everything().world });
    expect(await entities({ __typename: 'Fleet', arn: wrong })).toEqual({ data: { _entities: [null] } });
  });

  test('by `poolId` finds a pool in whichever account and region it is', async () => {
    const builder = buildWorld().pool('Ops').at('210987654321', 'us-east-1').pool('Night');
    const scopes = [{ regions: ['eu-west-1', 'us-east-1'] }];
    const ids = { night: builder.poolId('Night') };
    const { world } = builder.at(testAccountId, 'us-east-1').pool('Day');
    gateway = await startGateway({ world, scopes });
    const { data, errors } = await entities(
      { __typename: 'Pool', poolId: builder.poolId('Day') },
      { __typename: 'Pool', poolId: ids.night },
    );
    expect(errors).toBeUndefined();
    expect(data._entities).toMatchObject([{ poolName: 'Day' }, null]);
  });

  test('by `userName` finds a user, however the name is spelled', async () => {
    gateway = await startGateway({ world: buildWorld().world, identityDomain: 'example.com' });
    const { data } = await entities({ __typename: 'User', userName: ' Alice ' });
    expect(data._entities).toMatchObject([{ __typename: 'User', userName: 'alice@example.com' }]);
    expect(calls()).toEqual({});
  });

  test.each([
    ['to a type that is no entity', { __typename: 'Query' }, 'BAD_USER_INPUT'],
    ['to an unknown type', { __typename: 'Planet', id: '1' }, 'BAD_USER_INPUT'],
    ['without a type', { id: '1' }, 'BAD_USER_INPUT'],
    ['without a key', { __typename: 'Fleet' }, 'BAD_USER_INPUT'],
    ['by what is no key', { __typename: 'Fleet', name: 'design' }, 'BAD_USER_INPUT'],
    ['by a key that is no string', { __typename: 'Fleet', arn: 1 }, 'BAD_USER_INPUT'],
    ['to a person without a name', { __typename: 'User', userName: ' ' }, 'BAD_USER_INPUT'],
    ['by a pool id that none can have', { __typename: 'Pool', poolId: 'wspool-1' }, 'BAD_USER_INPUT'],
    ['by an id that is none of ours', { __typename: 'Fleet', id: 'garbage' }, 'INVALID_ID'],
  ])('%s fails by itself, with a code, and the others are answered', async (_what, wrong, code) => {
    gateway = await startGateway({ world: everything().world });
    const { data, errors } = await entities({ __typename: 'Fleet', arn: arn('design') }, wrong, {
      __typename: 'User',
      userName: 'alice',
    });
    expect(data._entities).toMatchObject([{ name: 'design' }, null, { userName: 'alice' }]);
    expect(errors).toMatchObject([{ path: ['_entities', 1], extensions: { code } }]);
    expect(errors).toHaveLength(1);
  });

  test('by an id of another type finds nothing', async () => {
    gateway = await startGateway({ world: everything().world });
    const { data: known } = await gateway.query('{ stacks { nodes { id } } }');
    const { data, errors } = await entities({ __typename: 'Fleet', id: known.stacks.nodes[0].id });
    expect([data._entities, errors]).toEqual([[null], undefined]);
  });

  test('that AWS cannot answer is null and an upstream error of its own', async () => {
    gateway = await startGateway({ world: everything().world });
    gateway.emulator.faults.push({ service: 'appstream', kind: 'error', code: 'AccessDeniedException' });
    const { data, errors } = await entities(
      { __typename: 'Fleet', arn: arn('design') },
      { __typename: 'User', userName: 'alice' },
    );
    expect(data._entities).toMatchObject([null, { userName: 'alice' }]);
    expect(errors).toMatchObject([{ path: ['_entities', 0], extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }]);
  });
});

describe('References in one query', () => {
  test.each([
    [1, 100],
    [4, 25],
  ])('to 100 fleets by ARN are %i DescribeFleets where AWS gives %i at a time', async (count, unsizedPageLength) => {
    gateway = await startGateway({ world: buildWorld().fleets(100).world, quirks: { unsizedPageLength } });
    const names = Array.from({ length: 100 }, (_, index) => `fleet-${index + 1}`);
    const { data } = await entities(...names.map((name) => ({ __typename: 'Fleet', arn: arn(name) })));
    expect(data._entities.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(calls()).toEqual({ DescribeFleets: count });
  });

  test('to 100 users cost nothing, and their sessions no more than one listing of all', async () => {
    const { world } = everything();
    gateway = await startGateway({ world });
    await gateway.query('{ sessions(first: 200) { nodes { sessionId } } }');
    const forOne = calls();
    await gateway.close();

    gateway = await startGateway({ world });
    const people = Array.from({ length: 100 }, (_, index) => ({ __typename: 'User', userName: `user-${index + 1}` }));
    const { data, errors } = await gateway.query(
      `query ($people: [_Any!]!) {
        _entities(representations: $people) { ... on User { userName sessions(first: 5) { nodes { sessionId } } } }
      }`,
      { people },
    );
    expect(errors).toBeUndefined();
    expect(data._entities[0].sessions.nodes).toHaveLength(1);
    expect(calls()).toEqual(forOne);
  });

  test('may name one resource twice, by two keys', async () => {
    gateway = await startGateway({ world: everything().world });
    const { data: known } = await gateway.query('{ fleets { nodes { id arn } } }');
    const { id } = known.fleets.nodes[0];
    const { data } = await entities({ __typename: 'Fleet', arn: arn('design') }, { __typename: 'Fleet', id });
    expect(data._entities[0]).toEqual(data._entities[1]);
  });

  test('are as many as a router sends, also none', async () => {
    gateway = await startGateway({ world: everything().world });
    expect(await entities()).toEqual({ data: { _entities: [] } });
  });
});

describe('Clients of the same URL', () => {
  test('see the API as it is in `schema.graphql`, and nothing of routers', async () => {
    gateway = await startGateway();
    const { data } = await gateway.query('{ __schema { types { name } queryType { fields { name } } } }');
    const names = [...data.__schema.types, ...data.__schema.queryType.fields].map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['node', 'nodes']));
    expect(names.filter((name) => /^_[^_]|^link|^federation/.test(name))).toEqual([]);
  });

  test('and routers take turns', async () => {
    gateway = await startGateway({ world: everything().world });
    const client = () => gateway.query('{ nodes(ids: []) { id } }');
    const router = () => entities({ __typename: 'User', userName: 'alice' });
    const answers = await Promise.all([client(), router(), client(), router(), client()]);
    expect(answers.map(({ data }) => Object.keys(data)[0])).toEqual([
      'nodes',
      '_entities',
      'nodes',
      '_entities',
      'nodes',
    ]);
    expect(answers.every(({ errors }) => errors === undefined)).toBe(true);
  });
});
