import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLError } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults/faults.ts';
import { createLog } from '../../src/log/log.ts';
import { maskErrors } from '../../src/server/errors/mask-errors.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const world = () =>
  buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 3 })
    .node('i-00000000000000001')
    .ssmSessions({ count: 3 })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', count: 3 }).world;

const THREE_SERVICES = `{
  appstream: fleets { nodes { name } }
  ssm: ssmSessions { nodes { sessionId } }
  workspaces: pools { nodes { poolId } }
}`;

/** One service fails; the other two are asked in the same request. */
async function whileSsm(fault: Omit<Fault, 'service'>, deadlineMs = 5_000) {
  gateway = await startGateway({ world: world(), deadlineMs });
  // GetCallerIdentity is called once per process: not part of this test.
  await gateway.query('{ fleets { nodes { name } } }');
  gateway.emulator.faults.push({ service: 'ssm', ...fault });
  const { errors } = await gateway.query('{ ssmSessions { nodes { sessionId } } }');
  return errors?.[0];
}

describe('A failing service is the coded error', () => {
  test.each([
    ['throttled', { kind: 'error', code: 'ThrottlingException', message: 'Rate exceeded' }, 'UPSTREAM_THROTTLED', true],
    [
      'denied',
      { kind: 'error', code: 'AccessDeniedException', message: 'arn:aws:iam::1:role/Secret' },
      'UPSTREAM_ACCESS_DENIED',
      false,
    ],
    [
      'with expired credentials',
      { kind: 'error', code: 'ExpiredTokenException', message: 'expired' },
      'UPSTREAM_CREDENTIALS',
      false,
    ],
    [
      'broken',
      { kind: 'error', code: 'InternalServerError', message: 'oops', status: 500 },
      'UPSTREAM_UNAVAILABLE',
      true,
    ],
    ['rejecting in a new way', { kind: 'error', code: 'BrandNewException', message: 'no' }, 'UPSTREAM_ERROR', false],
    ['reset', { kind: 'reset' }, 'UPSTREAM_UNAVAILABLE', true],
  ] as const)('when it is %s', async (_title, fault, code, retryable) => {
    // What AWS throttles is tried until the request's time is up.
    const error = await whileSsm(fault, 600);
    expect(error?.extensions).toMatchObject({ code, service: 'ssm', operation: 'DescribeSessions', retryable });
    if (fault.kind === 'error') expect(error?.extensions.requestId).toMatch(/^[\w-]{8,}$/);
  });

  test('when it hangs: UPSTREAM_TIMEOUT, at the deadline', async () => {
    expect((await whileSsm({ kind: 'hang' }, 400))?.extensions).toMatchObject({
      code: 'UPSTREAM_TIMEOUT',
      retryable: true,
    });
  });

  test('when its answer is cut off', async () => {
    expect((await whileSsm({ kind: 'truncate' }))?.extensions.code).toMatch(/^UPSTREAM_(UNAVAILABLE|ERROR)$/);
  });
});

test.each([
  [{ kind: 'error', code: 'AccessDeniedException' }],
  [{ kind: 'error', code: 'ThrottlingException' }],
  [{ kind: 'reset' }],
  [{ kind: 'hang' }],
] as const)('While one service fails (%j), the other two are answered', async (fault) => {
  gateway = await startGateway({ world: world(), deadlineMs: 3_000 });
  gateway.emulator.faults.push({ service: 'ssm', ...fault });
  const { data, errors } = await gateway.query(
    '{ a: fleet(name: "design") { name } b: managedNode(instanceId: "i-00000000000000001") { instanceId } c: pool(poolId: "wspool-000000000") { poolId } }',
  );
  expect(data.a).toEqual({ name: 'design' });
  expect(data.b).toBeNull();
  expect(errors?.map(({ path }) => path)).toEqual([['b']]);
});

describe('A root list that fails is null with its error, and the other fields are answered', () => {
  const broken = { kind: 'error', code: 'AccessDeniedException' } as const;

  test.each([
    ['fleets', 'fleets { nodes { name } }', 'DescribeFleets'],
    ['stacks', 'stacks { nodes { name } }', 'DescribeStacks'],
    ['pools', 'pools { nodes { poolId } }', 'DescribeWorkspacesPools'],
    ['managedNodes', 'managedNodes { nodes { instanceId } }', 'DescribeInstanceInformation'],
    ['ssmSessions', 'ssmSessions { nodes { id } }', 'DescribeSessions'],
    [
      'appStreamSessions',
      'appStreamSessions(stackName: "Design", fleetName: "design") { nodes { id } }',
      'DescribeSessions',
    ],
    ['poolSessions', 'poolSessions(poolId: "wspool-000000000") { nodes { id } }', 'DescribeWorkspacesPoolSessions'],
  ])('%s, by AWS', async (name, selection, operation) => {
    gateway = await startGateway({ world: world() });
    gateway.emulator.faults.push({ operation, ...broken });
    const { data, errors } = await gateway.query(`{ ${selection} user(userName: "alice") { userName } }`);
    expect(data).toEqual({ [name]: null, user: { userName: 'alice' } });
    expect(errors).toMatchObject([{ path: [name], extensions: { code: 'UPSTREAM_ACCESS_DENIED', operation } }]);
  });

  test.each([
    ['fleets', 'fleets(first: 201) { nodes { name } }', 'BAD_USER_INPUT'],
    ['stacks', 'stacks(after: "garbage") { nodes { name } }', 'INVALID_CURSOR'],
    ['sessions', 'sessions(filter: { regions: ["nowhere-1"] }) { nodes { id } }', 'BAD_USER_INPUT'],
    ['sessions', 'sessions(after: "garbage") { nodes { id } }', 'INVALID_CURSOR'],
  ])('%s, by its arguments: %s', async (name, selection, code) => {
    gateway = await startGateway({ world: world() });
    const { data, errors } = await gateway.query(`{ ${selection} user(userName: "alice") { userName } }`);
    expect(data).toEqual({ [name]: null, user: { userName: 'alice' } });
    expect(errors).toMatchObject([{ path: [name], extensions: { code } }]);
  });

  test('and a page stays a page when only its look-ahead fails: `hasNextPage` is true', async () => {
    const builder = buildWorld().node('i-00000000000000001').ssmSessions({ count: 4 });
    gateway = await startGateway({ world: builder.world });
    // The first call answers the page, the second one looks ahead.
    gateway.emulator.faults.push({ operation: 'DescribeSessions', service: 'ssm', after: 1, ...broken });
    const { data, errors } = await gateway.query(
      '{ ssmSessions(first: 2) { nodes { id } pageInfo { hasNextPage endCursor } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.ssmSessions.nodes).toHaveLength(2);
    expect(data.ssmSessions.pageInfo).toEqual({ hasNextPage: true, endCursor: expect.any(String) });
  });
});

test('While the sessions of one pool cannot be read, the others are listed with theirs', async () => {
  const builder = buildWorld();
  for (const name of ['A', 'B', 'C']) builder.pool(name).poolSessions({ pool: name });
  gateway = await startGateway({ world: builder.world });
  gateway.emulator.faults.push({
    operation: 'DescribeWorkspacesPoolSessions',
    kind: 'error',
    code: 'AccessDeniedException',
    times: 1,
  });
  const { data, errors } = await gateway.query('{ pools { nodes { poolName sessions { nodes { sessionId } } } } }');
  const { nodes } = data.pools as { nodes: { sessions: { nodes: object[] } | null }[] };
  const failed = nodes.findIndex(({ sessions }) => sessions === null);
  expect(nodes.filter(({ sessions }) => sessions?.nodes.length === 1)).toHaveLength(2);
  expect(errors).toMatchObject([
    { path: ['pools', 'nodes', failed, 'sessions'], extensions: { code: 'UPSTREAM_ACCESS_DENIED' } },
  ]);
});

test('An expired credential is reported at once, not after retries', async () => {
  await whileSsm({ kind: 'error', code: 'ExpiredTokenException', message: 'The security token is expired' });
  expect(gateway.emulator.count('DescribeSessions', 'ssm')).toBe(1);
});

test('A passing fault is healed by a retry, and the client never sees it', async () => {
  gateway = await startGateway({ world: world() });
  gateway.emulator.faults.push({ service: 'ssm', kind: 'error', code: 'ThrottlingException', times: 1 });
  const { data, errors } = await gateway.query(THREE_SERVICES);
  expect(errors).toBeUndefined();
  expect(data.ssm.nodes).toHaveLength(3);
});

test('No AWS at all is UPSTREAM_UNAVAILABLE, and says nothing of where it was looked for', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));

  gateway = await startGateway({ endpoint: `http://127.0.0.1:${port}` });
  const answer = await gateway.query('{ fleets { nodes { name } } }');
  expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
  expect(JSON.stringify(answer)).not.toMatch(new RegExp(`127\\.0\\.0\\.1|${port}|ECONNREFUSED|stack`));
});

describe('Nothing internal leaves the process', () => {
  test("not AWS's own text, which may name roles and hosts; the log has it", async () => {
    const error = await whileSsm({
      kind: 'error',
      code: 'AccessDeniedException',
      message: 'arn:aws:iam::999:role/Secret',
    });
    expect(JSON.stringify(error)).not.toContain('Secret');
    expect(JSON.stringify(gateway.log)).toContain('Secret');
  });

  test('an unexpected error is INTERNAL_SERVER_ERROR with a reference that the log has', () => {
    const lines: string[] = [];
    const log = createLog('error', { write: (line) => lines.push(line) });
    const masked = maskErrors(log)(new TypeError('secret of 10.0.0.1')) as GraphQLError;
    const { code, reference } = masked.extensions;
    expect(code).toBe('INTERNAL_SERVER_ERROR');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(String(reference));
    expect(JSON.stringify(masked)).not.toMatch(/secret|stack/);
  });
});

describe('Bad input is a coded error before any AWS call', () => {
  test.each([
    ['{ fleets(first: 201) { nodes { name } } }', 'BAD_USER_INPUT'],
    ['{ fleets(first: "x") { nodes { name } } }', 'BAD_USER_INPUT'],
    ['{ fleets(last: 5) { nodes { name } } }', 'BAD_USER_INPUT'],
    ['{ fleets(after: "garbage") { nodes { name } } }', 'INVALID_CURSOR'],
    ['{ fleets { nodes { nonsense } } }', 'BAD_USER_INPUT'],
    ['{ fleets {', 'BAD_USER_INPUT'],
    ['{ fleet(name: "no such name!") { name } }', 'BAD_USER_INPUT'],
    ['{ stack(name: "") { name } }', 'BAD_USER_INPUT'],
    ['{ pool(poolId: "wspool-X") { poolId } }', 'BAD_USER_INPUT'],
    ['{ managedNode(instanceId: "host-1") { instanceId } }', 'BAD_USER_INPUT'],
    ['{ appStreamSessions(stackName: "Design", fleetName: "design", userId: "x") { nodes { id } } }', 'BAD_USER_INPUT'],
    [
      '{ appStreamSessions(stackName: "Design", fleetName: "design", userId: "alice") { nodes { id } } }',
      'BAD_USER_INPUT',
    ],
    [
      '{ appStreamSessions(stackName: "Design", fleetName: "design", authenticationType: UNKNOWN) { nodes { id } } }',
      'BAD_USER_INPUT',
    ],
    [
      '{ appStreamSessions(stackName: "Design", fleetName: "design", authenticationType: MAGIC) { nodes { id } } }',
      'BAD_USER_INPUT',
    ],
    ['{ ssmSessions(filters: [{ key: OWNER, value: "" }]) { nodes { id } } }', 'BAD_USER_INPUT'],
    ['{ ssmSessions(filters: [{ key: STATUS, value: "CONNECTED" }]) { nodes { id } } }', 'BAD_USER_INPUT'],
    ['{ ssmSessions(filters: [{ key: INVOKED_AFTER, value: "yesterday" }]) { nodes { id } } }', 'BAD_USER_INPUT'],
    [`{ ssmSessions(filters: [${'{ key: OWNER, value: "a" }'.repeat(7)}]) { nodes { id } } }`, 'BAD_USER_INPUT'],
    ['{ appStreamSessions(stackName: "a", fleetName: "b", instanceId: "") { nodes { id } } }', 'BAD_USER_INPUT'],
    ['{ ssmSessions(state: null) { nodes { id } } }', 'BAD_USER_INPUT'],
    ['{ fleets(region: "us-east-1") { nodes { name } } }', 'BAD_USER_INPUT'],
    ['{ fleets(accountId: "999999999999") { nodes { name } } }', 'BAD_USER_INPUT'],
    ['{ node(id: "garbage") { id } }', 'INVALID_ID'],
  ])('%s is %s', async (document, code) => {
    gateway = await startGateway({ world: world() });
    const { errors } = await gateway.query(document);
    expect(errors?.[0]?.extensions.code).toBe(code);
    expect(gateway.calls()).toEqual([]);
  });

  test('an enum variable of UNKNOWN is rejected like the literal', async () => {
    gateway = await startGateway();
    const document =
      'query ($type: SessionAuthenticationType) { appStreamSessions(stackName: "a", fleetName: "b", authenticationType: $type) { nodes { id } } }';
    expect((await gateway.query(document, { type: 'UNKNOWN' })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('A single resource that does not exist', () => {
  test.each([
    '{ it: fleet(name: "gone") { name } }',
    '{ it: stack(name: "gone") { name } }',
    '{ it: pool(poolId: "wspool-aaaaaaaaa") { poolId } }',
    '{ it: managedNode(instanceId: "i-0123456789abcdef0") { instanceId } }',
  ])('is null, not an error: %s', async (document) => {
    gateway = await startGateway({ world: world() });
    expect(await gateway.query(document)).toEqual({ data: { it: null } });
  });

  test('in a batch never harms the others', async () => {
    gateway = await startGateway({ world: world() });
    const { data } = await gateway.query('{ fleets(names: ["gone", "design", "gone-2"]) { nodes { name } } }');
    expect(data.fleets.nodes).toEqual([{ name: 'design' }]);
  });
});
