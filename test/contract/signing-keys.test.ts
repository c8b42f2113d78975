import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Authenticator } from '../../src/server/authentication/authenticator.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { type Issuer, type Key, newKey, sign, startIssuer, trusting } from '../support/issuer.ts';
import { buildWorld } from '../support/world.ts';

/** Keys are read again with every request, and waited for. */
const ALWAYS = { maxAgeMs: 0, retryMs: 0, unknownKeyMs: 0 };

let [first, second]: [Key, Key] = [undefined as never, undefined as never];
let issuer: Issuer;
const gateways: TestGateway[] = [];

beforeAll(async () => {
  [first, second] = [await newKey('first'), await newKey('second', 'RS256')];
});
beforeEach(async () => {
  issuer = await startIssuer(first);
});
afterEach(async () => {
  for (const gateway of gateways.splice(0)) await gateway.close();
  await issuer.close();
});

async function serve(authenticator: Authenticator) {
  const gateway = await startGateway({ world: buildWorld().fleet('design').world, authenticator: () => authenticator });
  gateways.push(gateway);
  // One token a key, as a client has it: no two signatures are alike.
  const tokens = new Map<Key, Promise<string>>();
  return async (key: Key) => {
    const token = await (tokens.get(key) ?? sign(key, { scope: 'fleets:read' }));
    tokens.set(key, Promise.resolve(token));
    return gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ fleet(name: "design") { name } }' }),
    });
  };
}

const statusOf = async (response: Promise<Response>) => (await response).status;

describe('Keys of a URL', () => {
  test('are asked for once, however many requests wait', async () => {
    const ask = await serve(issuer.trusted());
    const statuses = await Promise.all(Array.from({ length: 10 }, () => statusOf(ask(first))));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(issuer.asked).toBe(1);
  });

  test('are asked for again when a token names a new one: rotation needs no restart', async () => {
    const ask = await serve(issuer.trusted());
    expect(await statusOf(ask(first))).toBe(200);
    issuer.keys = [first, second];
    const statuses = await Promise.all(Array.from({ length: 10 }, () => statusOf(ask(second))));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await statusOf(ask(first))).toBe(200);
    expect(issuer.asked).toBe(2);
  });

  test('are not asked for again and again because of names that any client can make up', async () => {
    const ask = await serve(issuer.trusted());
    for (let index = 0; index < 20; index += 1) expect(await statusOf(ask({ ...first, kid: `${index}` }))).toBe(401);
    expect(issuer.asked).toBe(2);
    expect(await statusOf(ask(first))).toBe(200);
  });

  test('that are taken back are no longer trusted, even of a token that was', async () => {
    const ask = await serve(issuer.trusted({}, ALWAYS));
    expect(await statusOf(ask(first))).toBe(200);
    issuer.keys = [second];
    expect(await statusOf(ask(first))).toBe(401);
    expect(await statusOf(ask(second))).toBe(200);
  });

  test('that another token showed to be others are no longer trusted, of whatever was trusted before', async () => {
    const ask = await serve(issuer.trusted());
    expect(await statusOf(ask(first))).toBe(200);
    issuer.keys = [second];
    expect(await statusOf(ask(second))).toBe(200);
    expect(await statusOf(ask(first))).toBe(401);
  });

  test.each(['error', 'silent'] as const)(
    'that are known stay known while the issuer is in trouble: %s',
    async (trouble) => {
      const ask = await serve(issuer.trusted({}, ALWAYS));
      expect(await statusOf(ask(first))).toBe(200);
      issuer.trouble = trouble;
      expect(await statusOf(ask(first))).toBe(200);
      expect(await statusOf(ask(first))).toBe(200);
      // It is unknown whether one that is not cached is valid.
      expect(await statusOf(ask(second))).toBe(503);
      issuer.trouble = null;
      issuer.keys = [first, second];
      expect(await statusOf(ask(second))).toBe(200);
    },
  );

  test.each(['error', 'silent'] as const)(
    'that cannot be had are a coded error and no wait, until they can: %s',
    async (trouble) => {
      issuer.trouble = trouble;
      const ask = await serve(issuer.trusted({}, { retryMs: 0 }));
      const response = await ask(first);
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('5');
      const code = 'UPSTREAM_UNAVAILABLE';
      const extensions = { code, service: 'jwks', operation: 'GetKeys', retryable: true };
      expect(await response.json()).toEqual({ errors: [{ message: expect.any(String), extensions }] });
      issuer.trouble = null;
      expect(await statusOf(ask(first))).toBe(200);
    },
  );

  test('that cannot be had are not asked for by every request', async () => {
    issuer.trouble = 'error';
    const ask = await serve(issuer.trusted());
    for (let index = 0; index < 10; index += 1) expect(await statusOf(ask(first))).toBe(503);
    expect(issuer.asked).toBe(1);
  });
});

describe('Keys of a file', () => {
  let folder: string;
  let path: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keys-'));
    path = join(folder, 'jwks.json');
  });
  afterAll(() => rm(folder, { recursive: true }));
  const write = (...keys: Key[]) => writeFile(path, JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));

  test('are read again when it changes', async () => {
    await write(first);
    const ask = await serve(trusting(path, {}, ALWAYS));
    expect(await statusOf(ask(first))).toBe(200);
    await write(second);
    expect(await statusOf(ask(second))).toBe(200);
    expect(await statusOf(ask(first))).toBe(401);
  });

  test('stay known while it is half written', async () => {
    await write(first);
    const ask = await serve(trusting(path, {}, ALWAYS));
    expect(await statusOf(ask(first))).toBe(200);
    await writeFile(path, '{"keys": [');
    expect(await statusOf(ask(first))).toBe(200);
  });
});
