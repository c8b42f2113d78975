import { afterEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

type Pool = Parameters<ReturnType<typeof buildWorld>['pool']>[1];

async function start(pool?: Pool) {
  const built = buildWorld().pool('Ops', pool).poolSessions({ pool: 'Ops', count: 2 });
  gateway = await startGateway({ world: built.world });
  return built.poolId('Ops');
}

const change = (mutation: string, input: object) =>
  gateway.query(
    `mutation ($input: ${mutation === 'startPool' ? 'Start' : 'Stop'}PoolInput!) {
      it: ${mutation}(input: $input) { pool { poolId state } userErrors { code message field } }
    }`,
    { input },
  );

const sent = () => gateway.calls().map(({ operation }) => operation);

describe.each([
  ['startPool', 'STOPPED', 'STARTING', 'StartWorkspacesPool', 'started'],
  ['stopPool', 'RUNNING', 'STOPPING', 'StopWorkspacesPool', 'stopped'],
] as const)('%s', (mutation, from, to, operation, done) => {
  test(`of a pool that is ${from} answers with it, ${to}, and reads through the same gateway see it`, async () => {
    const poolId = await start({ State: from });
    expect((await gateway.query('{ pools { nodes { state } } }')).data.pools.nodes).toEqual([{ state: from }]);
    const { data, errors } = await change(mutation, { poolId });
    expect(errors).toBeUndefined();
    expect(data.it).toEqual({ pool: { poolId, state: to }, userErrors: [] });
    expect((await gateway.query('{ pools { nodes { state } } }')).data.pools.nodes).toEqual([{ state: to }]);
    expect(gateway.emulator.count(operation)).toBe(1);
  });

  test.each(
    (['CREATING', 'DELETING', 'RUNNING', 'STARTING', 'STOPPED', 'STOPPING', 'UPDATING'] as const).filter(
      (state) => state !== from,
    ),
  )('of a pool that is %s is rejected before AWS is asked', async (State) => {
    const poolId = await start({ State });
    const { data } = await change(mutation, { poolId });
    expect(data.it).toEqual({
      pool: null,
      userErrors: [
        {
          code: 'INVALID_STATE',
          message: `It is ${State}; only a pool that is ${from} can be ${done}.`,
          field: ['input', 'poolId'],
        },
      ],
    });
    expect(sent()).toEqual(['DescribeWorkspacesPools']);
  });

  test('of a pool of the running mode ALWAYS_ON is rejected before AWS is called', async () => {
    const poolId = await start({ State: from, RunningMode: 'ALWAYS_ON' });
    const { data } = await change(mutation, { poolId });
    expect(data.it.userErrors).toMatchObject([{ code: 'NOT_SUPPORTED', field: ['input', 'poolId'] }]);
    expect(gateway.emulator.count(operation)).toBe(0);
  });

  test('says all that is in the way at once', async () => {
    const poolId = await start({ State: 'UPDATING', RunningMode: 'ALWAYS_ON' });
    const { data } = await change(mutation, { poolId });
    expect(data.it.userErrors.map(({ code }: { code: string }) => code)).toEqual(['NOT_SUPPORTED', 'INVALID_STATE']);
  });

  test('of a pool whose cached state is outdated reads it again first', async () => {
    const built = buildWorld().pool('Ops', { State: 'UPDATING' });
    gateway = await startGateway({ world: built.world });
    await gateway.query('{ pools { nodes { state } } }');
    for (const pool of built.location.pools.values()) pool.State = from;
    expect((await change(mutation, { poolId: built.poolId('Ops') })).data.it.userErrors).toEqual([]);
  });

  test('of no pool is NOT_FOUND', async () => {
    await start();
    const { data } = await change(mutation, { poolId: 'wspool-zzzzzzzzz' });
    expect(data.it).toMatchObject({ pool: null, userErrors: [{ code: 'NOT_FOUND', field: ['input', 'poolId'] }] });
  });

  test('of what is no id of a pool costs no call', async () => {
    await start();
    const { data } = await change(mutation, { poolId: 'Ops' });
    expect(data.it.userErrors).toMatchObject([{ code: 'INVALID_FORMAT', field: ['input', 'poolId'] }]);
    expect(sent()).toEqual([]);
  });

  test('of a region that this gateway does not read costs no call', async () => {
    const poolId = await start({ State: from });
    const { data } = await change(mutation, { poolId, region: 'us-east-1' });
    expect(data.it.userErrors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect(sent()).toEqual([]);
  });

  test.each([
    ['InvalidResourceStateException', 'INVALID_STATE'],
    ['OperationInProgressException', 'CONCURRENT_MODIFICATION'],
    ['ResourceNotFoundException', 'NOT_FOUND'],
    ['ResourceLimitExceededException', 'QUOTA_EXCEEDED'],
    ['OperationNotSupportedException', 'NOT_PERMITTED'],
    ['InvalidParameterValuesException', 'INVALID_PARAMETER'],
  ])('that AWS rejects with %s is the userError %s', async (rejection, code) => {
    const poolId = await start({ State: from });
    gateway.emulator.faults.push({ operation, kind: 'error', code: rejection });
    const { data, errors } = await change(mutation, { poolId });
    expect(errors).toBeUndefined();
    expect(data.it).toMatchObject({ pool: null, userErrors: [{ code }] });
  });

  test('that AWS denies the gateway is a GraphQL error', async () => {
    const poolId = await start({ State: from });
    gateway.emulator.faults.push({ operation, kind: 'error', code: 'AccessDeniedException' });
    const { errors } = await change(mutation, { poolId });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_ACCESS_DENIED', operation });
  });

  test('is on record before and after', async () => {
    const poolId = await start({ State: from });
    await change(mutation, { poolId });
    expect(gateway.audit).toMatchObject([
      { phase: 'intent', operation: mutation, input: { poolId } },
      { phase: 'result', operation: mutation, outcome: 'done', upstream: [{ operation, outcome: 'ok' }] },
    ]);
  });
});
