import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import { base64url, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AUDIENCE, ISSUER, type Key, newKey, sign } from '../support/issuer.ts';
import { type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { buildWorld } from '../support/world.ts';

let guarded: Guarded;
let key: Key;
let inPs256: Key;
beforeAll(async () => {
  guarded = await startGuarded({ world: buildWorld().fleet('design').world });
  key = guarded.key;
  inPs256 = await newKey('in-ps256', 'PS256');
  guarded.issuer.keys = [key, inPs256];
});
beforeEach(() => guarded.gateway.emulator.clearCalls());
afterAll(() => guarded.close());

const FLEETS = { scope: 'fleets:read' };
const FLEET = '{ fleet(name: "design") { name } }';
const MISSING = 'Bearer realm="session-gateway"';

function post(authorization: string | undefined, query = FLEET): RequestInit {
  const headers = { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) };
  return { method: 'POST', headers, body: JSON.stringify({ query }) };
}

/** The answer, which is the same on the wire, where it may take the fast path, and beside it. */
async function send(init: RequestInit, path = '/graphql') {
  const see = async (response: Response) => ({
    status: response.status,
    type: response.headers.get('content-type'),
    challenge: response.headers.get('www-authenticate'),
    text: await response.text(),
  });
  const fast = await see(await fetch(guarded.listening.url + path, init));
  expect(fast).toEqual(await see(await guarded.gateway.fetch(path, init)));
  return fast;
}

const sendToken = (token: string) => send(post(`Bearer ${token}`));

const answered = { status: 200, text: '{"data":{"fleet":{"name":"design"}}}' };

/** 401, in one line of reason; nothing was asked of AWS. */
async function expectRejected(sent: ReturnType<typeof send>, reason?: string) {
  const { status, challenge, text, type } = await sent;
  expect(status).toBe(401);
  expect(type).toBe('application/json; charset=utf-8');
  const { errors, ...others } = JSON.parse(text);
  expect(others).toEqual({});
  expect(errors).toEqual([{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }]);
  if (reason === undefined) expect(challenge).toBe(MISSING);
  else {
    expect(errors[0].message).toBe(reason);
    expect(challenge).toBe(`${MISSING}, error="invalid_token", error_description="${reason}"`);
  }
  expect(guarded.gateway.emulator.count()).toBe(0);
}

const INVALID = 'The token is invalid.';

describe('With GATEWAY_AUTH=jwt', () => {
  test('a request with a token of the issuer is answered', async () => {
    expect(await sendToken(await sign(key, FLEETS))).toMatchObject(answered);
    expect(await send(post(`bearer  ${await sign(key, FLEETS)}`))).toMatchObject(answered);
  });

  test.each([
    ['no header', undefined],
    ['another scheme', 'Basic YWxpY2U6c2VjcmV0'],
    ['an empty header', ''],
  ])('%s is 401, and says only what is wanted', async (_title, authorization) => {
    await expectRejected(send(post(authorization)));
  });

  test.each(['Bearer', 'Bearer a b', 'Bearer "x"'])('%s holds no token', async (authorization) => {
    await expectRejected(send(post(authorization)), 'The Authorization header holds no token.');
  });

  test('an answer has the accepted content type', async () => {
    const response = await guarded.gateway.fetch('/graphql', {
      ...post(undefined),
      headers: { accept: 'application/graphql-response+json' },
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  });

  const INTROSPECTION = '{ __schema { types { name } } }';
  test.each<[string, RequestInit, string]>([
    ['introspection', post(undefined, INTROSPECTION), '/graphql'],
    ['a query by GET', {}, `/graphql?query=${encodeURIComponent(FLEET)}`],
    ['GraphiQL', { headers: { accept: 'text/html' } }, '/graphql'],
    ['a document that is none', post(undefined, '{'), '/graphql'],
    [
      'a mutation',
      post(undefined, 'mutation { startFleet(input: { name: "design" }) { userErrors { code } } }'),
      '/graphql',
    ],
    ['another method', { method: 'DELETE' }, '/graphql'],
    ['a preflight', { method: 'OPTIONS' }, '/graphql'],
    ['another path', {}, '/metrics'],
    ['a query that looks like a health check', post(undefined), '/health?/graphql'],
    ['a query that looks like a readiness check', post(undefined), '/ready?x=/graphql'],
    ['GraphiQL that looks like a health check', { headers: { accept: 'text/html' } }, '/health?x=/graphql'],
    ['a health check with more to it', {}, '/graphql?x=/health'],
  ])('%s needs a token', async (_title, init, path) => {
    await expectRejected(send(init, path));
  });

  test('GraphiQL and introspection need a token, of any scope', async () => {
    const authorization = `Bearer ${await sign(key)}`;
    const page = await send({ headers: { accept: 'text/html', authorization } });
    expect(page).toMatchObject({ status: 200, type: 'text/html' });
    const { text } = await send(post(authorization, INTROSPECTION));
    expect(JSON.parse(text).data.__schema.types.length).toBeGreaterThan(50);
  });

  test('only health and readiness need no token', async () => {
    expect((await send({}, '/health')).status).toBe(200);
    expect((await send({}, '/ready')).status).toBe(503);
    // Requests without a token are anonymous.
    expect((await send(post(undefined), '/health')).text).not.toContain('design');
  });
});

/** Request that `fetch` does not send: its host is none. */
async function sendTo(host: string, head: string, body = ''): Promise<string> {
  const socket = connect({ port: Number(new URL(guarded.listening.url).port), host: '127.0.0.1' });
  const length = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}`;
  socket.write(`${head} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n${length}\r\n\r\n${body}`);
  return textOf(socket);
}

describe('A host that turns the URL of a health check into another', () => {
  const query = JSON.stringify({ query: '{ __typename __schema { types { name } } }' });
  test.each([
    ['a query', 'x/graphql?', 'POST /ready', query],
    ['a query, by a fragment of the URL', 'x/graphql#', 'POST /ready', query],
    ['a query, by a backslash', 'x\\graphql?', 'POST /ready', query],
    ['a query by GET', 'x/graphql?query={__typename}&', 'GET /ready', ''],
    ['a query by GET, and the name of a user', 'x@y/graphql?query={__typename}&', 'GET /health', ''],
    ['GraphiQL', 'x/graphql?', 'GET /ready', ''],
  ])('gets no caller to %s', async (_what, host, head, body) => {
    const answer = await sendTo(host, head, body);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).not.toMatch(/__typename|Query|graphi?ql/i);
  });

  test.each(['x', 'x.example.com:4000', 'a_b-c:1', '127.0.0.1', '[::1]:4000'])('is not %s', async (host) => {
    expect(await sendTo(host, 'GET /health')).toMatch(/^HTTP\/1\.1 200 /);
  });
});

const jwt = (header: object, payload: JWTPayload) =>
  [header, payload].map((part) => base64url.encode(JSON.stringify(part))).join('.');
const now = () => Math.floor(Date.now() / 1000);
const claims = () => ({ iss: ISSUER, aud: AUDIENCE, sub: 'eve', exp: now() + 600, ...FLEETS });

describe('A token is rejected', () => {
  test.each<[string, Parameters<typeof sign>[1], string]>([
    ['when it has expired, clock skew and all', { in: -31 }, 'The token has expired.'],
    ['when it never expires', { exp: null as never }, 'The claim exp of the token is missing or invalid.'],
    ['when it is not valid yet', { nbf: now() + 90 }, 'The token is not valid yet.'],
    ['of another issuer', { iss: 'https://evil.example.com/' }, 'The token was issued by another issuer.'],
    ['of no issuer', { iss: null as never }, 'The token was issued by another issuer.'],
    ['for another audience', { aud: 'billing' }, 'The token is for another audience.'],
    ['for several audiences, none of them this', { aud: ['billing', 'mail'] }, 'The token is for another audience.'],
    ['for no audience', { aud: null as never }, 'The token is for another audience.'],
  ])('%s', async (_title, given, reason) => {
    await expectRejected(sendToken(await sign(key, { ...FLEETS, ...given })), reason);
  });

  test('of another key under the same name', async () => {
    await expectRejected(sendToken(await sign(await newKey('first'), FLEETS)), INVALID);
  });

  test('of an unpublished key', async () => {
    await expectRejected(sendToken(await sign(await newKey('other'), FLEETS)), INVALID);
  });

  test('of a key that it brings along', async () => {
    const own = await newKey('own');
    const header = { alg: 'ES256', jwk: own.jwk, kid: 'first' };
    const token = await new SignJWT(claims()).setProtectedHeader(header).sign(own.privateKey);
    await expectRejected(sendToken(token), INVALID);
  });

  test('without a signature', async () => {
    await expectRejected(sendToken(`${jwt({ alg: 'none', kid: 'first' }, claims())}.`), INVALID);
    await expectRejected(sendToken(jwt({ alg: 'none', kid: 'first' }, claims())), INVALID);
  });

  test('when the public key was taken for a shared secret', async () => {
    const content = jwt({ alg: 'HS256', kid: 'first' }, claims());
    const secret = JSON.stringify(key.jwk);
    const signature = createHmac('sha256', secret).update(content).digest('base64url');
    await expectRejected(sendToken(`${content}.${signature}`), INVALID);
  });

  test('in an algorithm that is not named', async () => {
    await expectRejected(sendToken(await sign(inPs256, FLEETS)), INVALID);
  });

  test('when it was altered', async () => {
    const [header, , signature] = (await sign(key)).split('.');
    const payload = base64url.encode(JSON.stringify(claims()));
    await expectRejected(sendToken(`${header}.${payload}.${signature}`), INVALID);
  });

  test.each(['x', 'a.b', 'a.b.c', '...', 'e30.e30.e30', 'a.b.c.d.e'])('that is none: %s', async (token) => {
    await expectRejected(sendToken(token), INVALID);
  });

  test('and the log says why, without it and what it says', async () => {
    const before = guarded.gateway.log.length;
    const token = await sign(key, { ...FLEETS, sub: 'mallory@example.com', in: -3_600 });
    await expectRejected(sendToken(token), 'The token has expired.');
    const lines = guarded.gateway.log.slice(before);
    const why = { msg: 'request rejected', code: 'UNAUTHENTICATED', reason: expect.stringMatching(/exp/) };
    const what = { msg: 'request', status: 401, codes: ['UNAUTHENTICATED'], requestId: expect.any(String) };
    // Both partitions; without a wire there is no request to write a line of.
    expect(lines).toMatchObject([why, what, why]);
    expect(JSON.stringify(lines)).not.toMatch(new RegExp(`mallory|${token}`));
  });
});

describe('A token is accepted', () => {
  test('within the clock skew, on both ends', async () => {
    expect(await sendToken(await sign(key, { ...FLEETS, in: -20 }))).toMatchObject(answered);
    expect(await sendToken(await sign(key, { ...FLEETS, nbf: now() + 20 }))).toMatchObject(answered);
  });

  test('for several audiences, one of which is this', async () => {
    expect(await sendToken(await sign(key, { ...FLEETS, aud: ['mail', AUDIENCE] }))).toMatchObject(answered);
  });

  test('until it expires, though it was accepted before', async () => {
    const token = await sign(key, FLEETS);
    expect(await sendToken(token)).toMatchObject(answered);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 631_000 });
    guarded.gateway.emulator.clearCalls();
    try {
      await expectRejected(sendToken(token), 'The token has expired.');
    } finally {
      vi.useRealTimers();
    }
  });
});
