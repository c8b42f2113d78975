import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { TestGatewayOptions } from '../support/gateway.ts';
import { startWired } from '../support/http-gateway.ts';
import { newKey, sign, startIssuer } from '../support/issuer.ts';
import { rawRequest } from '../support/raw-request.ts';

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

async function start(options: TestGatewayOptions = {}) {
  const gateway = await startWired(options);
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(new URL(path, gateway.url), { headers, redirect: 'manual' });
  return { ...gateway, get };
}

/** Paths of the scripts and style sheets that the page loads at once. */
async function assetsOf(page: Response): Promise<string[]> {
  return [...(await page.text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
}

describe('The console', () => {
  test('is on /, and on every path of a view, so that links to views work; the API stays where it is', async () => {
    const { get } = await start();
    const page = await get('/', HTML);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const body = await page.text();
    expect(await (await get('/sessions?status=CONNECTED', HTML)).text()).toBe(body);
    expect(await (await get('/health', HTML)).text()).not.toContain('<html');
    expect(await (await get('/graphql', HTML)).text()).toContain('graphiql');
    expect((await get('/sessions')).status).toBe(404);
    expect((await get('/assets/nothing.js', HTML)).status).toBe(404);
    expect((await get('/index.html', HTML)).status).toBe(404);
  });

  test('has a content security policy without inline scripts, other origins and frames', async () => {
    const { get } = await start();
    const page = await get('/', HTML);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(await page.text()).not.toMatch(/<script(?![^>]*\bsrc=)|\bon\w+=|https?:/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('has files whose names change with them, which browsers keep, and a page that they ask for each time', async () => {
    const { get } = await start();
    const page = await get('/', HTML);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const again = await get('/', { ...HTML, 'if-none-match': page.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const assets = await assetsOf(page);
    expect(assets.length).toBeGreaterThan(1);
    for (const path of assets) {
      const file = await get(path);
      expect([file.status, file.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    }
  });

  test('sends each file in the smallest encoding that the browser takes, which was made when it was built', async () => {
    const gateway = await start();
    const [path = ''] = await assetsOf(await gateway.get('/', HTML));
    const ask = (encoding: string) => rawRequest(gateway.url, path, { 'accept-encoding': encoding });
    const [plain, gzip, br] = [await ask('identity'), await ask('gzip, br;q=0'), await ask('gzip, deflate, br')];
    expect([gzip, br].map(({ headers }) => headers['content-encoding'])).toEqual(['gzip', 'br']);
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    expect(brotliDecompressSync(br.body)).toEqual(plain.body);
    expect(new Set([plain, gzip, br].map(({ headers }) => headers.etag)).size).toBe(3);
    expect(br.body.length).toBeLessThan(plain.body.length / 3);
  });

  test('answers HEAD without a body, and no other method', async () => {
    const { url } = await start();
    const head = await fetch(new URL('/', url), { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(100);
    expect((await fetch(new URL('/', url), { method: 'POST' })).status).toBe(404);
  });

  test('loads at most 450 kB of compressed JavaScript for its first view', async () => {
    const gateway = await start();
    const scripts = (await assetsOf(await gateway.get('/', HTML))).filter((path) => path.endsWith('.js'));
    const sizes = await Promise.all(
      scripts.map(async (path) => (await rawRequest(gateway.url, path, { 'accept-encoding': 'gzip' })).body.length),
    );
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(50_000);
    expect(total).toBeLessThan(450_000);
  });
});

describe('With tokens', () => {
  test('the files of the console need none, and data does', async () => {
    const key = await newKey('first');
    const issuer = await startIssuer(key);
    const { get } = await start({ authenticator: () => issuer.trusted() });
    expect((await get('/', HTML)).status).toBe(200);
    expect((await get('/console/caller')).status).toBe(401);
    expect((await get('/nothing')).status).toBe(401);
    const authorization = `Bearer ${await sign(key, { scope: 'sessions:read fleets:read other' })}`;
    const caller = await get('/console/caller', { authorization });
    expect(await caller.json()).toEqual({ name: 'alice@example.com', scopes: ['sessions:read', 'fleets:read'] });
    expect(caller.headers.get('cache-control')).toBe('no-store');
    await issuer.close();
  });

  test('requests of files count for the rate limit of their address', async () => {
    const taken: string[] = [];
    const rate = { take: (key: string) => Promise.resolve(taken.push(key) > 1 ? 5_000 : 0), close: async () => {} };
    const { get } = await start({ rate });
    expect((await get('/', HTML)).status).toBe(200);
    expect((await get('/', HTML)).status).toBe(429);
    expect(taken).toEqual(['address 127.0.0.1', 'address 127.0.0.1']);
  });
});

test('With GATEWAY_CONSOLE=off, / is not found', async () => {
  const { get } = await start({ console: false });
  expect((await get('/', HTML)).status).toBe(404);
  expect((await get('/console/caller')).status).toBe(404);
});
