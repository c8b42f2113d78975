import { afterEach, describe, expect, test, vi } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ACCOUNTS, fourLocations, REGIONS, roleOf, SCOPES } from '../support/locations.ts';
import { buildWorld, testAccountId } from '../support/world.ts';

let gateway: TestGateway;
afterEach(async () => {
  vi.useRealTimers();
  await gateway.close();
});

const [first, second] = ACCOUNTS;
const stsCalls = () => gateway.emulator.calls.filter(({ service }) => service === 'sts');
const everything = '{ fleets { nodes { name } } pools { nodes { poolId } } ssmSessions { nodes { sessionId } } }';
const fleetsOf = (accountId: string) =>
  gateway.query(`{ fleets(accountId: "${accountId}", region: "eu-west-1") { nodes { name } } }`);

describe('A role', () => {
  test('is assumed once for all its regions and services, however many ask at once', async () => {
    gateway = await startGateway({ world: fourLocations(), scopes: SCOPES });
    await Promise.all([
      gateway.query(everything),
      gateway.query(`query Other ${everything}`),
      fleetsOf(first),
      fleetsOf(second),
    ]);
    await gateway.query(everything);
    expect(
      stsCalls()
        .map(({ operation, input }) => [operation, input.RoleArn])
        .sort(),
    ).toEqual(ACCOUNTS.map((account) => ['AssumeRole', roleOf(account)]));
  });

  test('is assumed with the credentials of the process, in a region of the entry, under the name of the gateway', async () => {
    gateway = await startGateway({
      world: fourLocations(),
      scopes: [{ roleArn: roleOf(first), regions: ['us-east-1'], externalId: 'tenant-1' }],
    });
    await gateway.query(everything);
    expect(stsCalls()).toMatchObject([
      {
        accountId: testAccountId,
        region: 'us-east-1',
        input: { RoleArn: roleOf(first), RoleSessionName: 'session-gateway', ExternalId: 'tenant-1' },
      },
    ]);
  });

  test('is assumed when the first query needs it, and not for a query of another location', async () => {
    gateway = await startGateway({ world: fourLocations(), scopes: SCOPES });
    await fleetsOf(second);
    expect(stsCalls().map(({ input }) => input.RoleArn)).toEqual([roleOf(second)]);
  });

  test('is assumed anew before its credentials expire, while the old ones still serve', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const began = Date.now();
    const minutes = (count: number) => vi.setSystemTime(began + count * 60_000);
    gateway = await startGateway({ world: fourLocations(), scopes: SCOPES, cacheTtlMs: 0 });
    const ask = async (expected: number) => {
      expect((await fleetsOf(first)).errors).toBeUndefined();
      await expect.poll(() => stsCalls().length).toBe(expected);
    };
    await ask(1);
    minutes(54);
    await ask(1);
    minutes(56);
    await ask(2);
    minutes(61);
    await ask(2);
    // After hours without a request there are no cached credentials left.
    minutes(400);
    await ask(3);
    expect(gateway.emulator.calls.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
  });

  test('whose renewal fails is read with what it has, to the end', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const began = Date.now();
    gateway = await startGateway({ world: fourLocations(), scopes: SCOPES, cacheTtlMs: 0 });
    await fleetsOf(first);
    gateway.emulator.faults.push({ operation: 'AssumeRole', kind: 'error', code: 'AccessDenied', status: 403 });
    vi.setSystemTime(began + 56 * 60_000);
    expect((await fleetsOf(first)).errors).toBeUndefined();
    await expect.poll(() => stsCalls().length).toBe(2);
    vi.setSystemTime(began + 60 * 60_000);
    expect((await fleetsOf(first)).errors?.[0]?.extensions).toMatchObject({
      code: 'UPSTREAM_ACCESS_DENIED',
      service: 'sts',
    });
  });
});

describe('A role that cannot be assumed', () => {
  const rejection = { service: 'sts', operation: 'AssumeRole' };

  test.each([
    ['AccessDenied', 403, 'UPSTREAM_ACCESS_DENIED', false],
    ['InvalidClientTokenId', 403, 'UPSTREAM_CREDENTIALS', false],
    ['ExpiredToken', 403, 'UPSTREAM_CREDENTIALS', false],
    ['RegionDisabledException', 403, 'UPSTREAM_ERROR', false],
  ])(
    'by %s is %s %s of AssumeRole, tried once, and the other account is read',
    async (code, status, expected, retryable) => {
      gateway = await startGateway({ world: fourLocations(), scopes: SCOPES });
      gateway.emulator.faults.push({ ...rejection, inputContains: first, kind: 'error', code, status });
      const { errors } = await fleetsOf(first);
      expect(errors).toHaveLength(1);
      expect(errors?.[0]?.extensions).toEqual({
        ...rejection,
        code: expected,
        retryable,
        requestId: expect.any(String),
      });
      expect(stsCalls()).toHaveLength(1);
      expect((await fleetsOf(second)).data.fleets.nodes).toHaveLength(2);
    },
  );

  test('says so once for a query with several fields, in words that name the location and nothing else', async () => {
    gateway = await startGateway({ world: fourLocations(), scopes: SCOPES });
    gateway.emulator.faults.push({
      ...rejection,
      inputContains: second,
      kind: 'error',
      code: 'AccessDenied',
      status: 403,
      message: 'secret detail',
    });
    const { errors } = await gateway.query(everything);
    expect(errors?.[0]?.message).toBe(
      'The gateway is not allowed to call AssumeRole of STS (account 222222222222, region eu-west-1).',
    );
    expect(JSON.stringify(errors)).not.toMatch(/secret|127\.0\.0\.1|role\//);
    expect(stsCalls().filter(({ input }) => input.RoleArn === roleOf(second))).toHaveLength(1);
  });

  test('is tried again by the next query', async () => {
    gateway = await startGateway({ world: fourLocations(), scopes: SCOPES });
    gateway.emulator.faults.push({ ...rejection, kind: 'error', code: 'AccessDenied', status: 403, times: 1 });
    expect((await fleetsOf(first)).errors).toHaveLength(1);
    expect((await fleetsOf(first)).errors).toBeUndefined();
  });

  test('because the external id is wrong or missing is UPSTREAM_ACCESS_DENIED', async () => {
    const world = buildWorld(fourLocations()).role(roleOf(first), 'tenant-1').role(roleOf(second), 'tenant-2').world;
    gateway = await startGateway({
      world,
      scopes: [
        { roleArn: roleOf(first), regions: ['eu-west-1'], externalId: 'tenant-1' },
        { roleArn: roleOf(second), regions: ['eu-west-1'], externalId: 'tenant-1' },
        { roleArn: roleOf(second), regions: ['us-east-1'] },
      ],
    });
    expect((await fleetsOf(first)).data.fleets.nodes).toHaveLength(2);
    for (const region of REGIONS) {
      const { errors } = await gateway.query(
        `{ fleets(accountId: "${second}", region: "${region}") { nodes { name } } }`,
      );
      expect(errors?.[0]?.extensions).toMatchObject({ ...rejection, code: 'UPSTREAM_ACCESS_DENIED' });
    }
  });

  test('because STS hangs is UPSTREAM_TIMEOUT at the deadline of the request, and the other account is read meanwhile', async () => {
    gateway = await startGateway({ world: fourLocations(), scopes: SCOPES, deadlineMs: 3_000 });
    gateway.emulator.faults.push({ ...rejection, inputContains: first, kind: 'hang' });
    const order: string[] = [];
    const [hanging, other] = await Promise.all(
      ACCOUNTS.map((account) => fleetsOf(account).finally(() => order.push(account))),
    );
    expect(hanging?.errors?.[0]?.extensions).toMatchObject({ ...rejection, code: 'UPSTREAM_TIMEOUT', retryable: true });
    expect(other?.data.fleets.nodes).toHaveLength(2);
    // The SDK gives a silent connection up after 4.5 s: it was the request that ended first.
    expect(order).toEqual([second, first]);
    expect(stsCalls().filter(({ input }) => input.RoleArn === roleOf(first))).toHaveLength(1);
  });
});

describe('An account that is not configured by a role', () => {
  test('is asked of AWS once for all its regions', async () => {
    gateway = await startGateway({
      world: buildWorld().fleet('here').world,
      scopes: [{ regions: ['eu-west-1', 'us-east-1'] }],
    });
    await Promise.all([gateway.query(everything), fleetsOf(testAccountId)]);
    await gateway.query(everything);
    expect(stsCalls().map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
    expect((await fleetsOf(testAccountId)).data.fleets.nodes).toEqual([{ name: 'here' }]);
  });

  test('that the credentials are not of is UPSTREAM_CREDENTIALS, and the log says whose they are', async () => {
    gateway = await startGateway({ world: fourLocations(), scopes: [{ accountId: first, regions: ['eu-west-1'] }] });
    const { errors } = await fleetsOf(first);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_CREDENTIALS', service: 'sts' });
    expect(JSON.stringify(errors)).not.toContain(testAccountId);
    expect(JSON.stringify(gateway.log)).toContain(
      `GATEWAY_AWS_ACCOUNTS says ${first}, but the credentials belong to ${testAccountId}`,
    );
    expect(gateway.emulator.count('DescribeFleets')).toBe(0);
  });

  test('that turns out to be one that is configured by a role is not read twice', async () => {
    const scopes = [{ regions: ['eu-west-1'] }, { roleArn: roleOf(testAccountId), regions: ['eu-west-1'] }];
    gateway = await startGateway({ world: buildWorld().fleet('here').world, scopes });
    const { errors } = await gateway.query('{ fleets { nodes { name } } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_CREDENTIALS' });
    expect(JSON.stringify(gateway.log)).toContain(
      `GATEWAY_AWS_ACCOUNTS names account ${testAccountId}, region eu-west-1 twice: as ${testAccountId}/eu-west-1 and as default/eu-west-1`,
    );
  });
});

describe('The gateway', () => {
  test('is ready when one location is, warns of each that is not, and tries those again', async () => {
    gateway = await startGateway({ world: fourLocations(), scopes: SCOPES });
    gateway.emulator.faults.push({
      operation: 'AssumeRole',
      inputContains: first,
      kind: 'error',
      code: 'AccessDenied',
      status: 403,
      times: 1,
    });
    await gateway.ready();
    const said = (msg: string) => gateway.log.filter((record) => record.msg === msg);
    expect(said('can be read').map(({ accountId }) => accountId)).toContain(second);
    await expect
      .poll(() => said('cannot be read; trying again').map(({ location }) => location))
      .toEqual(REGIONS.map((region) => `${first}/${region}`));
    await expect.poll(() => said('can be read').length).toBe(4);
    expect(stsCalls()).toHaveLength(3);
  });
});
