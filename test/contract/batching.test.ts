import { afterEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

/** Calls to AWS so far, by operation. */
function calls(): Record<string, number> {
  const counted: Record<string, number> = {};
  for (const { operation } of gateway.calls()) counted[operation] = (counted[operation] ?? 0) + 1;
  return counted;
}

const SESSIONS = `{
  appStreamSessions(stackName: "Design", fleetName: "design", first: 50) {
    nodes { sessionId fleet { name } stack { name } }
  }
}`;

test('50 sessions with their fleet and stack are one DescribeFleets and one DescribeStacks', async () => {
  const { world } = buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 50 });
  gateway = await startGateway({ world });
  const { data } = await gateway.query(SESSIONS);
  expect(data.appStreamSessions.nodes).toHaveLength(50);
  expect(data.appStreamSessions.nodes[49]).toMatchObject({ fleet: { name: 'design' }, stack: { name: 'Design' } });
  expect(calls()).toEqual({ DescribeSessions: 1, DescribeFleets: 1, DescribeStacks: 1 });
});

test('50 shell sessions on 50 machines are one DescribeInstanceInformation', async () => {
  const builder = buildWorld().nodes(50);
  const ids = [...builder.location.nodes.keys()];
  builder.ssmSessions({ count: 50, each: (index) => ({ Target: ids[index] }) });
  gateway = await startGateway({ world: builder.world });
  const { data } = await gateway.query('{ ssmSessions(first: 50) { nodes { target managedNode { instanceId } } } }');
  for (const { target, managedNode } of data.ssmSessions.nodes) expect(managedNode.instanceId).toBe(target);
  expect(calls()).toEqual({ DescribeSessions: 1, DescribeInstanceInformation: 1 });
});

test('a target that is not a managed node costs no call, and a deregistered node does not affect others', async () => {
  const { world } = buildWorld()
    .node('i-00000000000000001')
    .ssmSessions({ count: 2, Target: 'ecs:cluster_0123456789abcdef0123456789abcdef_0123456789-0123456789' });
  gateway = await startGateway({ world });
  const document = '{ ssmSessions { nodes { managedNode { instanceId } } } }';
  expect((await gateway.query(document)).data.ssmSessions.nodes).toEqual([
    { managedNode: null },
    { managedNode: null },
  ]);
  expect(calls()).toEqual({ DescribeSessions: 1 });
  await gateway.close();

  const mixed = buildWorld()
    .node('i-00000000000000001')
    .ssmSessions({
      count: 4,
      each: (index) => ({ Target: index === 2 ? 'i-0fffffffffffffff0' : 'i-00000000000000001' }),
    });
  gateway = await startGateway({ world: mixed.world });
  const { data, errors } = await gateway.query(document);
  expect(errors).toBeUndefined();
  expect(
    data.ssmSessions.nodes.filter(({ managedNode }: { managedNode: unknown }) => managedNode === null),
  ).toHaveLength(1);
});

test('20 fleets with their stacks are few batches of stacks, though the associations come in one by one', async () => {
  const builder = buildWorld().fleets(20).stacks(20);
  for (let number = 1; number <= 20; number += 1) builder.associate(`stack-${number}`, `fleet-${number}`);
  gateway = await startGateway({ world: builder.world });
  const { data } = await gateway.query('{ fleets { nodes { name stacks { nodes { name } } } } }');
  expect(data.fleets.nodes[19].stacks.nodes).toHaveLength(1);
  const { DescribeStacks = 0, ...others } = calls();
  expect(others).toEqual({ DescribeFleets: 1, ListAssociatedStacks: 20 });
  // One where the associations come in within 100 ms, which is how long a batch waits for them; some more where the machine is busy.
  expect(DescribeStacks).toBeLessThanOrEqual(10);
});

test('pool sessions of 30 pools find their pools 25 a call', async () => {
  const builder = buildWorld();
  for (let number = 0; number < 30; number += 1)
    builder.pool(`pool-${number}`).poolSessions({ pool: `pool-${number}` });
  gateway = await startGateway({ world: builder.world });
  const ids = [...builder.location.pools.keys()];
  const fields = ids.map((id, index) => `p${index}: pool(poolId: "${id}") { poolName }`);
  const { data } = await gateway.query(`{ ${fields.join('\n')} }`);
  expect(Object.keys(data)).toHaveLength(30);
  expect(calls()).toEqual({ DescribeWorkspacesPools: 2 });
});

test('the same list asked twice in one query, or by two clients at once, is one call', async () => {
  gateway = await startGateway({ world: buildWorld().fleets(3).world });
  const document = '{ a: fleets { nodes { name } } b: fleets { nodes { name } } }';
  await Promise.all([gateway.query(document), gateway.query(document)]);
  expect(calls()).toEqual({ DescribeFleets: 1 });
});

describe('One unknown name never harms the others', () => {
  test.each([true, false])(
    'whether AWS rejects a whole batch for it (%s) or leaves it out',
    async (unknownNameFailsBatch) => {
      const builder = buildWorld().fleets(40);
      gateway = await startGateway({ world: builder.world, quirks: { unknownNameFailsBatch } });
      const names = [...builder.location.fleets.keys()].flatMap((name, index) =>
        index % 20 === 0 ? [`gone-${index}`, name] : [name],
      );
      const { data } = await gateway.query(
        'query ($names: [String!]) { fleets(names: $names, first: 200) { nodes { name } } }',
        { names },
      );
      expect(data.fleets.nodes.map(({ name }: { name: string }) => name)).toEqual([...builder.location.fleets.keys()]);
    },
  );
});

test('names are served in the order asked, once each; no names are no fleets and no call', async () => {
  gateway = await startGateway({ world: buildWorld().fleet('a1').fleet('b1').fleet('c1').world });
  const document = 'query ($names: [String!]) { fleets(names: $names) { nodes { name } } }';
  const { data } = await gateway.query(document, { names: ['c1', 'a1', 'c1'] });
  expect(data.fleets.nodes).toEqual([{ name: 'c1' }, { name: 'a1' }]);
  gateway.emulator.clearCalls();
  expect((await gateway.query(document, { names: [] })).data.fleets.nodes).toEqual([]);
  expect(calls()).toEqual({});
});
