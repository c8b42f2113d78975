import { describe, expect, onTestFinished, test } from 'vitest';
import { listen } from '../../../src/server/http/listen.ts';
import { createMetrics } from '../../../src/server/observability/metrics/metrics.ts';
import { withGrowingDeadline } from '../../support/growing-deadline.ts';
import { SLOW, startWired } from '../../support/http-gateway.ts';
import { newKey, startIssuer } from '../../support/issuer.ts';
import { metricsUrl, parseSamples, samplesOf, scrape } from '../../support/metrics.ts';
import { buildWorld } from '../../support/world.ts';

const ON = { GATEWAY_METRICS_PORT: '0' };
const PLACE = 'account="123456789012"';
const world = () => buildWorld().fleets(3, { State: 'STOPPED' }).stack('Design').world;
const start = (options: Parameters<typeof startWired>[0] = {}) =>
  startWired({ world: world(), telemetry: ON, ...options });

const FLEETS = '{ fleets { nodes { name } } }';
const labels = (operation: string, extra = '') =>
  `{${PLACE}${extra},operation="${operation}",region="eu-west-1",service="appstream"}`;

describe('Requests', () => {
  test.each([
    ['the fast path', {}],
    ['Yoga', SLOW],
  ])('on %s are counted by type, status and codes, and timed', async (_title, headers) => {
    const gateway = await start();
    await gateway.post(FLEETS, headers);
    await gateway.post('query Bad { fleets(first: -1) { nodes { name } } }', headers);
    await gateway.post('{ nonsense }', headers);
    await gateway.post('mutation { stopFleet(input: { name: "fleet-1" }) { userErrors { code } } }', headers);
    const samples = await scrape(gateway);
    expect(samplesOf(samples, 'gateway_requests_total')).toEqual({
      '{status="200",type="query"}': 2,
      '{status="200",type="mutation"}': 1,
      '{status="200",type="none"}': 1,
    });
    expect(samplesOf(samples, 'gateway_request_errors_total')).toEqual({
      '{code="BAD_USER_INPUT",type="query"}': 1,
      '{code="BAD_USER_INPUT",type="none"}': 1,
    });
    expect(samplesOf(samples, 'gateway_request_duration_seconds_count')).toEqual({
      '{type="query"}': 2,
      '{type="mutation"}': 1,
      '{type="none"}': 1,
    });
    expect(samplesOf(samples, 'gateway_requests_in_flight')).toEqual({ '': 0 });
  });

  test('without an operation are counted by their status; probes are not', async () => {
    const gateway = await start();
    await fetch(gateway.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' });
    await fetch(gateway.url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' });
    await fetch(new URL('/health', gateway.url));
    const samples = await scrape(gateway);
    expect(samplesOf(samples, 'gateway_requests_total')).toEqual({
      '{status="400",type="none"}': 1,
      '{status="415",type="none"}': 1,
    });
  });

  test("whose caller is rejected are counted by code, without the caller's name", async () => {
    const issuer = await startIssuer(await newKey('first'));
    onTestFinished(issuer.close);
    const gateway = await start({ authenticator: () => issuer.trusted() });
    expect((await gateway.post(FLEETS)).status).toBe(401);
    const samples = await scrape(gateway);
    expect(samplesOf(samples, 'gateway_requests_total')).toEqual({ '{status="401",type="none"}': 1 });
    expect(samplesOf(samples, 'gateway_request_errors_total')).toEqual({ '{code="UNAUTHENTICATED",type="none"}': 1 });
  });

  test('are in flight until their answer is written; identical ones are counted as shared', async () => {
    const gateway = await start();
    gateway.emulator.faults.push({ operation: 'DescribeFleets', kind: 'delay', delay: 300 });
    const answers = [gateway.post(FLEETS), gateway.post(FLEETS), gateway.post(FLEETS)];
    await expect.poll(() => gateway.emulator.count('DescribeFleets')).toBe(1);
    expect(samplesOf(await scrape(gateway), 'gateway_requests_in_flight')).toEqual({ '': 3 });
    await Promise.all(answers);
    const samples = await scrape(gateway);
    expect(samplesOf(samples, 'gateway_requests_in_flight')).toEqual({ '': 0 });
    expect(samplesOf(samples, 'gateway_requests_shared_total')).toEqual({ '': 2 });
  });

  test('whose client disconnected are counted as gone', async () => {
    const gateway = await start();
    gateway.emulator.faults.push({ operation: 'DescribeFleets', kind: 'hang' });
    const client = new AbortController();
    const body = JSON.stringify({ query: FLEETS });
    const headers = { 'content-type': 'application/json' };
    const answer = fetch(gateway.url, { method: 'POST', headers, body, signal: client.signal });
    await expect.poll(() => gateway.emulator.count('DescribeFleets')).toBe(1);
    client.abort();
    await expect(answer).rejects.toThrow();
    await expect
      .poll(async () => samplesOf(await scrape(gateway), 'gateway_requests_total'))
      .toEqual({ '{status="gone",type="query"}': 1 });
  });
});

describe('AWS', () => {
  test('calls are counted by service, operation, location and outcome; cached and coalesced reads separately', async () => {
    const gateway = await start();
    await gateway.post('{ a: fleets { nodes { name } } b: fleets(first: 2) { nodes { name } } }');
    await gateway.post(FLEETS);
    gateway.emulator.faults.push({ operation: 'DescribeStacks', kind: 'error', code: 'AccessDeniedException' });
    await gateway.post('{ stacks { nodes { name } } }');
    const samples = await scrape(gateway);
    expect(samplesOf(samples, 'gateway_aws_calls_total')).toEqual({
      [`{${PLACE},code="OK",operation="DescribeFleets",region="eu-west-1",service="appstream"}`]: 1,
      [`{${PLACE},code="UPSTREAM_ACCESS_DENIED",operation="DescribeStacks",region="eu-west-1",service="appstream"}`]: 1,
    });
    expect(samplesOf(samples, 'gateway_aws_coalesced_total')).toEqual({ [labels('DescribeFleets')]: 1 });
    expect(samplesOf(samples, 'gateway_aws_cached_total')).toEqual({ [labels('DescribeFleets')]: 1 });
    expect(samplesOf(samples, 'gateway_aws_call_duration_seconds_count')).toEqual({
      '{operation="DescribeFleets",service="appstream"}': 1,
      '{operation="DescribeStacks",service="appstream"}': 1,
    });
  });

  test('throttles are counted with their retries and waits, and the rate limit of the operation is shown', async () => {
    const gateway = await start();
    gateway.emulator.faults.push({ operation: 'DescribeFleets', kind: 'error', code: 'ThrottlingException', times: 4 });
    await gateway.post(FLEETS);
    const samples = await scrape(gateway);
    expect(samplesOf(samples, 'gateway_aws_throttled_total')).toEqual({ [labels('DescribeFleets')]: 4 });
    expect(samplesOf(samples, 'gateway_aws_retried_total')).toEqual({ [labels('DescribeFleets')]: 4 });
    expect(samplesOf(samples, 'gateway_aws_wait_seconds_total')[labels('DescribeFleets')]).toBeGreaterThan(0);
    const partition = `{${PLACE},region="eu-west-1",service="appstream"}`;
    expect(samplesOf(samples, 'gateway_aws_rate_limited')).toEqual({ [partition]: 1 });
    expect(samplesOf(samples, 'gateway_aws_rate_limit_calls_per_second')[labels('DescribeFleets')]).toBeGreaterThan(0);
    expect(samplesOf(samples, 'gateway_aws_queue_length')).toEqual({ [partition]: 0 });
    expect(samplesOf(samples, 'gateway_aws_calls_in_flight')).toEqual({ [partition]: 0 });
  });

  test('calls in flight and in the queue are exported; the rate of an unlimited operation is not', async () => {
    await withGrowingDeadline(async (deadlineMs) => {
      const names = Array.from({ length: 25 }, (_, index) => `fleet-${index + 1}`);
      const gateway = await start({ world: buildWorld().fleets(25).world, deadlineMs });
      gateway.emulator.faults.push({ operation: 'DescribeFleets', kind: 'hang' });
      const answers = names.map((name) => gateway.post(`{ fleet(name: "${name}") { name } }`));
      const partition = `{${PLACE},region="eu-west-1",service="appstream"}`;
      const queued = async () => samplesOf(await scrape(gateway), 'gateway_aws_queue_length');
      await expect.poll(queued).toEqual({ [partition]: 5 });
      const samples = await scrape(gateway);
      expect(samplesOf(samples, 'gateway_aws_calls_in_flight')).toEqual({ [partition]: 20 });
      expect(samplesOf(samples, 'gateway_aws_queue_length')).toEqual({ [partition]: 5 });
      expect(samplesOf(samples, 'gateway_aws_rate_limited')).toEqual({ [partition]: 0 });
      expect(samplesOf(samples, 'gateway_aws_rate_limit_calls_per_second')).toEqual({});
      await Promise.all(answers);
    });
  });

  test('cached answers are exported in bytes and number', async () => {
    const gateway = await start();
    expect(samplesOf(await scrape(gateway), 'gateway_cache_entries')).toEqual({ '': 0 });
    await gateway.post(FLEETS);
    const samples = await scrape(gateway);
    expect(samplesOf(samples, 'gateway_cache_entries')).toEqual({ '': 1 });
    expect(samplesOf(samples, 'gateway_cache_bytes')['']).toBeGreaterThan(500);
    expect(samplesOf(samples, 'gateway_cache_max_bytes')).toEqual({ '': 1e8 });
  });
});

test('Version, readiness and event loop lag are exported', async () => {
  const gateway = await start();
  expect(samplesOf(await scrape(gateway), 'gateway_ready')).toEqual({ '': 0 });
  gateway.readiness.set(true);
  const samples = await scrape(gateway);
  expect(samplesOf(samples, 'gateway_ready')).toEqual({ '': 1 });
  expect(samplesOf(samples, 'gateway_build_info')).toEqual({ '{version="0.1.0"}': 1 });
  for (const name of ['nodejs_eventloop_lag_p99_seconds', 'process_cpu_seconds_total', 'nodejs_heap_size_used_bytes']) {
    expect(samples.has(name), name).toBe(true);
  }
});

test('Connections that were cut are shown by the limit that cut them', async () => {
  const metrics = createMetrics({ dropped: 0 });
  metrics.connectionCut('stalled');
  metrics.connectionCut('unsent');
  metrics.connectionCut('stalled');
  const listening = await listen(metrics.handler, { port: 0, host: '127.0.0.1' });
  onTestFinished(() => void listening.drain());
  const samples = parseSamples(await (await fetch(`${listening.url}/metrics`)).text());
  expect(samplesOf(samples, 'gateway_connections_cut_total')).toEqual({
    '{limit="stalled"}': 2,
    '{limit="unsent"}': 1,
    '{limit="connections"}': 0,
  });
});

test("The metrics port serves metrics only, and the API's port serves none", async () => {
  const gateway = await start();
  const url = metricsUrl(gateway);
  expect((await fetch(url)).headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect((await fetch(new URL('/graphql?query={__typename}', url))).status).toBe(404);
  expect((await fetch(url, { method: 'POST' })).status).toBe(404);
  expect((await fetch(new URL('/metrics', gateway.url))).status).toBe(404);
});

test('No label contains names of operations, users or ids', async () => {
  const gateway = await start({
    world: buildWorld()
      .fleet('design')
      .stack('Design')
      .associate('Design', 'design')
      .appStreamSessions({ stack: 'Design', fleet: 'design', UserId: 'mallory.unique' }).world,
  });
  await gateway.post('query MalloryUnique { fleets { nodes { name sessions { nodes { id sessionId userId } } } } }');
  await gateway.post('{ user(userName: "mallory.unique") { sessions { nodes { id } } } }');
  const text = await (await fetch(metricsUrl(gateway))).text();
  expect(text).not.toMatch(/mallory/i);
  const names = new Set(
    [...parseSamples(text).keys()].flatMap((key) => [...key.matchAll(/(\w+)="/g)].map(([, name]) => name)),
  );
  const ours = [
    'type',
    'status',
    'code',
    'service',
    'operation',
    'account',
    'region',
    'version',
    'limit',
    'le',
    'transport',
    'reason',
    'outcome',
    'guard',
  ];
  const defaults = ['kind', 'space', 'major', 'minor', 'patch'];
  expect([...names].filter((name) => ![...ours, ...defaults].includes(name ?? ''))).toEqual([]);
});
