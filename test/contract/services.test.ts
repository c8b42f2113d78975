import { afterEach, describe, expect, test } from 'vitest';
import { PROVIDERS, type SessionService } from '../../src/sessions/providers.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { firstScan } from '../support/live-query.ts';
import { IDS, world } from '../support/node-fixtures.ts';
import { sessionsPage, standing } from '../support/sessions.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

async function start(services: readonly SessionService[], options: TestGatewayOptions = {}): Promise<void> {
  gateway = await startGateway({ world, services, ...options });
  await gateway.ready();
  gateway.emulator.clearCalls();
}

/** Services that were called, each once. */
const called = () => [...new Set(gateway.calls().map(({ service }) => service))].sort();

/** Fields that need one service, with that service. */
const FIELDS: readonly (readonly [field: string, service: SessionService])[] = [
  ['fleets { nodes { name } }', 'APPSTREAM'],
  ['fleets(names: ["design"]) { nodes { name } }', 'APPSTREAM'],
  ['fleet(name: "design") { name }', 'APPSTREAM'],
  ['stacks { nodes { name } }', 'APPSTREAM'],
  ['stack(name: "Design") { name }', 'APPSTREAM'],
  ['appStreamSessions(stackName: "Design", fleetName: "design") { nodes { id } }', 'APPSTREAM'],
  ['managedNodes { nodes { instanceId } }', 'SSM'],
  ['managedNode(instanceId: "i-00000000000000001") { instanceId }', 'SSM'],
  ['ssmSessions { nodes { id } }', 'SSM'],
  ['pools { nodes { poolId } }', 'WORKSPACES'],
  ['pool(poolId: "wspool-aaaaaaaaa") { poolId }', 'WORKSPACES'],
  ['poolSessions(poolId: "wspool-aaaaaaaaa") { nodes { id } }', 'WORKSPACES'],
  ['workspaces { nodes { workspaceId } }', 'WORKSPACES_PERSONAL'],
  ['workspace(workspaceId: "ws-aaaaaaaaa") { workspaceId }', 'WORKSPACES_PERSONAL'],
];
const others = (service: SessionService) =>
  PROVIDERS.map((provider) => provider.service).filter((each) => each !== service);
/** Operations by which a service is called. */
const operationsOf = (service: SessionService) => {
  const { read, write } = PROVIDERS.find((provider) => provider.service === service)?.permissions ?? {};
  return new Set([...(read ?? []), ...(write ?? [])]);
};

describe('A field of a service that is left out', () => {
  test.each(FIELDS)('%s is null with SERVICE_DISABLED, without a call; others are answered', async (field, service) => {
    await start(others(service));
    const [answered] = FIELDS.find(([, each]) => each !== service) ?? [];
    const { data, errors } = await gateway.query(`{ it: ${field} other: ${answered} }`);
    expect(data.it).toBeNull();
    expect(data.other).not.toBeNull();
    expect(errors).toMatchObject([{ path: ['it'], extensions: { code: 'SERVICE_DISABLED' } }]);
    expect(errors?.[0]?.message).toMatch(/^This gateway does not read \w+: see GATEWAY_SERVICES\.$/);
    const made = gateway.calls().map(({ service: endpoint, operation }) => `${endpoint}:${operation}`);
    expect(made.filter((call) => operationsOf(service).has(call))).toEqual([]);
  });

  test.each(FIELDS)('%s is answered by a gateway that reads its service alone', async (field, service) => {
    await start([service]);
    const { data, errors } = await gateway.query(`{ it: ${field} }`);
    expect(errors).toBeUndefined();
    expect(data.it).not.toBeNull();
  });

  test('is null over several locations, too', async () => {
    await start(['SSM'], { scopes: [{ regions: ['eu-west-1', 'us-east-1'] }] });
    const { data, errors } = await gateway.query('{ pools { nodes { poolId } } fleet(name: "design") { name } }');
    expect(data).toEqual({ pools: null, fleet: null });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['SERVICE_DISABLED', 'SERVICE_DISABLED']);
    expect(called()).toEqual([]);
  });
});

describe('With SSM alone', () => {
  test('sessions has no other source, and calls no other service', async () => {
    await start(['SSM']);
    const page = await sessionsPage(gateway);
    expect(standing(page)).toEqual(['SSM eu-west-1: COMPLETE']);
    expect(page).toMatchObject({ incomplete: false });
    expect(page.edges).toHaveLength(1);
    expect(called()).toEqual(['ssm']);
  });

  test('liveSessions has no other source, and rejects a filter that names another', async () => {
    await start(['SSM']);
    await firstScan(gateway);
    const { data, errors } = await gateway.query(`{
      all: liveSessions { nodes { service } incomplete sources { service } }
      other: liveSessions(filter: { services: [SSM, WORKSPACES] }) { totalCount }
    }`);
    expect(data).toEqual({
      all: { nodes: [{ service: 'SSM' }], incomplete: false, sources: [{ service: 'SSM' }] },
      other: null,
    });
    expect(errors).toMatchObject([{ path: ['other'], extensions: { code: 'SERVICE_DISABLED' } }]);
    expect(called()).toEqual(['ssm']);
  });

  test("an IAM role with SSM's permissions alone shows no failed source", async () => {
    await start(['SSM']);
    const denied = { kind: 'error', code: 'AccessDeniedException' } as const;
    gateway.emulator.faults.push({ service: 'appstream', ...denied }, { service: 'workspaces', ...denied });
    const page = await sessionsPage(gateway);
    expect(page.sources.filter(({ status }) => status === 'FAILED')).toEqual([]);
    expect(page.incomplete).toBe(false);
  });

  test('a user has the sessions of SSM', async () => {
    await start(['SSM']);
    const { data, errors } = await gateway.query('{ sessions { nodes { user { sessions { nodes { service } } } } } }');
    expect(errors).toBeUndefined();
    expect(data.sessions.nodes[0].user.sessions.nodes).toEqual([{ service: 'SSM' }]);
    expect(called()).toEqual(['ssm']);
  });

  test.each([
    ['{ services: [SSM, WORKSPACES_PERSONAL] }', 'WorkSpaces Personal'],
    ['{ services: [APPSTREAM] }', 'AppStream'],
    ['{ poolIds: ["wspool-aaaaaaaaa"] }', 'WorkSpaces Pools'],
    ['{ fleetNames: ["design"] }', 'AppStream'],
  ])('a filter %s is SERVICE_DISABLED: an empty list would claim that there are none', async (filter, name) => {
    await start(['SSM']);
    const { data, errors } = await gateway.query(`{ sessions(filter: ${filter}) { nodes { id } } }`);
    expect(data.sessions).toBeNull();
    expect(errors).toMatchObject([
      {
        message: `This gateway does not read ${name}: see GATEWAY_SERVICES.`,
        extensions: { code: 'SERVICE_DISABLED' },
      },
    ]);
    expect(called()).toEqual([]);
  });

  test('an id of another service is SERVICE_DISABLED by node and by reference; the others are found', async () => {
    await start(['SSM']);
    const isOfSsm = (typename: string) => ['ManagedNode', 'SsmSession', 'User'].includes(typename);
    const { data, errors } = await gateway.query('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', {
      ids: IDS.map(([, id]) => id),
    });
    const shown = IDS.map(([typename]) => (isOfSsm(typename) ? { __typename: typename } : null));
    expect(data.nodes).toEqual(shown);
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['SERVICE_DISABLED']));
    const entities = await gateway.query('query ($all: [_Any!]!) { _entities(representations: $all) { __typename } }', {
      all: IDS.map(([__typename, id]) => ({ __typename, id })),
    });
    expect(entities.data._entities).toEqual(shown);
    expect(called()).toEqual(['ssm']);
  });

  test.each([
    'createFleet(input: { name: "new", instanceType: "stream.standard.small" }) { userErrors { code } }',
    'stopFleet(input: { name: "design" }) { userErrors { code } }',
    'startPool(input: { poolId: "wspool-aaaaaaaaa" }) { userErrors { code } }',
  ])('the mutation %s changes nothing: SERVICE_DISABLED', async (mutation) => {
    await start(['SSM']);
    const { errors } = await gateway.query(`mutation { ${mutation} }`);
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_DISABLED' } }]);
    expect(called()).toEqual([]);
  });

  test('terminateSessions names the code for each session of another service, before any call', async () => {
    await start(['SSM']);
    const ids = IDS.filter(([typename]) => ['PoolSession', 'AppStreamSession'].includes(typename)).map(([, id]) => id);
    const { data, errors } = await gateway.query(
      'mutation ($ids: [ID!]!) { terminateSessions(input: { ids: $ids, dryRun: true }) { results { outcome userErrors { code } } } }',
      { ids },
    );
    expect(errors).toBeUndefined();
    expect(
      data.terminateSessions.results.map((result: { userErrors: { code: string }[] }) => result.userErrors),
    ).toEqual(ids.map(() => [{ code: 'SERVICE_DISABLED' }]));
    expect(called()).toEqual([]);
  });
});
