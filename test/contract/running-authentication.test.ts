import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AUDIENCE, ISSUER, type Key, newKey, sign, startIssuer } from '../support/issuer.ts';
import { killAfterEach, run, runGateway } from '../support/process.ts';

const kept = killAfterEach();
let folder: string;
let key: Key;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'));
  key = await newKey('first');
});
afterAll(() => rm(folder, { recursive: true }));

const JWT = { GATEWAY_AUTH: 'jwt', GATEWAY_JWT_ISSUER: ISSUER, GATEWAY_JWT_AUDIENCE: AUDIENCE };

const ask = (url: string, token?: string) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query: '{ fleets(first: 1) { nodes { name } } }' }),
  });

test('`npm start` on a public address stops with one line, unless authentication is configured', async () => {
  const { code, stderr } = await kept(run('src/main.ts', [], { HOST: '0.0.0.0', PORT: '0' })).ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^HOST is "0\.0\.0\.0", .*GATEWAY_AUTH.*\n$/);
  const open = kept(await runGateway({ HOST: '0.0.0.0', GATEWAY_AUTH: 'none' }));
  expect((await ask(open.url.replace('0.0.0.0', '127.0.0.1'))).status).toBe(200);
});

test('With keys from a file, only requests with a token are answered', async () => {
  const path = join(folder, 'jwks.json');
  await writeFile(path, JSON.stringify({ keys: [key.jwk] }));
  const { url } = kept(await runGateway({ ...JWT, GATEWAY_JWT_JWKS: path }));
  expect((await ask(url)).status).toBe(401);
  const answer = await ask(url, await sign(key, { scope: 'fleets:read' }));
  expect(await answer.json()).toMatchObject({ data: { fleets: { nodes: [{ name: expect.any(String) }] } } });
});

test.each([
  ['gone.json', null],
  ['no-keys.json', '{"keys": 1}'],
  ['half-written.json', '{"keys": ['],
  ['no-members.json', '{"keys": [{ "kty": "RSA", "kid": "first", "alg": "RS256" }]}'],
])('Without valid keys in the file %s it stops with one line', async (name, text) => {
  if (text !== null) await writeFile(join(folder, name), text);
  const path = join(folder, name);
  const program = kept(run('src/main.ts', [], { ...JWT, PORT: '0', GATEWAY_JWT_JWKS: path }));
  await program.ended.then(({ code, stderr }) => {
    expect(code).toBe(1);
    expect(stderr).toBe(
      `GATEWAY_JWT_JWKS is ${JSON.stringify(path)}; it must be a URL, or the path of a file that can be read${text === null ? '' : ' (it holds no valid JSON Web Key Set)'}.\n`,
    );
    expect(program.lines).toEqual([]);
  });
});

test('With the keys of a URL that does not answer it lives, is not ready, and says so; until it does', async () => {
  const issuer = await startIssuer(key);
  issuer.trouble = 'error';
  const gateway = kept(run('src/main.ts', [], { ...JWT, PORT: '0', GATEWAY_JWT_JWKS: issuer.url }));
  const { url } = JSON.parse(await gateway.line(/"listening on/)) as { url: string };
  const token = await sign(key, { scope: 'fleets:read' });
  expect((await fetch(new URL('/ready', url))).status).toBe(503);
  expect((await ask(url, token)).status).toBe(503);
  issuer.trouble = null;
  await gateway.line(/"msg":"ready"/);
  expect((await ask(url, token)).status).toBe(200);
  await issuer.close();
});
