import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createLog } from '../../../src/log/log.ts';
import { callerKey } from '../../../src/server/context/client-address.ts';
import { listen } from '../../../src/server/http/listen.ts';
import { createRateLimit } from '../../../src/server/limits/rate-limit.ts';
import { startGateway, type TestGatewayOptions } from '../../support/gateway.ts';
import { startWired } from '../../support/http-gateway.ts';
import { startGuarded } from '../../support/protected-gateway.ts';
import { buildWorld } from '../../support/world.ts';

const inMemory = (ratePerMinute: number) => createRateLimit({ ratePerMinute, redisUrl: '' }, createLog('silent'));
const JSON_TYPE = { 'content-type': 'application/json' };
const body = JSON.stringify({ query: '{ __typename }' });

async function serve(options: TestGatewayOptions) {
  const gateway = await startGateway(options);
  const listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    await listening.drain();
    await gateway.close();
  });
  return { gateway, url: `${listening.url}/graphql` };
}

describe('Counted for the rate limit', () => {
  const REQUESTS: readonly [string, RequestInit, string][] = [
    ['a page', { headers: { accept: 'text/html' } }, ''],
    ['a body that is no JSON', { method: 'POST', headers: JSON_TYPE, body: '{' }, ''],
    ['a body of another type', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' }, ''],
    ['no query', { method: 'POST', headers: JSON_TYPE, body: '{}' }, ''],
    ['another method', { method: 'DELETE' }, ''],
    ['another path', {}, '/../nothing'],
    ['a query by GET', {}, '?query={__typename}'],
    ['a health check with more to it', {}, '/../health?x=/graphql'],
    ['a query', { method: 'POST', headers: JSON_TYPE, body }, ''],
  ];
  test.each(REQUESTS)('%s, once', async (_title, init, more) => {
    const rate = await inMemory(2);
    const { url } = await serve(rate ? { rate } : {});
    const statuses: number[] = [];
    for (let time = 0; time < 3; time += 1) {
      const answer = await fetch(new URL(url + more), init);
      statuses.push(answer.status);
      await answer.text();
    }
    expect(statuses.map((status) => status === 429)).toEqual([false, false, true]);
  });

  test('a request without an accepted token, for its address, which does not limit authenticated callers', async () => {
    const rate = await inMemory(3);
    const guarded = await startGuarded({ world: buildWorld().world, ...(rate && { rate }) });
    onTestFinished(() => guarded.close());
    const url = `${guarded.listening.url}/graphql`;
    const statuses: number[] = [];
    for (let time = 0; time < 5; time += 1) {
      const headers = time % 2 ? { ...JSON_TYPE, authorization: 'Bearer x.y.z' } : JSON_TYPE;
      const answer = await fetch(url, { method: 'POST', headers, body });
      statuses.push(answer.status);
      if (answer.status === 429) {
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        expect(await answer.json()).toEqual({
          errors: [{ message: expect.any(String), extensions: { code: 'RATE_LIMITED' } }],
        });
      }
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect(await guarded.ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  });
});

test('Requests in flight are limited per caller, and other callers do not wait', async () => {
  const { world } = buildWorld().fleets(30);
  const guarded = await startGuarded({ world, maxInFlight: 4, deadlineMs: 4_000 });
  onTestFinished(() => guarded.close());
  const { gateway } = guarded;
  gateway.emulator.faults.push({ operation: 'DescribeFleets', kind: 'hang' });
  const greedy = { user: 'greedy@example.com', scopes: ['fleets:read'] } as const;
  const others = Array.from({ length: 30 }, (_, index) =>
    guarded.ask(`query Q${index} { fleets(names: ["fleet-${index}"]) { nodes { name } } }`, greedy),
  );
  await expect.poll(() => gateway.emulator.count('DescribeFleets')).toBe(4);
  expect(await guarded.ask('{ __typename }', { user: 'alice@example.com' })).toEqual({ data: { __typename: 'Query' } });
  expect(gateway.emulator.count('DescribeFleets')).toBe(4);
  // Each in flight is late by its own deadline, and each that waits by the same: none is left without an answer.
  for (const { errors } of await Promise.all(others)) expect(errors).toHaveLength(1);
});

test('A waiting client that disconnects frees its place, and later requests are answered in order', async () => {
  const wired = await startWired({ world: buildWorld().fleets(3).world, maxInFlight: 1 });
  wired.emulator.faults.push({ operation: 'DescribeFleets', kind: 'hang', times: 1 });
  const first = new AbortController();
  const held = wired.post('{ fleets { nodes { name } } }', {}, first.signal).catch(() => 'gone');
  await expect.poll(() => wired.emulator.count('DescribeFleets')).toBe(1);
  const leaving = new AbortController();
  const gone = wired.post('query Gone { __typename }', {}, leaving.signal).catch(() => 'gone');
  const order: string[] = [];
  const later = ['A', 'B', 'C'].map(async (name) => {
    const answer = await wired.post(`query ${name} { __typename }`);
    expect(answer.status).toBe(200);
    order.push(name);
  });
  leaving.abort();
  expect(await gone).toBe('gone');
  first.abort();
  expect(await held).toBe('gone');
  await Promise.all(later);
  expect(order).toHaveLength(3);
  const names = wired.log
    .filter(({ msg, status }) => msg === 'request' && status === 200)
    .map(({ operation }) => operation);
  expect([...names].sort()).toEqual(['A', 'B', 'C']);
});

describe('Log lines', () => {
  test('have caller and address, of answered and of denied requests', async () => {
    const guarded = await startGuarded({ world: buildWorld().world });
    onTestFinished(() => guarded.close());
    const { log } = guarded.gateway;
    await guarded.ask('{ __typename }', { user: 'alice@example.com' });
    await fetch(`${guarded.listening.url}/graphql`, { method: 'POST', headers: JSON_TYPE, body });
    await expect.poll(() => log.filter(({ msg }) => msg === 'request').length).toBe(2);
    expect(log.filter(({ msg }) => msg === 'request')).toMatchObject([
      { status: 200, caller: 'alice@example.com', address: '127.0.0.1' },
      { status: 401, caller: null, address: '127.0.0.1', codes: ['UNAUTHENTICATED'] },
    ]);
    expect(log.filter(({ msg }) => msg === 'request rejected')).toMatchObject([{ address: '127.0.0.1' }]);
  });

  test('have the address that a trusted proxy appended, and no other text of a header', async () => {
    const { url, gateway } = await serve({ trustedProxies: 1 });
    const addresses = ['203.0.113.9', '2001:db8::1', '[2001:db8::1]:443', 'x'.repeat(5_000), '"}{"msg":"forged'];
    for (const address of addresses) {
      await (
        await fetch(url, { method: 'POST', headers: { ...JSON_TYPE, 'x-forwarded-for': `1.1.1.1, ${address}` }, body })
      ).text();
    }
    const seen = gateway.log.filter(({ msg }) => msg === 'request').map(({ address }) => address);
    expect(seen).toEqual([...addresses.slice(0, 3), 'unknown', 'unknown']);
  });

  test('have no caller if users are redacted', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => void lines.push(line) }, { redactUsers: true });
    log.info({ caller: 'alice', address: '203.0.113.9' }, 'request');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ caller: '[redacted]', address: '[redacted]' });
  });
});

test('IPv6 addresses are counted per /64 network, in any spelling', () => {
  const group = fc.integer({ min: 0, max: 0xffff });
  fc.assert(
    fc.property(
      fc.array(group, { minLength: 8, maxLength: 8 }),
      fc.array(group, { minLength: 4, maxLength: 4 }),
      (groups, host) => {
        const spell = (parts: readonly number[]) =>
          new URL(`http://[${parts.map((part) => part.toString(16)).join(':')}]`).hostname.slice(1, -1);
        const one = callerKey(null, spell(groups));
        expect(callerKey(null, spell([...groups.slice(0, 4), ...host]))).toBe(one);
        const [first = 0, ...rest] = groups;
        expect(callerKey(null, spell([first ^ 1, ...rest]))).not.toBe(one);
      },
    ),
  );
  expect(callerKey(null, '::ffff:203.0.113.9')).toBe(callerKey(null, '203.0.113.9'));
  expect(callerKey('address 203.0.113.9', '::1')).not.toBe(callerKey(null, '203.0.113.9'));
});
