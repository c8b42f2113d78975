import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import { helpText } from '../../src/config/config.ts';
import { ask, killAfterEach, type Running, run, runGateway } from '../support/process.ts';
import { buildWorld } from '../support/world.ts';

const kept = killAfterEach();

const MAIN_JOB = `{
  fleets(first: 50) { nodes { name stacks { nodes { name } } sessions(first: 3) { nodes { status } } } }
  ssmSessions { nodes { sessionId managedNode { instanceId } } }
  pools { nodes { poolName sessions { nodes { status pool { poolName } } } } }
}`;

describe('`npm start`', () => {
  let gateway: Running & { readonly url: string };
  beforeAll(async () => {
    gateway = await runGateway();
  });
  afterAll(() => void gateway.child.kill('SIGKILL'));

  test('answers the main job from a seeded world, and its first log line names the port', async () => {
    expect(gateway.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/);
    const { data } = (await ask(gateway.url, MAIN_JOB)) as { data: Record<string, { nodes: unknown[] }> };
    expect(data.fleets?.nodes.length).toBeGreaterThan(5);
    expect(data.ssmSessions?.nodes.length).toBeGreaterThan(5);
    expect(data.pools?.nodes.length).toBeGreaterThan(1);
  });

  test('writes one JSON line a request: operation, duration, upstream calls, codes', async () => {
    await ask(gateway.url, 'query Bad { fleets(first: -1) { nodes { name } } stacks(first: 1) { nodes { name } } }');
    expect(JSON.parse(await gateway.line(/"operation":"Bad"/))).toMatchObject({
      operation: 'Bad',
      status: 200,
      durationMs: expect.any(Number),
      upstreamCalls: { 'appstream:DescribeStacks': 1 },
      codes: ['BAD_USER_INPUT'],
    });
  });

  test('with GATEWAY_EMULATOR_SPEED has sessions that begin and end at that speed', async () => {
    const fast = kept(await runGateway({ GATEWAY_EMULATOR_SPEED: '3600', GATEWAY_LIVE: 'demand' }));
    const newest = async () =>
      ((await ask(fast.url, '{ ssmSessions(first: 1) { nodes { sessionId } } }')) as { data: unknown }).data;
    const first = await newest();
    expect(first).toEqual({ ssmSessions: { nodes: [{ sessionId: expect.any(String) }] } });
    await expect.poll(newest).not.toEqual(first);
  });

  test('with --help prints every variable, and starts nothing', async () => {
    const program = kept(run('src/main.ts', ['--help']));
    expect(await program.ended).toEqual({ code: 0, stderr: '' });
    expect(`${program.lines.join('\n')}\n`).toBe(helpText());
  });

  test('with a bad value stops with one line', async () => {
    const program = kept(run('src/main.ts', [], { GATEWAY_AWS: 'azure' }));
    expect(await program.ended).toEqual({
      code: 1,
      stderr: 'GATEWAY_AWS is "azure"; it must be "emulator" or "live".\n',
    });
    expect(program.lines).toEqual([]);
  });

  test('on a port that is taken stops with one line', async () => {
    const { port } = new URL(gateway.url);
    const second = kept(run('src/main.ts', [], { PORT: port }));
    const { code, stderr } = await second.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^Cannot listen on 127\\.0\\.0\\.1:${port}: .*\n$`));
  });
});

describe('GATEWAY_AWS=live', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'any', AWS_REGION: 'eu-west-1' };

  test('with AWS_ENDPOINT_URL gives the answers of that endpoint', async () => {
    const emulator = await startEmulator({ world: buildWorld().fleets(3).world });
    const gateway = kept(await runGateway({ GATEWAY_AWS: 'live', AWS_ENDPOINT_URL: emulator.endpoint, ...keys }));
    expect(await ask(gateway.url, '{ fleets { nodes { name } } }')).toEqual({
      data: { fleets: { nodes: [{ name: 'fleet-1' }, { name: 'fleet-2' }, { name: 'fleet-3' }] } },
    });
    await emulator.close();
  });

  test('honours an endpoint of its own for each service', async () => {
    const [appstream, others] = [
      await startEmulator({ world: buildWorld().fleet('here').world }),
      await startEmulator({ world: buildWorld().fleet('not-here').pool('there').world }),
    ];
    const gateway = kept(
      await runGateway({
        GATEWAY_AWS: 'live',
        AWS_ENDPOINT_URL: others.endpoint,
        AWS_ENDPOINT_URL_APPSTREAM: appstream.endpoint,
        ...keys,
      }),
    );
    expect(await ask(gateway.url, '{ fleets { nodes { name } } pools { nodes { poolName } } }')).toEqual({
      data: { fleets: { nodes: [{ name: 'here' }] }, pools: { nodes: [{ poolName: 'there' }] } },
    });
    await Promise.all([appstream.close(), others.close()]);
  });

  test('without a region stops with one line', async () => {
    const program = kept(run('src/main.ts', [], { GATEWAY_AWS: 'live', PORT: '0' }));
    expect(await program.ended).toEqual({
      code: 1,
      stderr: 'AWS_REGION is not set; with GATEWAY_AWS=live it must be an AWS region.\n',
    });
  });

  test('without AWS it lives, is not ready, and says so in a coded error', async () => {
    const gateway = kept(
      run('src/main.ts', [], { PORT: '0', GATEWAY_AWS: 'live', AWS_ENDPOINT_URL: 'http://127.0.0.1:9', ...keys }),
    );
    const { url } = JSON.parse(await gateway.line(/listening/)) as { url: string };
    expect((await fetch(new URL('/health', url))).status).toBe(200);
    expect((await fetch(new URL('/ready', url))).status).toBe(503);
    expect(await ask(url, '{ fleets { nodes { name } } }')).toMatchObject({
      errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE', service: 'sts' } }],
    });
  });
});

describe('SIGTERM', () => {
  test('stops accepting, finishes what is in flight, and exits 0', async () => {
    const emulator = await startEmulator({ world: buildWorld().fleets(20).world, quirks: { latency: 500 } });
    const gateway = kept(
      await runGateway({
        GATEWAY_AWS: 'live',
        AWS_ENDPOINT_URL: emulator.endpoint,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'any',
      }),
    );
    // Each asks for something else: all of them have reached AWS when twenty calls have.
    const names = Array.from({ length: 20 }, (_, index) => `fleet-${index + 1}`);
    const inFlight = names.map((name) => ask(gateway.url, `{ fleet(name: "${name}") { name } }`));
    await expect.poll(() => emulator.count('DescribeFleets')).toBe(20);
    gateway.child.kill('SIGTERM');
    await gateway.line(/"msg":"draining"/);
    await expect(fetch(gateway.url)).rejects.toThrow();
    expect(await Promise.all(inFlight)).toEqual(names.map((name) => ({ data: { fleet: { name } } })));
    expect(await gateway.ended).toEqual({ code: 0, stderr: '' });
    await emulator.close();
  });
});

test('`npm run emulator` serves alone, and exits 0 on SIGTERM', async () => {
  const program = kept(run('emulator/main.ts', ['--port', '0', '--fleets', '3']));
  const endpoint = /http:\S+/.exec(await program.line(/emulated on/))?.[0] ?? '';
  expect((await fetch(`${endpoint}/_emulator/health`)).status).toBe(200);
  program.child.kill('SIGTERM');
  expect(await program.ended).toEqual({ code: 0, stderr: '' });
});
