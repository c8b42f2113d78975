import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request as send } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../../emulator/emulator.ts';
import { parseSamples, samplesOf } from '../support/metrics.ts';
import { ask, type Running, run, runGateway } from '../support/process.ts';
import { buildWorld } from '../support/world.ts';

const LIVE = {
  GATEWAY_AWS: 'live',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'any',
  GATEWAY_METRICS_PORT: '0',
  // This machine may be as slow as AWS.
  GATEWAY_DEADLINE_MS: '60000',
};
const FLEETS = 220;
const fleetName = (index: number) => `fleet-${index + 1}`;
const queryFor = (index: number) => `{ fleet(name: "${fleetName(index)}") { name } }`;
const answerTo = (index: number) => ({ data: { fleet: { name: fleetName(index) } } });

/** A gateway as its own process, in front of an AWS that takes its time. */
async function startSlow(environment: Record<string, string> = {}) {
  const emulator = await startEmulator({ world: buildWorld().fleets(FLEETS).world, quirks: { latency: 200 } });
  const { promise: isLetGo, resolve: letGo } = Promise.withResolvers<void>();
  const way = createServer(async (request, response) => {
    if (String(request.headers['x-amz-target']).endsWith('DescribeFleets')) await isLetGo;
    const { method, headers, url = '' } = request;
    const onward = send(new URL(url, emulator.endpoint), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => void way.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(way.address() as AddressInfo).port}`;
  const gateway = await runGateway({ ...LIVE, AWS_ENDPOINT_URL: endpoint, ...environment });
  const metrics = JSON.parse(await gateway.line(/"metrics":/)).metrics as string;
  onTestFinished(async () => {
    gateway.child.kill('SIGKILL');
    way.close();
    way.closeAllConnections();
    await emulator.close();
  });
  return {
    ...gateway,
    /** AWS answers from now on: what it was asked before this, too. */
    letGo,
    async inFlight(): Promise<number | undefined> {
      const samples = parseSamples(await (await fetch(metrics)).text());
      return samplesOf(samples, 'gateway_requests_in_flight')[''];
    },
  };
}

/** Requests for the first `count` fleets, one each. They share nothing, because each asks for another fleet. */
function askForEach(url: string, count: number): Promise<unknown>[] {
  return Array.from({ length: count }, (_, index) => ask(url, queryFor(index)));
}

/** Over a connection of the agent's. */
async function askOver(
  agent: Agent,
  url: string,
  query: string,
): Promise<{ response: IncomingMessage; body: unknown }> {
  const request = send(url, { agent, method: 'POST', headers: { 'content-type': 'application/json' } });
  request.end(JSON.stringify({ query }));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { response, body: JSON.parse(await text(response)) };
}

async function exitOf({ ended, lines }: Running) {
  const exit = await ended;
  return { ...exit, last: JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

test('SIGTERM with 200 requests in flight on a slow upstream: all are answered, new connections fail, exit 0', async () => {
  const gateway = await startSlow();
  const asked = askForEach(gateway.url, 200);
  await expect.poll(gateway.inFlight).toBe(200);
  // A connection without a request does not delay the shutdown.
  const silent = connect(Number(new URL(gateway.url).port), '127.0.0.1').on('error', () => {});
  await once(silent, 'connect');

  gateway.child.kill('SIGTERM');
  await gateway.line(/"msg":"draining"/);
  await expect(fetch(gateway.url)).rejects.toThrow();
  gateway.letGo();
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 200 }, (_, index) => answerTo(index)));
  expect(await exitOf(gateway)).toEqual({
    code: 0,
    stderr: '',
    last: expect.objectContaining({ msg: 'drained', forceClosed: 0 }),
  });
});

test('With a delay, /ready says 503 at once, open and new connections are served and closed, then the shutdown is as without a delay', async () => {
  const gateway = await startSlow({ GATEWAY_DRAIN_DELAY_MS: '5000' });
  const ready = new URL('/ready', gateway.url);
  const agents = Array.from({ length: 20 }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  onTestFinished(() => {
    for (const agent of agents) agent.destroy();
  });
  for (const agent of agents) await askOver(agent, gateway.url, '{ __typename }');
  expect((await fetch(ready)).status).toBe(200);
  const asked = askForEach(gateway.url, 180);
  await expect.poll(gateway.inFlight).toBe(180);

  gateway.child.kill('SIGTERM');
  await gateway.line(/"msg":"draining"/);
  const rejected = await fetch(ready);
  expect([rejected.status, rejected.headers.get('connection')]).toEqual([503, 'close']);
  gateway.letGo();
  const more = await Promise.all(agents.map((agent, index) => askOver(agent, gateway.url, queryFor(200 + index))));
  for (const [index, { response, body }] of more.entries()) {
    expect([response.statusCode, response.headers.connection]).toEqual([200, 'close']);
    expect(body).toEqual(answerTo(200 + index));
  }
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 180 }, (_, index) => answerTo(index)));
  expect(await exitOf(gateway)).toMatchObject({ code: 0, stderr: '', last: { msg: 'drained', forceClosed: 0 } });
  await expect(fetch(ready)).rejects.toThrow();
});

test('A process terminated before it is ready does not become ready while it drains', async () => {
  const emulator = await startEmulator({ world: buildWorld().world });
  emulator.faults.push({ service: 'sts', kind: 'delay', delay: 2_000, times: 1 });
  const environment = { ...LIVE, PORT: '0', AWS_ENDPOINT_URL: emulator.endpoint, GATEWAY_DRAIN_DELAY_MS: '5000' };
  const gateway = run('src/main.ts', [], environment);
  onTestFinished(async () => {
    gateway.child.kill('SIGKILL');
    await emulator.close();
  });
  const { url } = JSON.parse(await gateway.line(/"url":/)) as { url: string };
  await gateway.line(/"metrics":/);
  gateway.child.kill('SIGTERM');
  await gateway.line(/"msg":"can be read"/);
  // Its own line comes after this one, if it comes.
  expect((await fetch(new URL('/health', url))).status).toBe(200);
  expect((await fetch(new URL('/ready', url))).status).toBe(503);
  expect(gateway.lines.join('\n')).not.toContain('"msg":"ready"');
  expect(await exitOf(gateway)).toMatchObject({ code: 0, stderr: '' });
});
