import { afterEach, describe, expect, test } from 'vitest';
import { PROVIDERS } from '../../src/sessions/providers.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { firstScan } from '../support/live-query.ts';
import { sessionsPage, standing } from '../support/sessions.ts';
import { buildWorld, testAccountId } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

/** eu-north-1 has SSM alone of the services, by AWS's endpoint data. */
const NORTH = 'eu-north-1';

async function start(...regions: string[]) {
  const { world } = buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design' })
    .pool('Ops', { PoolId: 'wspool-aaaaaaaaa' })
    .workspaces(1)
    .at(testAccountId, NORTH)
    .node('i-00000000000000001')
    .ssmSessions();
  gateway = await startGateway({ world, scopes: [{ accountId: testAccountId, regions }] });
}

describe('Where AWS does not offer a service', () => {
  test('it is no source of sessions, and takes no call', async () => {
    await start(NORTH);
    const page = await sessionsPage(gateway);
    expect(standing(page)).toEqual([`SSM ${NORTH}: COMPLETE`]);
    expect(page.incomplete).toBe(false);
    expect(new Set(gateway.calls().map(({ service }) => service))).toEqual(new Set(['ssm']));
  });

  test('the sources of another region are there', async () => {
    await start(NORTH, 'eu-west-1');
    expect(standing(await sessionsPage(gateway))).toEqual([
      'AppStream eu-west-1 stack Design / fleet design: COMPLETE',
      `SSM ${NORTH}: COMPLETE`,
      'SSM eu-west-1: COMPLETE',
      'WorkSpaces Pools eu-west-1 pool Ops: COMPLETE',
      'WorkSpaces Personal eu-west-1: COMPLETE',
    ]);
  });

  test('a list over several regions leaves the region out, and a look-up searches the others', async () => {
    await start(NORTH, 'eu-west-1');
    const { data, errors } = await gateway.query(`{
      fleets { nodes { name } pageInfo { hasNextPage } } workspaces { nodes { workspaceId } }
      fleet(name: "design") { name } gone: fleet(name: "gone") { name } pool(poolId: "wspool-aaaaaaaaa") { poolId }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      fleets: { nodes: [{ name: 'design' }], pageInfo: { hasNextPage: false } },
      workspaces: { nodes: [{ workspaceId: expect.any(String) }] },
      fleet: { name: 'design' },
      gone: null,
      pool: { poolId: 'wspool-aaaaaaaaa' },
    });
    expect(gateway.calls().filter(({ region, service }) => region === NORTH && service !== 'ssm')).toEqual([]);
  });

  test('liveSessions of that region is complete without sources of the service', async () => {
    await start(NORTH, 'eu-west-1');
    await firstScan(gateway);
    const { data, errors } = await gateway.query(`{
      none: liveSessions(filter: { regions: ["${NORTH}"], services: [APPSTREAM] }) { totalCount incomplete sources { label } }
      all: liveSessions(filter: { regions: ["${NORTH}"] }) { totalCount incomplete sources { service } }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      none: { totalCount: 0, incomplete: false, sources: [] },
      all: { totalCount: 1, incomplete: false, sources: [{ service: 'SSM' }] },
    });
  });

  test('a field that is asked of that region alone is SERVICE_DISABLED, without a call', async () => {
    await start(NORTH, 'eu-west-1');
    const { data, errors } = await gateway.query(`{ fleets(region: "${NORTH}") { nodes { name } } }`);
    expect(data.fleets).toBeNull();
    expect(errors).toMatchObject([
      { message: `AWS does not offer AppStream in ${NORTH}.`, extensions: { code: 'SERVICE_DISABLED' } },
    ]);
    expect(gateway.calls()).toEqual([]);
  });
});

describe('The regions without a service', () => {
  test.each(PROVIDERS.map(({ label, regionsWithout }) => [label, regionsWithout] as const))(
    'of %s are region codes, without those in common use',
    async (_label, regionsWithout) => {
      await start('eu-west-1');
      for (const region of regionsWithout) expect(region).toMatch(/^[a-z]{2,4}(?:-[a-z]+){1,2}-\d$/);
      for (const region of ['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1', 'ap-southeast-2', 'us-gov-west-1'])
        expect(regionsWithout.has(region)).toBe(false);
    },
  );

  test('are the same for providers of one endpoint', async () => {
    await start('eu-west-1');
    for (const [endpoint, providers] of Map.groupBy(PROVIDERS, (provider) => provider.endpoint)) {
      const lists = new Set(providers.map(({ regionsWithout }) => [...regionsWithout].join()));
      expect([endpoint, lists.size]).toEqual([endpoint, 1]);
    }
  });

  test('do not include a region that the data do not know: it is read', async () => {
    await start('xx-future-1');
    expect((await sessionsPage(gateway)).sources).toHaveLength(PROVIDERS.length);
  });
});
