import { afterEach, describe, expect, test } from 'vitest';
import { type Answer, startGateway, type TestGateway } from '../support/gateway.ts';
import { PAGE } from '../support/pages.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const world = () =>
  buildWorld()
    .fleets(9)
    .stacks(9)
    .associate('stack-1', ...Array.from({ length: 9 }, (_, index) => `fleet-${index + 1}`))
    .associate('stack-2', 'fleet-1')
    .appStreamSessions({ stack: 'stack-1', fleet: 'fleet-1', count: 120 })
    .nodes(60)
    .ssmSessions({ count: 450 })
    .pool('Ops', { PoolId: 'wspool-ops000001' })
    .poolSessions({ pool: 'wspool-ops000001', count: 110 }).world;

/** Every way in which a list is read to its end, and the operation of which AWS's tokens go round. */
const LISTS = {
  'fleets(first: 200) { nodes { name } }': ['appstream', 'DescribeFleets'],
  'stacks(first: 200) { nodes { name } }': ['appstream', 'DescribeStacks'],
  'pools(first: 200) { nodes { poolName } }': ['workspaces', 'DescribeWorkspacesPools'],
  'managedNodes(first: 200) { nodes { instanceId } }': ['ssm', 'DescribeInstanceInformation'],
  'ssmSessions(first: 200) { nodes { sessionId } pageInfo { hasNextPage } } more: ssmSessions(state: HISTORY) { nodes { sessionId } }':
    ['ssm', 'DescribeSessions'],
  'poolSessions(poolId: "wspool-ops000001", first: 200) { nodes { sessionId } }': [
    'workspaces',
    'DescribeWorkspacesPoolSessions',
  ],
  'appStreamSessions(stackName: "stack-1", fleetName: "fleet-1", first: 200) { nodes { sessionId } }': [
    'appstream',
    'DescribeSessions',
  ],
  'fleet(name: "fleet-1") { stacks(first: 200) { nodes { name } } }': ['appstream', 'DescribeStacks'],
  'fleet(name: "fleet-1") { sessions(first: 200) { nodes { sessionId } } }': ['appstream', 'ListAssociatedStacks'],
  'stack(name: "stack-1") { fleets(first: 200) { nodes { name } } }': ['appstream', 'DescribeFleets'],
  'stack(name: "stack-1") { sessions(first: 200) { nodes { sessionId } } }': ['appstream', 'ListAssociatedFleets'],
} as const;

describe.each([1, 2, 3, 7])('Where %i NextTokens come again and again', (loopingTokens) => {
  test.each(Object.entries(LISTS))('%s is UPSTREAM_ERROR', async (field, [service, operation]) => {
    gateway = await startGateway({ world: world(), quirks: { loopingTokens } });
    // Known before, so that the list itself is what fails.
    gateway.emulator.quirks.loopingTokens = 0;
    await gateway.query('{ fleet(name: "fleet-1") { name } stack(name: "stack-1") { name } }');
    gateway.emulator.quirks.loopingTokens = loopingTokens;
    const { errors } = await gateway.query(`{ ${field} }`);
    expect(errors?.map(({ extensions }) => extensions)).toContainEqual(
      expect.objectContaining({ code: 'UPSTREAM_ERROR', service, operation, retryable: false }),
    );
    expect(gateway.calls().length).toBeLessThan(40);
  });

  test('the unified list says which source it is, serves the others, and ends', async () => {
    gateway = await startGateway({ world: world(), quirks: { loopingTokens } });
    let after: string | null = null;
    let isMore = true;
    const ids: string[] = [];
    let last: Answer['data'];
    for (let number = 0; isMore && number < 40; number += 1) {
      const { data }: Answer = await gateway.query(
        `query ($after: String) { sessions(first: 200, after: $after, filter: { services: [SSM, WORKSPACES] }) {
          edges { node { sessionId } } ${PAGE} incomplete sources { service status error { code message } } } }`,
        { after },
      );
      last = data.sessions;
      ids.push(...last.edges.map(({ node }: { node: { sessionId: string } }) => node.sessionId));
      after = last.pageInfo.endCursor;
      isMore = last.pageInfo.hasNextPage;
    }
    expect(isMore).toBe(false);
    expect(last.incomplete).toBe(true);
    const failed = last.sources.filter(({ status }: { status: string }) => status === 'FAILED');
    expect(failed).toContainEqual(
      expect.objectContaining({ service: 'SSM', error: expect.objectContaining({ code: 'UPSTREAM_ERROR' }) }),
    );
    expect(new Set(ids).size).toBeGreaterThanOrEqual(Math.min(450, 200 * loopingTokens));
  });

  test.each([10, 200])('a client that follows them with first: %i comes to the error', async (first) => {
    gateway = await startGateway({ world: world(), quirks: { loopingTokens } });
    let after: string | null = null;
    let errors: Answer['errors'];
    for (let number = 0; !errors && number < 600; number += 1) {
      const answer: Answer = await gateway.query(
        `query ($first: Int, $after: String) { poolSessions(poolId: "wspool-ops000001", first: $first, after: $after) { nodes { id } ${PAGE} } }`,
        { first, after },
      );
      errors = answer.errors;
      after = answer.data?.poolSessions?.pageInfo.endCursor ?? null;
    }
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_ERROR', service: 'workspaces' });
  });

  test('a lookup of a session by id finds it or reports the error', async () => {
    gateway = await startGateway({ world: world() });
    const { data } = await gateway.query(
      '{ poolSessions(poolId: "wspool-ops000001", first: 1) { nodes { id } } ssmSessions(first: 2) { nodes { id } } }',
    );
    await gateway.close();
    gateway = await startGateway({
      world: buildWorld().pool('Ops', { PoolId: 'wspool-ops000001' }).world,
      quirks: { loopingTokens },
    });
    const ids = [...data.poolSessions.nodes, ...data.ssmSessions.nodes].map(({ id }: { id: string }) => id);
    const { errors } = await gateway.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    const codes = new Set(errors?.map(({ extensions }) => extensions.code));
    expect(codes).toEqual(new Set(['UPSTREAM_ERROR']));
  });
});

test('A page that was read is not lost when the next one fails', async () => {
  gateway = await startGateway({ world: world() });
  gateway.emulator.faults.push({
    operation: 'DescribeSessions',
    after: 1,
    kind: 'error',
    code: 'AccessDeniedException',
  });
  const { data, errors } = await gateway.query(
    `{ appStreamSessions(stackName: "stack-1", fleetName: "fleet-1", first: 50) { nodes { sessionId } ${PAGE} } }`,
  );
  expect(errors).toBeUndefined();
  expect(data.appStreamSessions.nodes).toHaveLength(50);
  expect(data.appStreamSessions.pageInfo.hasNextPage).toBe(true);
});
