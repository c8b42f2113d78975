import { afterEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const instance = (index: number) => `i-${String(index).padStart(17, '0')}`;
const gone = (count: number) => Array.from({ length: count }, (_, index) => `gone-${index}`);

/** Ended sessions on 20 of the living nodes and on as many nodes that are gone. */
function historyWorld(living: number, terminated: number) {
  const builder = buildWorld();
  for (let index = 0; index < living; index += 1) builder.node(instance(index));
  const each = (index: number) => ({ Target: instance(index < terminated ? 500_000 + index : index - terminated) });
  return builder.ssmSessions({ state: 'History', count: terminated + 20, each }).world;
}

const HISTORY = '{ ssmSessions(state: HISTORY, first: 200) { nodes { target managedNode { instanceId } } } }';

async function start(options: TestGatewayOptions): Promise<void> {
  gateway = await startGateway({ cacheTtlMs: 0, deadlineMs: 30_000, ...options });
}

test('150 terminated nodes beside 70 living ones cost a batch and the two pages of all nodes', async () => {
  await start({ world: historyWorld(70, 150) });
  const { data, errors } = await gateway.query(HISTORY);
  expect(errors).toBeUndefined();
  const nodes = data.ssmSessions.nodes as { target: string; managedNode: { instanceId: string } | null }[];
  expect(nodes.filter(({ managedNode }) => managedNode === null)).toHaveLength(150);
  expect(nodes.every(({ target, managedNode }) => managedNode === null || managedNode.instanceId === target)).toBe(
    true,
  );
  expect(gateway.emulator.count('DescribeInstanceInformation')).toBeLessThanOrEqual(4);
});

test('One terminated node of a large account is bisected, not listed', async () => {
  await start({ world: historyWorld(5_000, 1) });
  expect((await gateway.query(HISTORY)).errors).toBeUndefined();
  expect(gateway.emulator.count('DescribeInstanceInformation')).toBeLessThanOrEqual(20);
});

describe.each([
  { what: 'fleets', operation: 'DescribeFleets', build: () => buildWorld().fleets(130).world },
  { what: 'stacks', operation: 'DescribeStacks', build: () => buildWorld().stacks(130).world },
])('$what by name', ({ what, operation, build }) => {
  const query = async (names: readonly string[]) =>
    gateway.query(`query ($names: [String!]) { ${what}(names: $names, first: 50) { nodes { name } } }`, { names });

  test('cost about a listing where 1,000 are unknown', async () => {
    await start({ world: build() });
    const { data, errors } = await query(gone(1_000));
    expect(errors).toBeUndefined();
    expect(data[what].nodes).toEqual([]);
    expect(gateway.emulator.count(operation)).toBeLessThanOrEqual(8);
  });

  test('are found among unknown ones', async () => {
    await start({ world: build() });
    const prefix = what.slice(0, -1);
    const { data } = await query([...gone(60), `${prefix}-7`, ...gone(100), `${prefix}-3`]);
    expect(data[what].nodes).toEqual([{ name: `${prefix}-7` }, { name: `${prefix}-3` }]);
  });

  test('are bisected where the list, the second call, cannot be read', async () => {
    await start({ world: build() });
    const prefix = what.slice(0, -1);
    const denied = { service: 'appstream', operation, kind: 'error', code: 'AccessDeniedException' } as const;
    gateway.emulator.faults.push({ ...denied, after: 1, times: 1 });
    const { data, errors } = await query([`${prefix}-7`, 'gone', 'gone-too', `${prefix}-3`]);
    expect(errors).toBeUndefined();
    expect(data[what].nodes).toEqual([{ name: `${prefix}-7` }, { name: `${prefix}-3` }]);
  });
});

test('Unknown pools cost a listing', async () => {
  await start({ world: buildWorld().pool('Ops').world });
  const fields = Array.from(
    { length: 40 },
    (_, index) => `p${index}: pool(poolId: "wspool-${String(index + 100).padStart(9, '0')}") { poolId }`,
  );
  const { data, errors } = await gateway.query(`{ ${fields.join(' ')} }`);
  expect(errors).toBeUndefined();
  expect(Object.values(data).filter((pool) => pool !== null)).toEqual([]);
  expect(gateway.emulator.count('DescribeWorkspacesPools')).toBeLessThanOrEqual(3);
});

describe('Pools by name', () => {
  const names = (count: number) =>
    Array.from({ length: count }, (_, index) => `pool-${String(index).padStart(3, '0')}`);
  const worldOf = (count: number) => names(count).reduce((builder, name) => builder.pool(name), buildWorld()).world;
  const query = async (wanted: readonly string[], first = 200, after: string | null = null) => {
    const { data, errors } = await gateway.query(
      'query ($names: [String!], $first: Int, $after: String) { pools(names: $names, first: $first, after: $after) { nodes { poolName } pageInfo { hasNextPage endCursor } } }',
      { names: wanted, first, after },
    );
    expect(errors).toBeUndefined();
    return data.pools;
  };
  const namesOf = ({ nodes }: { nodes: { poolName: string }[] }) => nodes.map(({ poolName }) => poolName).sort();
  const calls = () => gateway.emulator.count('DescribeWorkspacesPools');

  test('cost a listing where 1,000 are unknown', async () => {
    await start({ world: worldOf(60) });
    expect(namesOf(await query(gone(1_000)))).toEqual([]);
    expect(calls()).toBe(3);
  });

  test('cost a call for 25 names of a long list, and a quarter more', async () => {
    await start({ world: worldOf(300) });
    expect(namesOf(await query(names(180)))).toEqual(names(180));
    expect(calls()).toBeLessThanOrEqual(8 + 2);
  });

  test.each([60, 300])('are paged exactly in a list of %i', async (count) => {
    await start({ world: worldOf(count), cacheTtlMs: 60_000 });
    const wanted = [...gone(50), ...names(count).filter((_, index) => index % 3 === 0)];
    const found: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page = await query(wanted, 7, after);
      found.push(...namesOf(page));
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
    }
    expect(found.sort()).toEqual(wanted.slice(50));
  });
});

describe('A name that does not exist', () => {
  const FLEET = '{ fleet(name: "new") { name } }';
  const CREATE = `mutation { createFleet(input: { name: "new", instanceType: "stream.standard.medium", imageName: "Base",
    computeCapacity: { desiredInstances: 1 } }) { fleet { name } userErrors { message } } }`;

  test('is asked for once while it is remembered', async () => {
    await start({ world: buildWorld().fleets(3).world, cacheTtlMs: 60_000 });
    for (let times = 0; times < 3; times += 1) expect((await gateway.query(FLEET)).data.fleet).toBeNull();
    expect(gateway.emulator.count('DescribeFleets')).toBe(1);
  });

  test('is found as soon as this gateway has created it', async () => {
    await start({ world: buildWorld().fleets(3).world, cacheTtlMs: 60_000 });
    expect((await gateway.query(FLEET)).data.fleet).toBeNull();
    expect((await gateway.query(CREATE)).data.createFleet.userErrors).toEqual([]);
    expect((await gateway.query(FLEET)).data.fleet).toEqual({ name: 'new' });
  });

  test('is asked for each time where nothing is cached', async () => {
    await start({ world: buildWorld().fleets(3).world, cacheTtlMs: 0 });
    for (let times = 0; times < 2; times += 1) await gateway.query(FLEET);
    expect(gateway.emulator.count('DescribeFleets')).toBe(2);
  });

  test('in one location is another in the next', async () => {
    const builder = buildWorld().fleets(1);
    builder.at('123456789012', 'us-east-1').fleet('new');
    await start({ world: builder.world, cacheTtlMs: 60_000, scopes: [{ regions: ['eu-west-1', 'us-east-1'] }] });
    expect((await gateway.query('{ fleet(name: "new", region: "eu-west-1") { name } }')).data.fleet).toBeNull();
    expect((await gateway.query('{ fleet(name: "new", region: "us-east-1") { name } }')).data.fleet).not.toBeNull();
  });
});
