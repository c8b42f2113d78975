import { afterEach, expect, test } from 'vitest';
import { encodeId } from '../../src/schema/ids/node-id.ts';
import { nodeKey } from '../../src/schema/relay/node.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld, testAccountId, testRegion } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const idOf = (typename: string, ...parts: readonly (string | null)[]) =>
  encodeId(typename, nodeKey({ accountId: testAccountId, region: testRegion }, ...parts));
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
const GONE = 'ffffffff-0000-4000-8000-000000000000';

test('The pool of a session is null when it was deleted; others in the batch are found', async () => {
  const world = buildWorld().pool('Ops', { PoolId: 'wspool-aaaaaaaaa' }).poolSessions({ pool: 'Ops', count: 1 }).world;
  gateway = await startGateway({ world });
  const { data: there } = await gateway.query('{ poolSessions(poolId: "wspool-aaaaaaaaa") { nodes { id } } }');
  const live = there.poolSessions.nodes[0].id as string;
  const answer = await gateway.query(NODES, { ids: [idOf('PoolSession', 'wspool-zzzzzzzzz', 'alice', GONE), live] });
  expect(answer).toEqual({ data: { nodes: [null, { id: live }] } });
});

test.each(['ResourceNotFoundException'])('A session whose stack AWS does not know (%s) is null, too', async (code) => {
  gateway = await startGateway({ world: buildWorld().world });
  gateway.emulator.faults.push({ service: 'appstream', operation: 'DescribeSessions', kind: 'error', code });
  const answer = await gateway.query(NODES, { ids: [idOf('AppStreamSession', 'Gone', 'gone', 'API', 'alice', GONE)] });
  expect(answer).toEqual({ data: { nodes: [null] } });
});

test.each([
  ['AppStreamSession', ['../etc', 'design', 'API', 'alice', GONE]],
  ['AppStreamSession', ['Design', 'design', 'API', 'a', GONE]],
  ['PoolSession', ['pool-1', 'alice', GONE]],
  ['PoolSession', ['wspool-aaaaaaaaa', 'a', GONE]],
  ['SsmSession', ['x'.repeat(97)]],
] as const)('A session key that nothing can have is INVALID_ID: %s %j', async (typename, parts) => {
  gateway = await startGateway({ world: buildWorld().world });
  const { data, errors } = await gateway.query(NODES, { ids: [idOf(typename, ...parts)] });
  expect([data.nodes, errors?.map(({ extensions }) => extensions.code)]).toEqual([[null], ['INVALID_ID']]);
  expect(gateway.calls()).toEqual([]);
});

test('A list that cannot be read fails its own sessions only', async () => {
  const world = buildWorld()
    .appStreamSessions({ stack: 'Design', fleet: 'design' })
    .appStreamSessions({ stack: 'Sales', fleet: 'sales' }).world;
  gateway = await startGateway({ world });
  const list = (name: string) =>
    `appStreamSessions(stackName: "${name}", fleetName: "${name.toLowerCase()}") { nodes { id } }`;
  const { data: there } = await gateway.query(`{ a: ${list('Design')} b: ${list('Sales')} }`);
  const ids = [there.a.nodes[0].id, there.b.nodes[0].id];
  gateway.emulator.faults.push({ kind: 'error', code: 'AccessDeniedException', inputContains: 'Sales' });
  const { data, errors } = await gateway.query(NODES, { ids });
  expect(data.nodes).toEqual([{ id: ids[0] }, null]);
  expect(errors).toMatchObject([{ path: ['nodes', 1], extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }]);
});
