import { describe, expect, onTestFinished, test } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

async function start(options: Parameters<typeof startGateway>[0] = {}) {
  const gateway = await startGateway({ cacheTtlMs: 0, deadlineMs: 8_000, ...options });
  onTestFinished(() => gateway.close());
  return gateway;
}

type Gateway = Awaited<ReturnType<typeof start>>;

function outcomes(gateway: Gateway, operation: string) {
  const calls = gateway.calls().filter((call) => call.operation === operation);
  const answered = calls.filter(({ outcome }) => outcome === 'ok').length;
  return { answered, throttled: calls.length - answered };
}

const SESSIONS = '{ fleets(first: 20) { nodes { name sessions(stackName: "Design") { nodes { id } } } } }';

function fleetsWithSessions() {
  const names = Array.from({ length: 20 }, (_, index) => `fleet-${index + 1}`);
  return buildWorld()
    .fleets(20)
    .stack('Design')
    .associate('Design', ...names).world;
}

describe('A throttled write', () => {
  test.each([['StartFleet'], ['StartFleet', 'StopFleet']])('%s %s leaves reads alone', async (...operations) => {
    const gateway = await start({ world: fleetsWithSessions() });
    for (const operation of operations) gateway.emulator.throttles.push({ operation, rate: 1, burst: 1 });
    const writes = Array.from({ length: 12 }, (_, index) =>
      operations.map((operation) =>
        gateway.query(
          `mutation { ${operation === 'StartFleet' ? 'startFleet' : 'stopFleet'}(input: { name: "fleet-${index + 1}" }) { fleet { name } } }`,
        ),
      ),
    );
    await expect.poll(() => outcomes(gateway, operations.at(-1) ?? '').throttled).toBeGreaterThan(4);
    const before = outcomes(gateway, 'StartFleet').answered;
    const answer = await gateway.query(SESSIONS);
    expect(answer.errors).toBeUndefined();
    expect(answer.data.fleets.nodes).toHaveLength(20);
    expect(outcomes(gateway, 'DescribeSessions').throttled).toBe(0);
    // AWS accepted few writes meanwhile: reads did not wait for the writes' rate limit.
    expect(outcomes(gateway, 'StartFleet').answered - before).toBeLessThan(5);
    gateway.emulator.throttles.splice(0);
    await Promise.all(writes.flat());
  });
});

describe('Throttles at random', () => {
  test('of 1 % cost 40 clients their own retries: each is answered', async () => {
    const gateway = await start({ deadlineMs: 60_000 });
    gateway.emulator.faults.push({
      service: 'ssm',
      operation: 'DescribeSessions',
      kind: 'error',
      code: 'ThrottlingException',
      share: 0.01,
    });
    let asked = 0;
    const errors: unknown[] = [];
    const client = async () => {
      while (asked < 800) {
        asked += 1;
        const filter = `{ key: OWNER, value: "client-${asked}" }`;
        const answer = await gateway.query(`{ ssmSessions(filters: [${filter}]) { nodes { id } } }`);
        if (answer.errors) errors.push(answer.errors);
      }
    };
    await Promise.all(Array.from({ length: 40 }, client));
    const { throttled } = outcomes(gateway, 'DescribeSessions');
    expect(errors).toEqual([]);
    // By their inputs: one that a busy machine answers after the time of an attempt is sent again.
    const answered = gateway.calls().filter(({ outcome }) => outcome === 'ok');
    expect(new Set(answered.map(({ input }) => JSON.stringify(input))).size).toBe(800);
    expect(throttled).toBeGreaterThan(3);
    expect(throttled).toBeLessThan(40);
  });
});

test('A token bucket is found: few calls more than it gives are throttled', async () => {
  const gateway = await start();
  gateway.emulator.throttles.push({ service: 'ssm', operation: 'DescribeSessions', rate: 20, burst: 20 });
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      gateway.query(`{ ssmSessions(filters: [{ key: OWNER, value: "client-${index}" }]) { nodes { id } } }`),
    ),
  );
  const { answered, throttled } = outcomes(gateway, 'DescribeSessions');
  expect(answers.filter(({ errors }) => errors)).toEqual([]);
  expect(answered).toBe(100);
  // Without a limiter most of the hundred are throttled several times; on a busy machine calls arrive in crowds.
  expect(throttled).toBeLessThan(100);
});
