import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Answering, JSON_1_1, startFakeAws } from '../support/fake-aws.ts';
import { startGateway, type TestGatewayOptions } from '../support/gateway.ts';

afterEach(() => vi.unstubAllEnvs());

const LISTS = {
  appstream: '{ fleets { nodes { name } } }',
  ssm: '{ ssmSessions { nodes { sessionId } } }',
  workspaces: '{ pools { nodes { poolId } } }',
};

async function errorOf(options: TestGatewayOptions, query = LISTS.ssm) {
  const gateway = await startGateway({ deadlineMs: 2_000, ...options });
  onTestFinished(() => gateway.close());
  const { errors } = await gateway.query(query);
  const [error] = errors ?? [];
  expect(errors).toHaveLength(1);
  // What a client reads is whole sentences without hosts, ports, exceptions or texts of what answered.
  expect(error?.message).toMatch(/^[A-Z].*\.$/);
  expect(JSON.stringify(errors)).not.toMatch(
    /127\.0|localhost|secret|SyntaxError|TypeError|EndpointError|http:\/\/[^ ]|\.test/,
  );
  return { message: error?.message, ...error?.extensions };
}

const HTML = '<html><head><title>secret.proxy.test</title></head><body>403 Forbidden</body></html>';
const html =
  (status: number): Answering =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end(HTML);
const json =
  (body: string, headers: Record<string, string> = JSON_1_1, status = 200): Answering =>
  (response) =>
    response.writeHead(status, headers).end(body);

const NOT_AWS: readonly (readonly [string, Answering])[] = [
  ['HTML with 200', html(200)],
  ['HTML with 400', html(400)],
  ['HTML with 401', html(401)],
  ['HTML with 403', html(403)],
  ['HTML with 404', html(404)],
  ['HTML that says that it is JSON', json(HTML)],
  ['a redirect', (response) => response.writeHead(302, { location: 'http://secret.test/login' }).end()],
  ['a redirect with a page', (response) => response.writeHead(307, { location: 'http://secret.test/' }).end(HTML)],
  ['a list', json('[]')],
  ['a list of objects', json('[{"Sessions":[]}]')],
  ['a text', json('"secret"')],
  ['a number', json('5')],
  ['null', json('null')],
  ['true', json('true')],
  ['nothing', json('', { 'content-type': 'application/x-amz-json-1.1' })],
  ['spaces', json('   ')],
  ['half an object', json('{"Sessions":[{"SessionId":"a-1"')],
  ['an object that is cut and closed', json('{"Sessions":[{"SessionId":}')],
  ['two objects', json('{"Sessions":[]}{"Sessions":[]}')],
  ['bytes', (response) => response.writeHead(200, JSON_1_1).end(Buffer.from([0xff, 0xfe, 0x00, 0x01]))],
  ['JSON that says that it is HTML', json('{"Sessions":[]}', { 'content-type': 'text/html' })],
  ["another program's JSON", json('{"error":"secret","hint":"sign in"}', { 'content-type': 'application/json' })],
  ["another program's rejection", json('{"error":"secret"}', { 'content-type': 'application/json' }, 403)],
  ['gzip that was not requested', json('\u001f\u008b\u0008', { ...JSON_1_1, 'content-encoding': 'gzip' })],
  ['a time that is none', json('{"Sessions":[{"SessionId":"a-1","StartDate":"secret"}]}')],
];

describe('An answer that is not AWS’s is UPSTREAM_ERROR with a helpful message', () => {
  test.each(NOT_AWS.slice(0, -1))('%s', async (_title, answer) => {
    const aws = await startFakeAws(answer);
    for (const [service, query] of Object.entries(LISTS)) {
      const error = await errorOf({ endpoint: aws.endpoint }, query);
      expect(error).toMatchObject({ code: 'UPSTREAM_ERROR', service, operation: /./, retryable: false } as object);
      expect(error.message).toMatch(/is not from (?:AppStream|SSM|WorkSpaces): .*endpoint/);
    }
  });

  test.each(NOT_AWS.slice(0, 14))('%s, as the answer of GetCallerIdentity', async (_title, answer) => {
    const aws = await startFakeAws(json('{}'), answer);
    const error = await errorOf({ endpoint: aws.endpoint });
    expect(error).toMatchObject({ code: 'UPSTREAM_ERROR', service: 'sts', operation: 'GetCallerIdentity' });
  });

  test('a page of a load balancer while AWS is down is UPSTREAM_UNAVAILABLE, and overrun UPSTREAM_THROTTLED', async () => {
    for (const [status, code] of [
      [500, 'UPSTREAM_UNAVAILABLE'],
      [502, 'UPSTREAM_UNAVAILABLE'],
      [503, 'UPSTREAM_UNAVAILABLE'],
      [429, 'UPSTREAM_THROTTLED'],
    ] as const) {
      const aws = await startFakeAws(html(status));
      expect(await errorOf({ endpoint: aws.endpoint, deadlineMs: 1_500 })).toMatchObject({ code, retryable: true });
    }
  });

  test('a proxy that asks for credentials is UPSTREAM_UNAVAILABLE, and not tried again', async () => {
    const aws = await startFakeAws(html(407));
    const error = await errorOf({ endpoint: aws.endpoint });
    expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', service: 'ssm', retryable: false });
    expect(error.message).toContain('proxy');
    expect(aws.asked).toBe(1);
  });

  test('what is no HTTP at all', async () => {
    const server = createServer((socket) => socket.on('error', () => {}).end('SSH-2.0-secret\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await errorOf({ endpoint })).toMatchObject({ code: 'UPSTREAM_ERROR', service: 'sts' });
  });

  test('an error whose name is no name of AWS’s is not repeated, and neither is its request id', async () => {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'https://secret.test' };
    const aws = await startFakeAws(json('{"__type":"secret.test/x","message":"secret"}', headers, 400));
    const error = await errorOf({ endpoint: aws.endpoint });
    expect(error).toMatchObject({ code: 'UPSTREAM_ERROR', message: 'SSM rejected DescribeSessions.' });
    expect(error).not.toHaveProperty('requestId');
  });
});

describe('What fails before AWS is asked', () => {
  test.each([
    ['an endpoint without a scheme', '127.0.0.1:4566'],
    ['an endpoint that is a host and a port', 'localhost:4566'],
    ['an endpoint of another protocol', 'ftp://127.0.0.1/'],
    ['an endpoint that is no URL', 'not a url'],
    ['an endpoint without a host', 'http://'],
    ['an endpoint with a port too large', 'http://127.0.0.1:99999'],
    ['an endpoint of a file', 'file:///etc/hosts'],
  ])('%s is UPSTREAM_ERROR: configuration', async (_title, endpoint) => {
    const error = await errorOf({ endpoint });
    expect(error).toMatchObject({ code: 'UPSTREAM_ERROR', service: 'sts', retryable: false });
    expect(error.message).toMatch(/configuration is invalid/);
  });

  test('FIPS with an endpoint of one’s own is UPSTREAM_ERROR: configuration', async () => {
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
    const error = await errorOf({});
    expect(error).toMatchObject({ code: 'UPSTREAM_ERROR', retryable: false });
    expect(error.message).toMatch(/configuration is invalid.*FIPS/);
  });

  test.each([
    ['an unknown host', 'http://absent.invalid', 'UPSTREAM_UNAVAILABLE', true],
    ['a port without a listener', 'http://127.0.0.1:1', 'UPSTREAM_UNAVAILABLE', true],
  ])('%s is %s', async (_title, endpoint, code, retryable) => {
    expect(await errorOf({ endpoint, deadlineMs: 1_000 })).toMatchObject({ code, service: 'sts', retryable });
  });

  test('TLS to what speaks none is UPSTREAM_UNAVAILABLE, and says what is wrong', async () => {
    const aws = await startFakeAws(json('{}'));
    const error = await errorOf({ endpoint: aws.endpoint.replace('http:', 'https:') });
    expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: false });
    expect(error.message).toContain('certificate');
  });
});
