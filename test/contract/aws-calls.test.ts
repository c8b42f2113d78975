import { afterEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const world = () =>
  buildWorld()
    .fleets(3)
    .stack('Design')
    .associate('Design', 'fleet-1')
    .appStreamSessions({ stack: 'Design', fleet: 'fleet-1', count: 120 })
    .nodes(3)
    .ssmSessions({ count: 5 })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', count: 5 }).world;

const DASHBOARD = `{
  fleets { nodes { name stacks { nodes { name } } } }
  ssmSessions { nodes { sessionId managedNode { instanceId } } }
  pools { nodes { poolName sessions { nodes { status } } } }
}`;

const callsToAws = () => gateway.calls().length;

test('500 identical dashboards at once cost AWS the calls of one', async () => {
  gateway = await startGateway({ world: world() });
  await gateway.query(DASHBOARD);
  const one = callsToAws();
  await gateway.close();

  gateway = await startGateway({ world: world() });
  const answers = await Promise.all(Array.from({ length: 500 }, () => gateway.query(DASHBOARD)));
  expect(answers.every(({ errors }) => errors === undefined)).toBe(true);
  expect(callsToAws()).toBe(one);
});

describe('The cache', () => {
  test('serves a repeated query without a call', async () => {
    gateway = await startGateway({ world: world() });
    await gateway.query(DASHBOARD);
    gateway.emulator.clearCalls();
    await gateway.query(DASHBOARD);
    expect(callsToAws()).toBe(0);
  });

  test('takes several turns for forty lists, whose stacks are one batch all the same', async () => {
    const builder = buildWorld();
    for (let index = 0; index < 40; index += 1)
      builder.fleet(`fleet-${index}`).stack(`stack-${index}`).associate(`stack-${index}`, `fleet-${index}`);
    gateway = await startGateway({ world: builder.world });
    // Lists the associations, but no stack.
    await gateway.query('{ sessions { nodes { id } } }');
    gateway.emulator.clearCalls();
    const { errors } = await gateway.query('{ fleets(first: 40) { nodes { name stacks { nodes { name } } } } }');
    expect(errors).toBeUndefined();
    // AWS sizes the pages of a batch itself.
    const batches = new Set(gateway.calls().map(({ operation, input }) => JSON.stringify([operation, input.Names])));
    expect([...batches].map((batch) => JSON.parse(batch))).toEqual([
      ['DescribeStacks', expect.objectContaining({ length: 40 })],
    ]);
  });

  test('is disabled with 0 milliseconds', async () => {
    gateway = await startGateway({ world: world(), cacheTtlMs: 0 });
    await gateway.query('{ fleets { nodes { name } } }');
    await gateway.query('{ fleets { nodes { name } } }');
    expect(gateway.emulator.count('DescribeFleets')).toBe(2);
  });

  test('is no error', async () => {
    gateway = await startGateway({ world: world() });
    gateway.emulator.faults.push({ service: 'ssm', kind: 'error', code: 'AccessDeniedException', times: 1 });
    const document = '{ ssmSessions { nodes { sessionId } } }';
    expect((await gateway.query(document)).errors).toHaveLength(1);
    expect((await gateway.query(document)).errors).toBeUndefined();
  });
});

describe('Under a token bucket of 5 calls a second', () => {
  test('every client that can be served before its deadline is served, and other services are not slowed down', async () => {
    gateway = await startGateway({ world: world(), deadlineMs: 8_000 });
    await gateway.query('{ __typename stack(name: "Design") { name } }');
    gateway.emulator.clearCalls();
    gateway.emulator.throttles.push({ service: 'ssm', rate: 5, burst: 5 });
    // Queries differ, so that none is served by another's call.
    const clients = Array.from({ length: 20 }, (_, index) =>
      gateway.query(`{ ssmSessions(filters: [{ key: OWNER, value: "user-${index}" }]) { nodes { sessionId } } }`),
    );
    const other = await gateway.query('{ fleets { nodes { name } } pools { nodes { poolName } } }');
    expect(other.errors).toBeUndefined();
    const answeredMeanwhile = gateway.emulator.calls.filter(
      ({ service, outcome }) => service === 'ssm' && outcome === 'ok',
    );
    expect(answeredMeanwhile.length).toBeLessThan(20);

    for (const { errors } of await Promise.all(clients)) expect(errors).toBeUndefined();
  });

  test('a client that cannot be served in time gets UPSTREAM_THROTTLED', async () => {
    gateway = await startGateway({ world: world(), deadlineMs: 2_000 });
    gateway.emulator.throttles.push({ service: 'ssm', rate: 0.01, burst: 1 });
    const ask = (owner: string) =>
      gateway.query(`{ ssmSessions(filters: [{ key: OWNER, value: "${owner}" }]) { nodes { sessionId } } }`);
    const answers = await Promise.all(['a', 'b', 'c'].map(ask));
    const codes = answers.flatMap(({ errors }) => errors ?? []).map(({ extensions }) => extensions.code);
    expect(codes).toEqual(['UPSTREAM_THROTTLED', 'UPSTREAM_THROTTLED']);
  });
});

describe('When a client goes away', () => {
  const ask = (signal: AbortSignal) =>
    gateway
      .fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ ssmSessions { nodes { sessionId } } }' }),
        signal,
      })
      .catch(() => undefined);

  test('its call is cancelled unless another client awaits it', async () => {
    gateway = await startGateway({ world: world(), cacheTtlMs: 0 });
    await gateway.query('{ fleets { nodes { name } } }');
    gateway.emulator.quirks.latency = 200;

    const [leaving, staying] = [new AbortController(), new AbortController()];
    const both = [ask(leaving.signal), ask(staying.signal)];
    await expect.poll(() => gateway.emulator.count('DescribeSessions')).toBe(1);
    leaving.abort();
    expect((await both[1])?.status).toBe(200);
    expect(gateway.emulator.count('DescribeSessions')).toBe(1);
  });
});

describe('What a request cost upstream', () => {
  const traced = async (headers: Record<string, string> = {}) => {
    const response = await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ a: fleets { nodes { name } } b: fleets { nodes { name } } }' }),
    });
    return ((await response.json()) as { extensions?: { upstream: unknown[] } }).extensions?.upstream;
  };
  const zero = { calls: 0, cached: 0, coalesced: 0, retried: 0, throttled: 0, waitedMs: expect.any(Number) };
  const fleets = { service: 'appstream', operation: 'DescribeFleets' };

  test('is in the answer with `x-gateway-trace: 1` only', async () => {
    gateway = await startGateway({ world: world() });
    expect(await traced()).toBeUndefined();
    await gateway.close();
    gateway = await startGateway({ world: world() });
    const trace = { 'x-gateway-trace': '1' };
    expect(await traced(trace)).toEqual([{ ...zero, ...fleets, calls: 1, coalesced: 1 }]);
    expect(await traced(trace)).toEqual([{ ...zero, ...fleets, cached: 2 }]);
  });

  test('counts rejections and retries', async () => {
    gateway = await startGateway({ world: world() });
    // Several, as one backoff at random may be rounded to 0 ms.
    gateway.emulator.faults.push({ service: 'appstream', kind: 'error', code: 'ThrottlingException', times: 3 });
    const [cost] = (await traced({ 'x-gateway-trace': '1' })) as [Record<string, number>];
    expect(cost).toMatchObject({ ...fleets, calls: 4, retried: 3, throttled: 3 });
    expect(cost.waitedMs).toBeGreaterThan(0);
  });

  test('is always said with the emulator', async () => {
    gateway = await startGateway({ world: world(), traceAlways: true });
    expect(await traced()).toHaveLength(1);
  });
});

describe("AppStream's two errors that sound alike", () => {
  test.each([
    ['RequestLimitExceededException', 'a throttle, and is tried again', undefined],
    ['LimitExceededException', 'a quota, and is UPSTREAM_ERROR', 'UPSTREAM_ERROR'],
  ])('%s is %s', async (code, _meaning, expected) => {
    gateway = await startGateway({ world: world() });
    gateway.emulator.faults.push({ service: 'appstream', kind: 'error', code, times: 1 });
    const { errors } = await gateway.query('{ fleets { nodes { name } } }');
    expect(errors?.[0]?.extensions.code).toBe(expected);
  });
});
