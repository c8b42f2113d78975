import { afterEach, describe, expect, test } from 'vitest';
import { createLog } from '../../../src/log/log.ts';
import { type Listening, listen } from '../../../src/server/http/listen.ts';
import { createRateLimit, type RateLimit } from '../../../src/server/limits/rate-limit.ts';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { codesOf, startGuarded } from '../../support/protected-gateway.ts';
import { type FakeRedis, startFakeRedis } from '../../support/redis.ts';
import { buildWorld } from '../../support/world.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Served {
  readonly gateway: TestGateway;
  readonly url: string;
  /** The statuses of so many requests, one after the other. */
  statuses(count: number, body?: object, headers?: Record<string, string>): Promise<number[]>;
}

async function serve(rate: RateLimit | undefined, trustedProxies = 0): Promise<Served> {
  const gateway = await startGateway({ rate, trustedProxies });
  const listening: Listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
  closing.push(
    () => rate?.close(),
    () => gateway.close(),
    () => listening.drain(),
  );
  const url = `${listening.url}/graphql`;
  return {
    gateway,
    url,
    async statuses(count, body = { query: '{ __typename }' }, headers = {}) {
      const seen: number[] = [];
      for (let time = 0; time < count; time += 1) seen.push((await post(url, body, headers)).status);
      return seen;
    },
  };
}

function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  const all = { 'content-type': 'application/json', ...headers };
  return fetch(url, { method: 'POST', headers: all, body: JSON.stringify(body) });
}

const quiet = createLog('silent');
const inMemory = (ratePerMinute: number) => createRateLimit({ ratePerMinute, redisUrl: '' }, quiet);

test('Requests above the rate limit are rejected with 429, a code and Retry-After, and are logged', async () => {
  const { url, gateway, statuses } = await serve(await inMemory(3));
  expect(await statuses(3)).toEqual([200, 200, 200]);
  const response = await post(url, { query: '{ __typename }' });
  expect(response.status).toBe(429);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
  const lines = gateway.log.filter(({ msg }) => msg === 'request');
  expect(lines.at(-1)).toMatchObject({ status: 429, codes: ['RATE_LIMITED'] });
});

test('A request is counted once on every path, also if it is rejected for another reason', async () => {
  const { statuses } = await serve(await inMemory(4));
  expect(await statuses(1, { query: '{ nonsense }' })).toEqual([200]);
  expect(
    await statuses(1, { query: 'mutation { terminateSessions(input: { ids: [] }) { userErrors { code } } }' }),
  ).toEqual([200]);
  expect(await statuses(1, { operationName: 1 })).toEqual([400]);
  expect(await statuses(2)).toEqual([200, 429]);
});

test('Only GraphQL requests are counted', async () => {
  const { url, statuses } = await serve(await inMemory(1));
  for (let time = 0; time < 3; time += 1) expect((await fetch(new URL('/health', url))).status).toBe(200);
  expect(await statuses(2)).toEqual([200, 429]);
});

test('Without a rate limit no request is rejected', async () => {
  expect(await createRateLimit({ ratePerMinute: 0, redisUrl: '' }, quiet)).toBeUndefined();
});

describe('Requests of anonymous callers are counted', () => {
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const any = { query: '{ __typename }' };

  test('by the address of the connection; x-forwarded-for is ignored', async () => {
    const { statuses } = await serve(await inMemory(1));
    expect(await statuses(1, any, from('198.51.100.1'))).toEqual([200]);
    expect(await statuses(1, any, from('198.51.100.2'))).toEqual([429]);
  });

  test('behind a proxy, by the address that it appended', async () => {
    const { statuses } = await serve(await inMemory(1), 1);
    expect(await statuses(2, any, from('198.51.100.1'))).toEqual([200, 429]);
    expect(await statuses(2, any, from('198.51.100.2'))).toEqual([200, 429]);
    expect(await statuses(1, any, from('203.0.113.9, 198.51.100.2'))).toEqual([429]);
  });

  test('behind two proxies, by the address that the first one appended', async () => {
    const { statuses } = await serve(await inMemory(1), 2);
    expect(await statuses(2, any, from('198.51.100.1, 10.0.0.1'))).toEqual([200, 429]);
    expect(await statuses(1, any, from('198.51.100.2, 10.0.0.1'))).toEqual([200]);
  });
});

test('With tokens, requests are counted per caller', async () => {
  const rate = await inMemory(1);
  const guarded = await startGuarded({ world: buildWorld().world, ...(rate && { rate }) });
  closing.push(
    () => rate?.close(),
    () => guarded.close(),
  );
  const codes = async (user: string) => codesOf(await guarded.ask('{ __typename }', { user }));
  expect(await codes('alice@example.com')).toEqual([]);
  expect(await codes('alice@example.com')).toEqual(['RATE_LIMITED']);
  expect(await codes('bob@example.com')).toEqual([]);
});

describe('With Redis', () => {
  async function withRedis(): Promise<{
    redis: FakeRedis;
    log: Record<string, unknown>[];
    limit(): Promise<RateLimit>;
  }> {
    const redis = await startFakeRedis();
    closing.push(() => redis.stop());
    const log: Record<string, unknown>[] = [];
    const write = (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>);
    const limit = async () =>
      (await createRateLimit({ ratePerMinute: 2, redisUrl: redis.url }, createLog('info', { write }))) as RateLimit;
    return { redis, log, limit };
  }

  test('replicas share the count', async () => {
    const { redis, limit } = await withRedis();
    const [one, other] = [await serve(await limit()), await serve(await limit())];
    await redis.ready(2);
    expect(await one.statuses(1)).toEqual([200]);
    expect(await other.statuses(1)).toEqual([200]);
    expect(await one.statuses(1)).toEqual([429]);
    expect(await other.statuses(1)).toEqual([429]);
  });

  test('that becomes unavailable, each replica counts its own requests, none fails, and one warning is logged until it recovers', async () => {
    const { redis, log, limit } = await withRedis();
    const { statuses } = await serve(await limit());
    await redis.ready(1);
    expect(await statuses(1)).toEqual([200]);
    await redis.stop();
    expect(await statuses(3)).toEqual([200, 200, 429]);
    expect(log).toMatchObject([{ level: 'warn', msg: 'Redis is unavailable: each replica counts its own requests' }]);
    await redis.start();
    await redis.ready(1);
    expect(await statuses(2)).toEqual([200, 429]);
    expect(log.map(({ level }) => level)).toEqual(['warn', 'info']);
    expect(JSON.stringify(log)).not.toContain('secret');
  });

  test('that does not answer, each replica counts its own requests after a timeout', async () => {
    const { redis, limit } = await withRedis();
    const { statuses } = await serve(await limit());
    await redis.ready(1);
    redis.mute();
    expect(await statuses(3)).toEqual([200, 200, 429]);
  });
});
