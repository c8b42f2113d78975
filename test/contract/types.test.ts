import { getNamedType, isEnumType, isLeafType, isObjectType } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import type { Quirks } from '../../emulator/quirks/quirks.ts';
import { manualClock } from '../../emulator/world/clock.ts';
import { seedWorld } from '../../emulator/world/seed.ts';
import { createWorld } from '../../emulator/world/world.ts';
import { UNKNOWN } from '../../src/schema/builder/aws-enum.ts';
import { apiSchema } from '../../src/schema/schema.ts';
import { type Answer, startGateway, type TestGateway } from '../support/gateway.ts';
import { selectAll } from '../support/select-all.ts';
import { buildWorld, testAccountId, testRegion } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

/** A world in which every member of every shape has a value somewhere. */
function fullWorld() {
  const world = createWorld();
  seedWorld(world, { seed: 1, clock: manualClock(), size: { sessions: 300, pools: 5 } });
  const location = world.location(testAccountId, testRegion);
  const [session] = [...location.appStreamSessions.values()].filter(
    ({ AuthenticationType }) => AuthenticationType === 'API',
  );
  if (!session) throw new Error('No session was started by a streaming URL.');
  return { world, stackName: session.StackName, fleetName: session.FleetName };
}

const EVERY_MEMBER = `query ($stackName: String!, $fleetName: String!) {
  Fleet: fleets(first: 200) { nodes ${selectAll('Fleet')} }
  Stack: stacks(first: 200) { nodes ${selectAll('Stack')} }
  ManagedNode: managedNodes(first: 200) { nodes ${selectAll('ManagedNode')} }
  Pool: pools(first: 200) { nodes ${selectAll('Pool').replace(/}$/, `sessions { nodes ${selectAll('PoolSession')} } }`)} }
  SsmSession: ssmSessions(first: 200) { nodes ${selectAll('SsmSession')} }
  ended: ssmSessions(state: HISTORY, first: 200) { nodes ${selectAll('SsmSession')} }
  Workspace: workspaces(first: 200) { nodes ${selectAll('Workspace')} }
  AppStreamSession: appStreamSessions(stackName: $stackName, fleetName: $fleetName) { nodes ${selectAll('AppStreamSession')} }
}`;

async function everyMember(quirks: Partial<Quirks> = {}): Promise<Answer['data']> {
  const { world, ...names } = fullWorld();
  gateway = await startGateway({ world, quirks });
  const { data, errors } = await gateway.query(EVERY_MEMBER, names);
  expect(errors).toBeUndefined();
  for (const list of Object.values(data) as { nodes: unknown[] }[]) expect(list.nodes).not.toEqual([]);
  return data;
}

/** Every value in an answer, with the name of its field. */
function valuesIn(data: unknown, name = ''): (readonly [name: string, value: unknown])[] {
  if (Array.isArray(data)) return data.flatMap((item) => valuesIn(item, name));
  if (typeof data !== 'object' || data === null) return [[name, data]];
  return Object.entries(data).flatMap(([key, value]) => valuesIn(value, key));
}

/** Every field of every type, lists that page apart: the members of AWS's shapes, and a few words of the gateway's. */
const fields = Object.values(apiSchema.getTypeMap())
  .filter(isObjectType)
  // Types of what was observed have no members of AWS.
  .filter(
    ({ name }) => !/^(?:Live|SessionFacet|SessionTimeBounds|SessionEvent|SessionChanges|SessionCounts)/.test(name),
  )
  .flatMap((type) => Object.values(type.getFields()))
  .filter(({ type }) => !getNamedType(type).name.endsWith('Connection'));
const awsName = (field: string) => field.charAt(0).toUpperCase() + field.slice(1);

describe('Values newer than this build', () => {
  const isEnum = ({ type }: (typeof fields)[number]) => isEnumType(getNamedType(type));
  /** Names of fields that are text in another type, such as the `reason` of an SSM session. */
  const texts = new Set(fields.filter((field) => !isEnum(field)).map(({ name }) => name));
  const ofEnums = fields.filter((field) => isEnum(field) && field.name !== 'service' && !texts.has(field.name));
  const enumFields = new Set(ofEnums.map(({ name }) => name));

  test('are UNKNOWN in every enum, and never a failed query', async () => {
    const newerValues = Object.fromEntries([...enumFields].map((name) => [awsName(name), 'Brand::New/value']));
    const data = await everyMember({ newerValues });
    const seen = valuesIn(data).filter(([name, value]) => enumFields.has(name) && value !== null);
    expect(new Set(seen.map(([name]) => name)).size).toBeGreaterThan(20);
    const other = seen.filter(([, value]) => value !== UNKNOWN);
    // A pool session that has expired is over, whatever its connection.
    expect(other.filter(([name, value]) => !(name === 'status' && value === 'TERMINATED'))).toEqual([]);
  });

  test('are text where AWS adds to them all the time: error codes and instance types', async () => {
    gateway = await startGateway({
      world: buildWorld()
        .fleet('design', { FleetErrors: [{ ErrorCode: 'A', ErrorMessage: 'b' }] })
        .pool('Ops').world,
      quirks: { newerValues: { ErrorCode: 'BRAND_NEW', InstanceType: 'stream.quantum.large' } },
    });
    const { data } = await gateway.query('{ fleets { nodes { instanceType fleetErrors { errorCode } } } }');
    expect(data.fleets.nodes).toEqual([
      { instanceType: 'stream.quantum.large', fleetErrors: [{ errorCode: 'BRAND_NEW' }] },
    ]);
  });
});

describe('Members that AWS leaves out', () => {
  /** Members that the gateway needs for identity. */
  const identity = [
    'arn',
    'name',
    'sessionId',
    'instanceId',
    'stackName',
    'fleetName',
    'userId',
    'poolId',
    'workspaceId',
  ];
  const own = ['id', 'service', 'status', 'accountId', 'region', 'userName', 'stale'];
  const needed = new Set([...identity, 'id'].map(awsName));
  const absentIn = (some: typeof fields) => some.map(({ name }) => awsName(name)).filter((name) => !needed.has(name));

  test.each([
    ['all members', absentIn(fields), []],
    [
      'plain ones, of nested types, too',
      absentIn(fields.filter(({ type }) => isLeafType(getNamedType(type)))),
      ['key', 'value'],
    ],
  ])('are null, %s at once, and never a failed query', async (_which, absentMembers, inMaps) => {
    const data = await everyMember({ absentMembers });
    const present = valuesIn(data).filter(([, value]) => value !== null);
    const allowed = new Set([...identity, ...own, ...inMaps]);
    expect(present.filter(([name]) => !allowed.has(name))).toEqual([]);
    expect(new Set(present.filter(([name]) => name === 'status').map(([, status]) => status))).toEqual(
      new Set([UNKNOWN]),
    );
  });
});

describe('Times', () => {
  test('are RFC 3339 in UTC, all of them', async () => {
    const data = await everyMember();
    const times = valuesIn(data).filter(([name, value]) => /(Time|Date|At)$/.test(name) && value !== null);
    expect(new Set(times.map(([name]) => name)).size).toBeGreaterThan(10);
    for (const [, value] of times) expect(value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test('keep their milliseconds', async () => {
    const CreatedTime = new Date('2026-02-28T23:59:59.987Z');
    gateway = await startGateway({ world: buildWorld().fleet('design', { CreatedTime }).world });
    const { data } = await gateway.query('{ fleet(name: "design") { createdTime } }');
    expect(data.fleet.createdTime).toBe('2026-02-28T23:59:59.987Z');
  });
});

test('A map is a list of keys and values', async () => {
  const counts = { Success: 3, Failed: 1 };
  const overview = { DetailedStatus: 'Failed', InstanceAssociationStatusAggregatedCount: counts };
  gateway = await startGateway({
    world: buildWorld().node('i-00000000000000001', { AssociationOverview: overview }).node('i-00000000000000002')
      .world,
  });
  const { data } = await gateway.query(
    '{ managedNodes { nodes { associationOverview { detailedStatus instanceAssociationStatusAggregatedCount { key value } } } } }',
  );
  expect(data.managedNodes.nodes).toEqual([
    {
      associationOverview: {
        detailedStatus: 'Failed',
        instanceAssociationStatusAggregatedCount: [
          { key: 'Success', value: 3 },
          { key: 'Failed', value: 1 },
        ],
      },
    },
    { associationOverview: null },
  ]);
});

describe('A session of any service', () => {
  const SESSION = `... on Session {
    __typename id service sessionId status startedAt expiresAt endedAt instanceId location { accountId region }
  }`;
  const minute = 60_000;
  const now = Date.now();
  const at = (minutes: number) => new Date(now + minutes * minute);
  const world = () =>
    buildWorld()
      .fleet('design')
      .stack('Design')
      .associate('Design', 'design')
      .appStreamSessions({
        stack: 'Design',
        fleet: 'design',
        StartTime: at(-10),
        MaxExpirationTime: at(50),
        ConnectionState: 'NOT_CONNECTED',
        InstanceId: 'i-00000000000000009',
      })
      .node('i-00000000000000001')
      .ssmSessions({ StartDate: at(-10), MaxSessionDuration: '60' })
      .ssmSessions({ state: 'History', StartDate: at(-90), EndDate: at(-80), Status: 'Failed' })
      .pool('Ops')
      .poolSessions({ pool: 'Ops', StartTime: at(-10), ExpirationTime: at(50), InstanceId: 'i-00000000000000008' })
      .poolSessions({ pool: 'Ops', StartTime: at(-90), ExpirationTime: at(-80), InstanceId: 'i-00000000000000007' })
      .world;

  test('is seen through the interface, by its id', async () => {
    gateway = await startGateway({ world: world() });
    const { data: lists } = await gateway.query(`{
      stack(name: "Design") { sessions { nodes { id } } }
      active: ssmSessions { nodes { id } }
      ended: ssmSessions(state: HISTORY) { nodes { id } }
      pools { nodes { sessions { nodes { id } } } }
    }`);
    const ids = valuesIn(lists).map(([, id]) => id);
    const { data, errors } = await gateway.query(`query ($ids: [ID!]!) { nodes(ids: $ids) { ${SESSION} } }`, { ids });
    expect(errors).toBeUndefined();
    const location = { accountId: testAccountId, region: testRegion };
    const shared = { id: expect.any(String), sessionId: expect.any(String), location };
    const iso = (minutes: number) => at(minutes).toISOString();
    const recent = { startedAt: iso(-10), expiresAt: iso(50), endedAt: null, ...shared };
    const over = { startedAt: iso(-90), expiresAt: null, endedAt: iso(-80), ...shared };
    const [appStream, ssmSession, pool] = [
      { __typename: 'AppStreamSession', service: 'APPSTREAM' },
      { __typename: 'SsmSession', service: 'SSM', instanceId: 'i-00000000000000001' },
      { __typename: 'PoolSession', service: 'WORKSPACES' },
    ];
    expect(data.nodes).toEqual([
      { ...appStream, status: 'DISCONNECTED', instanceId: 'i-00000000000000009', ...recent },
      { ...ssmSession, status: 'CONNECTED', ...recent },
      { ...ssmSession, status: 'FAILED', ...over },
      { ...pool, status: 'CONNECTED', instanceId: 'i-00000000000000008', ...recent },
      { ...pool, status: 'TERMINATED', instanceId: 'i-00000000000000007', ...over },
    ]);
  });

  test('leads to what it is on, and from there back to it', async () => {
    gateway = await startGateway({ world: world() });
    const { data, errors } = await gateway.query(`{
      stack(name: "Design") { sessions { nodes { fleet { name } stack { name } } } }
      ssmSessions { nodes { sessionId managedNode { instanceId sessions { nodes { sessionId } } } } }
      poolSessions(poolId: "wspool-000000004") { nodes { pool { poolName } } }
    }`);
    expect(errors).toBeUndefined();
    expect(data.stack.sessions.nodes).toEqual([{ fleet: { name: 'design' }, stack: { name: 'Design' } }]);
    const [{ sessionId, managedNode }] = data.ssmSessions.nodes;
    expect(managedNode).toEqual({ instanceId: 'i-00000000000000001', sessions: { nodes: [{ sessionId }] } });
    expect(data.poolSessions.nodes[0]).toEqual({ pool: { poolName: 'Ops' } });
  });

  test('on a target that is not a managed node, or no longer, has null there', async () => {
    const ecs = 'ecs:cluster_0123456789abcdef0123456789abcdef_0123456789';
    const targets = [ecs, 'i-0123456789abcdef0', undefined];
    gateway = await startGateway({
      world: buildWorld()
        .fleet('design')
        .appStreamSessions({ stack: 'Gone', fleet: 'design' })
        .ssmSessions({ count: 3, each: (index) => ({ Target: targets[index] }) }).world,
    });
    const { data, errors } = await gateway.query(`{
      ssmSessions { nodes { target instanceId managedNode { instanceId } } }
      appStreamSessions(stackName: "Gone", fleetName: "design") { nodes { fleet { name } stack { name } } }
    }`);
    expect(errors).toBeUndefined();
    expect(data.ssmSessions.nodes).toEqual(
      targets.map((target) => ({ target: target ?? null, instanceId: target ?? null, managedNode: null })),
    );
    expect(data.appStreamSessions.nodes).toEqual([{ fleet: { name: 'design' }, stack: null }]);
  });
});
