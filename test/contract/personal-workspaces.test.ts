import { afterEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld, testAccountId, type WorldBuilder } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

/** AWS calls so far, by operation. */
function calls(): Record<string, number> {
  return Object.fromEntries(
    [...Map.groupBy(gateway.calls(), ({ operation }) => operation)].map(([operation, made]) => [
      operation,
      made.length,
    ]),
  );
}

/** A world of so many WorkSpaces of which every fifth is connected. */
const everyFifth = (count: number) =>
  buildWorld().workspaces(count, (index) => ({
    connection: { ConnectionState: index % 5 === 0 ? 'CONNECTED' : 'DISCONNECTED' },
  }));

const idsOf = ({ location }: WorldBuilder) => [...location.workspaces.keys()];

async function start(builder: WorldBuilder, options: Parameters<typeof startGateway>[0] = {}) {
  gateway = await startGateway({ world: builder.world, ...options });
}

async function read(document: string, variables?: Record<string, unknown>) {
  const { data, errors } = await gateway.query(document, variables);
  expect(errors).toBeUndefined();
  return data;
}

const PERSONAL = `query ($first: Int, $after: String) {
  sessions(filter: { services: [WORKSPACES_PERSONAL] }, first: $first, after: $after) {
    nodes { sessionId user { userName } }
    pageInfo { hasNextPage endCursor }
    incomplete
  }
}`;

describe('The sessions of 1,000 WorkSpaces, 200 of them connected', () => {
  test('are 40 calls for the status of all and 8 for those connected', async () => {
    const builder = everyFifth(1_000);
    await start(builder);
    const { sessions } = await read(PERSONAL, { first: 200 });
    expect(sessions.nodes.map(({ sessionId }: { sessionId: string }) => sessionId)).toEqual(
      idsOf(builder).filter((_id, index) => index % 5 === 0),
    );
    expect(sessions).toMatchObject({ incomplete: false, pageInfo: { hasNextPage: false } });
    expect(calls()).toEqual({ DescribeWorkspacesConnectionStatus: 40, DescribeWorkspaces: 8 });
  });

  test('take no call more when they are read in pages of 30', async () => {
    await start(everyFifth(1_000));
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { sessions } = (await read(PERSONAL, { first: 30, after })) as Awaited<ReturnType<typeof read>>;
      seen.push(...sessions.nodes.map(({ sessionId }: { sessionId: string }) => sessionId));
      if (!sessions.pageInfo.hasNextPage) break;
      after = sessions.pageInfo.endCursor as string;
    }
    expect(new Set(seen).size).toBe(200);
    expect(seen).toHaveLength(200);
    expect(calls()).toEqual({ DescribeWorkspacesConnectionStatus: 40, DescribeWorkspaces: 8 });
  });

  test('show their WorkSpaces without a further call', async () => {
    await start(everyFifth(1_000));
    const { sessions } = await read(
      `{ sessions(filter: { services: [WORKSPACES_PERSONAL] }, first: 200) {
        nodes { ... on WorkspaceSession { workspaceId workspace { id workspaceId userName state } } }
      } }`,
    );
    expect(sessions.nodes).toHaveLength(200);
    for (const { workspaceId, workspace } of sessions.nodes) expect(workspace.workspaceId).toBe(workspaceId);
    expect(calls()).toEqual({ DescribeWorkspacesConnectionStatus: 40, DescribeWorkspaces: 8 });
  });

  test('of which the first 20 are wanted, take 5 status pages and one description', async () => {
    await start(everyFifth(1_000));
    await read(PERSONAL, { first: 20 });
    expect(calls()).toEqual({ DescribeWorkspacesConnectionStatus: 5, DescribeWorkspaces: 1 });
  });
});

test('Two pages of sessions that share a status page read it once, with the cache disabled, too', async () => {
  const builder = buildWorld().workspaces(350, (index) => ({
    connection: { ConnectionState: index % 7 < 3 ? 'CONNECTED' : 'DISCONNECTED' },
  }));
  await start(builder, { cacheTtlMs: 0 });
  expect((await read(PERSONAL, { first: 200 })).sessions.nodes).toHaveLength(150);
  expect(calls()).toEqual({ DescribeWorkspacesConnectionStatus: 14, DescribeWorkspaces: 6 });
});

describe('workspaces', () => {
  const LIST = (first: number, more = '') => `{ workspaces(first: ${first}) { nodes { workspaceId ${more} } } }`;

  test('first: 50 is 2 calls, and one more where hasNextPage is asked for', async () => {
    const builder = everyFifth(1_000);
    await start(builder);
    const { workspaces } = await read(LIST(50));
    expect(workspaces.nodes.map(({ workspaceId }: { workspaceId: string }) => workspaceId)).toEqual(
      idsOf(builder).slice(0, 50),
    );
    expect(calls()).toEqual({ DescribeWorkspaces: 2 });
    gateway.emulator.clearCalls();
    await read('{ workspaces(first: 50) { pageInfo { hasNextPage } } }');
    // The two pages are cached.
    expect(calls()).toEqual({ DescribeWorkspaces: 1 });
  });

  test('with their connections are one call per 25 more', async () => {
    await start(everyFifth(100));
    const { workspaces } = await read(LIST(50, 'connection { workspaceId connectionState }'));
    expect(workspaces.nodes.map(({ connection }: { connection: unknown }) => connection)).toEqual(
      workspaces.nodes.map(({ workspaceId }: { workspaceId: string }, index: number) => ({
        workspaceId,
        connectionState: index % 5 === 0 ? 'CONNECTED' : 'DISCONNECTED',
      })),
    );
    expect(calls()).toEqual({ DescribeWorkspaces: 2, DescribeWorkspacesConnectionStatus: 2 });
  });

  test('by id are one call per 25, and unknown and invalid ids harm no others', async () => {
    const builder = everyFifth(60);
    await start(builder);
    const known = idsOf(builder);
    const workspaceIds = known.flatMap((id, index) => (index % 10 === 0 ? [`ws-gone0000${index}`, 'no id', id] : [id]));
    const { workspaces } = await read(
      'query ($ids: [String!]) { workspaces(workspaceIds: $ids, first: 200) { nodes { workspaceId } } }',
      { ids: workspaceIds },
    );
    expect(workspaces.nodes.map(({ workspaceId }: { workspaceId: string }) => workspaceId)).toEqual(known);
    expect(calls()).toEqual({ DescribeWorkspaces: 3 });
  });

  test('of an empty list of ids are none, without a call', async () => {
    await start(everyFifth(3));
    expect((await read('{ workspaces(workspaceIds: []) { nodes { workspaceId } } }')).workspaces.nodes).toEqual([]);
    expect(calls()).toEqual({});
  });

  const DIRECTORIES = ['d-0000000000', 'd-0000000001'];
  const teams = () =>
    buildWorld().workspaces(60, (index) => ({ DirectoryId: DIRECTORIES[index % 2], UserName: `User-${index % 3}` }));
  /** Arguments, the numbers of the WorkSpaces that meet them (from 0), and the calls that it takes. */
  const multiples = (of: number, from = 0) =>
    Array.from({ length: 60 }, (_, index) => index).filter((index) => index % of === from);
  test.each([
    ['directoryId: "d-0000000001"', multiples(2, 1), 2],
    ['directoryId: "d-0000000001", userName: "User-1"', multiples(6, 1), 1],
    // AWS filters by a user of a directory only.
    ['userName: "user-1"', multiples(3, 1), 3],
    ['workspaceIds: ["ws-000000001", "ws-000000002", "ws-000000005"], userName: "USER-1"', [1, 4], 1],
    ['workspaceIds: ["ws-000000002", "ws-000000003"], directoryId: "d-0000000000"', [2], 1],
  ])('(%s) are those that meet all conditions', async (args, numbers, count) => {
    const builder = teams();
    await start(builder);
    const { workspaces } = await read(`{ workspaces(${args}, first: 200) { nodes { workspaceId } } }`);
    expect(workspaces.nodes.map(({ workspaceId }: { workspaceId: string }) => workspaceId)).toEqual(
      numbers.map((number) => idsOf(builder)[number]),
    );
    expect(calls()).toEqual({ DescribeWorkspaces: count });
  });

  test.each([
    ['workspaces(directoryId: "d-x")', '`directoryId`'],
    [`workspaces(userName: "${'x'.repeat(64)}")`, '`userName`'],
    ['workspace(workspaceId: "i-0123")', '`workspaceId`'],
  ])('%s is BAD_USER_INPUT before any call', async (field, argument) => {
    await start(everyFifth(1));
    const { data, errors } = await gateway.query(`{ ${field} { __typename } }`);
    expect(Object.values(data)).toEqual([null]);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors?.[0]?.message).toContain(argument);
    expect(calls()).toEqual({});
  });
});

test('workspace finds one by id, and is null for one that does not exist', async () => {
  await start(buildWorld().at(testAccountId, 'eu-west-1').workspaces(1).at(testAccountId, 'us-east-1').workspaces(1), {
    scopes: [{ regions: ['eu-west-1', 'us-east-1'] }],
  });
  const data = await read(`{
    there: workspace(workspaceId: "ws-000000002") { workspaceId location { region } }
    gone: workspace(workspaceId: "ws-000000009") { workspaceId }
  }`);
  expect(data).toEqual({
    there: { workspaceId: 'ws-000000002', location: { region: 'us-east-1' } },
    gone: null,
  });
});
