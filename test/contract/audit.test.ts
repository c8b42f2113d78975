import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ask, run, runGateway } from '../support/process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { buildWorld } from '../support/world.ts';

const world = () => buildWorld().fleet('design', { State: 'STOPPED' }).fleet('sales').world;

const linesOf = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('Every mutation has audit records', () => {
  let gateway: TestGateway;
  afterEach(() => gateway.close());

  test('before and after, under one id: time, caller, input, location, outcome and AWS’s request ids', async () => {
    gateway = await startGateway({ world: world() });
    await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'req-7' },
      body: JSON.stringify({
        query: 'mutation { updateFleet(input: { name: "design", displayName: "D" }) { userErrors { code } } }',
      }),
    });
    const [intent, result] = gateway.audit;
    const what = {
      log: 'audit',
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      operation: 'updateFleet',
      caller: null,
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      clientRequestId: 'req-7',
      scopes: [{ accountId: '123456789012', region: 'eu-west-1' }],
    };
    expect(intent).toEqual({ level: 'info', phase: 'intent', ...what, input: { name: 'design', displayName: 'D' } });
    expect(result).toEqual({
      level: 'info',
      phase: 'result',
      ...what,
      id: intent?.id,
      outcome: 'done',
      upstream: [
        {
          service: 'appstream',
          operation: 'UpdateFleet',
          accountId: '123456789012',
          region: 'eu-west-1',
          requestId: expect.stringMatching(/^[\w-]{8,}$/),
          outcome: 'ok',
        },
      ],
    });
    expect(gateway.audit).toHaveLength(2);
  });

  test('without the values of tags', async () => {
    gateway = await startGateway({ world: world() });
    await gateway.query(`mutation {
      createFleet(input: {
        name: "new", instanceType: "stream.standard.medium", imageName: "base",
        computeCapacity: { desiredInstances: 1 }, tags: [{ key: "owner", value: "alice.martin" }]
      }) { userErrors { code } }
    }`);
    expect(gateway.audit[0]).toMatchObject({ input: { tags: [{ key: 'owner', value: '[redacted]' }] } });
    expect(JSON.stringify(gateway.audit)).not.toContain('alice');
    expect(gateway.emulator.calls.at(-1)?.input).toMatchObject({ Tags: { owner: 'alice.martin' } });
  });

  test('if it breaks a rule: why, and that nothing was sent', async () => {
    gateway = await startGateway({ world: world() });
    await gateway.query('mutation { startFleet(input: { name: "a b" }) { userErrors { code } } }');
    expect(gateway.audit[1]).toMatchObject({
      phase: 'result',
      outcome: 'rejected',
      userErrors: [{ code: 'INVALID_FORMAT', field: ['input', 'name'] }],
      upstream: [],
    });
  });

  test('if AWS rejects it: with AWS’s name for that', async () => {
    gateway = await startGateway({ world: world() });
    await gateway.query('mutation { startFleet(input: { name: "absent" }) { userErrors { code } } }');
    expect(gateway.audit[1]).toMatchObject({
      outcome: 'rejected',
      userErrors: [{ code: 'NOT_FOUND' }],
      upstream: [{ operation: 'StartFleet', outcome: 'ResourceNotFoundException', requestId: expect.any(String) }],
    });
  });

  test('if it fails: with its code and every attempt', async () => {
    gateway = await startGateway({ world: world() });
    gateway.emulator.faults.push({ operation: 'StopFleet', kind: 'error', code: 'InternalFailure', status: 500 });
    await gateway.query('mutation { stopFleet(input: { name: "sales" }) { userErrors { code } } }');
    const attempt = { operation: 'StopFleet', outcome: 'InternalFailure', requestId: expect.any(String) };
    expect(gateway.audit[1]).toMatchObject({
      outcome: 'failed',
      code: 'UPSTREAM_UNAVAILABLE',
      upstream: [attempt, attempt, attempt],
    });
  });

  test('if it goes to a region that is not read', async () => {
    gateway = await startGateway({ world: world() });
    await gateway.query('mutation { startFleet(input: { name: "design", region: "mars-1" }) { userErrors { code } } }');
    expect(gateway.audit).toMatchObject([
      { phase: 'intent', scopes: [], input: { region: 'mars-1' } },
      { phase: 'result', outcome: 'rejected', userErrors: [{ code: 'BAD_USER_INPUT' }], upstream: [] },
    ]);
  });

  test('in order, each with its own calls, where a document has several', async () => {
    gateway = await startGateway({ world: world() });
    await gateway.query(`mutation {
      a: startFleet(input: { name: "design" }) { userErrors { code } }
      b: stopFleet(input: { name: "sales" }) { userErrors { code } }
    }`);
    expect(gateway.audit).toMatchObject([
      { phase: 'intent', operation: 'startFleet' },
      { phase: 'result', operation: 'startFleet', upstream: [{ operation: 'StartFleet' }] },
      { phase: 'intent', operation: 'stopFleet' },
      { phase: 'result', operation: 'stopFleet', upstream: [{ operation: 'StopFleet' }] },
    ]);
    expect(gateway.audit[0]?.id).not.toBe(gateway.audit[2]?.id);
  });

  test('and a query is not', async () => {
    gateway = await startGateway({ world: world() });
    await gateway.query('{ fleets { nodes { name } } }');
    expect(gateway.audit).toEqual([]);
  });
});

describe('The audit log of a process', () => {
  const START = 'mutation { startFleet(input: { name: "design" }) { userErrors { code } } }';

  /** The gateway as its own process, with an AWS that is this test's. */
  async function startWith(environment: Record<string, string>) {
    const emulator = await startEmulator({ world: world() });
    const gateway = await runGateway({
      GATEWAY_AWS: 'live',
      GATEWAY_MUTATIONS: 'on',
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'any',
      ...environment,
    });
    onTestFinished(async () => {
      gateway.child.kill('SIGKILL');
      await emulator.close();
    });
    return { emulator, gateway };
  }

  test('has the attempts of a process that was killed', async () => {
    const file = join(temporaryFolder(), 'audit.log');
    const { emulator, gateway } = await startWith({ GATEWAY_AUDIT_LOG: file });
    emulator.faults.push({ operation: 'StartFleet', kind: 'hang' });
    const asked = ask(gateway.url, START).catch(() => 'cut off');
    await expect.poll(() => emulator.count('StartFleet')).toBeGreaterThan(0);
    gateway.child.kill('SIGKILL');
    expect(await asked).toBe('cut off');
    expect(linesOf(file)).toMatchObject([{ phase: 'intent', operation: 'startFleet', input: { name: 'design' } }]);
  });

  test('is appended to by the next process', async () => {
    const file = join(temporaryFolder(), 'audit.log');
    for (let time = 1; time <= 2; time += 1) {
      const { gateway } = await startWith({ GATEWAY_AUDIT_LOG: file });
      await ask(gateway.url, START);
      expect(linesOf(file)).toHaveLength(2 * time);
    }
  });

  test('is on stdout by default', async () => {
    const { gateway } = await startWith({});
    await ask(gateway.url, START);
    expect(JSON.parse(await gateway.line(/"phase":"result"/))).toMatchObject({ log: 'audit', outcome: 'done' });
    expect(gateway.lines.findIndex((line) => line.includes('"phase":"intent"'))).toBeLessThan(
      gateway.lines.findIndex((line) => line.includes('"phase":"result"')),
    );
  });

  test('that cannot be written stops the start with one line', async () => {
    const file = join(temporaryFolder(), 'no', 'such', 'folder.log');
    const program = run('src/main.ts', [], { PORT: '0', GATEWAY_AUDIT_LOG: file });
    expect(await program.ended).toEqual({
      code: 1,
      stderr: `GATEWAY_AUDIT_LOG is "${file}"; it must be "stdout" or the path of a file that can be written.\n`,
    });
  });

  test('stays empty with live, where mutations are off unless switched on', async () => {
    const file = join(temporaryFolder(), 'audit.log');
    const { emulator, gateway } = await startWith({ GATEWAY_AUDIT_LOG: file, GATEWAY_MUTATIONS: '' });
    expect(await ask(gateway.url, START)).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect(readFileSync(file, 'utf8')).toBe('');
    expect(emulator.count('StartFleet')).toBe(0);
  });
});
