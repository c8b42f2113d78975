import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createLog } from '../../src/log/log.ts';
import { toNodeNoProxy } from '../../src/outbound/no-proxy.ts';
import { keySource, signingKeys } from '../../src/server/authentication/signing-keys.ts';
import { CERTIFICATE } from '../support/certificate.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { JSON_1_1, startFakeAws, writeForever } from '../support/fake-aws.ts';
import { startGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { newKey, startIssuer } from '../support/issuer.ts';
import { startReceiver } from '../support/otlp.ts';
import { startProxy, startTls } from '../support/proxy.ts';
import { buildWorld, testAccountId } from '../support/world.ts';

const trusted = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...trusted, CERTIFICATE]));
afterAll(() => setDefaultCACertificates(trusted));

const world = () =>
  buildWorld().fleet('design').node('i-00000000000000001').ssmSessions({ count: 1 }).pool('Ops').world;
const QUERY = '{ fleets { nodes { name } } ssmSessions { nodes { sessionId } } pools { nodes { poolId } } }';

async function ask(options: TestGatewayOptions, query = QUERY) {
  const gateway = await startGateway({ world: world(), deadlineMs: 4_000, ...options });
  onTestFinished(() => gateway.close());
  const { data, errors } = await gateway.query(query);
  const error: Readonly<Record<string, unknown>> | undefined = errors?.[0] && {
    message: errors[0].message,
    ...errors[0].extensions,
  };
  return { data, error, gateway };
}

async function aws() {
  const emulator = await startTestEmulator({ world: world() });
  const tls = await startTls(emulator.endpoint);
  return { emulator, hosts: { 'aws.test': Number(new URL(emulator.endpoint).port) }, tlsHosts: { 'aws.test': tls } };
}

describe('AWS behind a proxy', () => {
  test('by https is reached through tunnels, STS and each service, with the proxy’s credentials', async () => {
    const { tlsHosts } = await aws();
    const proxy = await startProxy({ hosts: tlsHosts, wants: 'gate:pass word' });
    const HTTPS_PROXY = proxy.url.replace('//', '//gate:pass%20word@');
    const { data, error } = await ask({ endpoint: 'https://aws.test', proxies: { HTTPS_PROXY } });
    expect(error).toBeUndefined();
    expect([data.fleets.nodes.length, data.ssmSessions.nodes.length, data.pools.nodes.length]).toEqual([1, 1, 1]);
    expect(new Set(proxy.seen)).toEqual(new Set(['CONNECT aws.test:443']));
    // One for STS, one for each service: tunnels are used again.
    expect(proxy.seen).toHaveLength(4);
    expect(new Set(proxy.credentials)).toEqual(new Set([`Basic ${btoa('gate:pass word')}`]));
  });

  test('by http is asked in absolute form', async () => {
    const { hosts } = await aws();
    const proxy = await startProxy({ hosts, wants: 'u:p' });
    const proxies = { HTTP_PROXY: proxy.url.replace('//', '//u:p@') };
    const { error } = await ask({ endpoint: 'http://aws.test', proxies });
    expect(error).toBeUndefined();
    expect(new Set(proxy.seen)).toEqual(new Set(['POST http://aws.test/']));
    expect(proxy.seen).toHaveLength(4);
  });

  test('assumes its roles through it', async () => {
    const { hosts } = await aws();
    const proxy = await startProxy({ hosts });
    const scopes = [
      { accountId: testAccountId, regions: ['eu-west-1'], roleArn: `arn:aws:iam::${testAccountId}:role/Reader` },
    ];
    const proxies = { HTTP_PROXY: proxy.url };
    await ask({ endpoint: 'http://aws.test', proxies, scopes }, '{ fleets { nodes { name } } }');
    // Whether AWS lets it is not the subject: without the proxy the host is unknown.
    expect(proxy.seen[0]).toBe('POST http://aws.test/');
  });

  test.each(['127.0.0.1', '127.0.0.0/8', '10.0.0.0/8, 127.0.0.0/24', '*', 'x.test,127.0.0.1'])(
    'is reached directly where NO_PROXY is %s',
    async (NO_PROXY) => {
      const proxy = await startProxy();
      const { error } = await ask({ proxies: { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY } });
      expect(error).toBeUndefined();
      expect(proxy.seen).toEqual([]);
    },
  );

  test.each(['aws.tes', 'ws.test', '128.0.0.0/8', 'aws.test:444', ''])('is not where it is %j', async (NO_PROXY) => {
    const { tlsHosts } = await aws();
    const proxy = await startProxy({ hosts: tlsHosts });
    const { error } = await ask({ endpoint: 'https://aws.test', proxies: { HTTPS_PROXY: proxy.url, NO_PROXY } });
    expect(error).toBeUndefined();
    expect(proxy.seen.length).toBeGreaterThan(0);
  });

  test('an https URL does not take the proxy of http, nor the other way round', async () => {
    const proxy = await startProxy();
    const { error } = await ask({ proxies: { HTTPS_PROXY: proxy.url } });
    expect(error).toBeUndefined();
    await ask({ endpoint: 'https://127.0.0.1:1', deadlineMs: 500, proxies: { HTTP_PROXY: proxy.url } });
    expect(proxy.seen).toEqual([]);
  });
});

describe('A proxy in trouble is a coded error without its address', () => {
  const respond = (status: string) => (socket: { end(text: string): void }) =>
    socket.end(`HTTP/1.1 ${status}\r\n\r\n<html>`);

  test.each(['403 Forbidden', '407 Proxy Authentication Required', '502 Bad Gateway', '302 Found', 'nonsense'])(
    'that answers CONNECT with %s',
    async (status) => {
      const proxy = await startProxy({ onConnect: respond(status) });
      const { error } = await ask({ endpoint: 'https://aws.test', proxies: { HTTPS_PROXY: proxy.url } });
      expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', service: 'sts', retryable: false });
      expect(error?.message).toContain('proxy');
      expect(JSON.stringify(error)).not.toMatch(/127\.0|aws\.test/);
      await expect.poll(() => proxy.open).toBe(0);
    },
  );

  test('whose credentials are wrong', async () => {
    const { hosts, tlsHosts } = await aws();
    for (const [scheme, proxy] of [
      ['http', await startProxy({ hosts, wants: 'a:b' })],
      ['https', await startProxy({ hosts: tlsHosts, wants: 'a:b' })],
    ] as const) {
      const url = proxy.url.replace('//', '//a:hunter2@');
      const { error, gateway } = await ask({
        endpoint: `${scheme}://aws.test`,
        proxies: { HTTP_PROXY: url, HTTPS_PROXY: url },
      });
      expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: false });
      expect(JSON.stringify([error, gateway.log])).not.toContain('hunter2');
    }
  });

  test('that is not there', async () => {
    const { error } = await ask({ endpoint: 'https://aws.test', proxies: { HTTPS_PROXY: 'http://127.0.0.1:1' } });
    expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
    expect(JSON.stringify(error)).not.toMatch(/127\.0/);
  });

  test('whose tunnel ends at an untrusted certificate', async () => {
    const { tlsHosts } = await aws();
    const proxy = await startProxy({ hosts: { 'other.test': tlsHosts['aws.test'] } });
    const { error } = await ask({ endpoint: 'https://other.test', proxies: { HTTPS_PROXY: proxy.url } });
    expect(error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: false });
    expect(error?.message).toContain('certificate');
    await expect.poll(() => proxy.open).toBe(0);
  });

  test('that does not open the tunnel in time, bytes or pieces is given up, and its connections are closed', async () => {
    const ways: readonly ((socket: DripSocket) => void)[] = [
      () => {},
      drip,
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        writeForever(socket as never, `x: ${'x'.repeat(64 * 1024)}\r\n`);
      },
      // The tunnel is open, and no server is at its end.
      (socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n'),
    ];
    await Promise.all(
      ways.map(async (onConnect) => {
        const proxy = await startProxy({ onConnect });
        const options = { endpoint: 'https://aws.test', deadlineMs: 500, proxies: { HTTPS_PROXY: proxy.url } };
        const { error } = await ask(options);
        expect(error?.code).toMatch(/^UPSTREAM_(?:TIMEOUT|UNAVAILABLE)$/);
        expect(proxy.sent).toBeLessThan(16 * 1024 * 1024);
        await expect.poll(() => proxy.open).toBe(0);
      }),
    );
  });
});

interface DripSocket {
  write(text: string): boolean;
  on(event: string, listener: () => void): unknown;
}

function drip(socket: DripSocket): void {
  const timer = setInterval(() => socket.write('x'), 20);
  socket.on('close', () => clearInterval(timer));
}

describe('NO_PROXY in the words of Node', () => {
  test.each([
    ['', ''],
    ['example.com', 'example.com,.example.com'],
    ['.example.com', '.example.com'],
    ['*.example.com', '*.example.com'],
    ['LOCALHOST , 127.0.0.1', 'localhost,.localhost,127.0.0.1'],
    ['10.1.2.3/8', '10.0.0.0-10.255.255.255'],
    ['192.168.1.128/25', '192.168.1.128-192.168.1.255'],
    ['0.0.0.0/0', '0.0.0.0-255.255.255.255'],
    ['10.0.0.1/32', '10.0.0.1-10.0.0.1'],
    ['[::1]', '::1'],
    ['example.com:443', 'example.com:443'],
    ['*', '*'],
    ['a.test b.test', 'a.test,.a.test,b.test,.b.test'],
  ])('%j is %j', (list, nodes) => expect(toNodeNoProxy(list)).toBe(nodes));
});

describe('What else is fetched goes through the proxy', () => {
  test('the key set', async () => {
    const key = await newKey('first');
    const issuer = await startIssuer(key);
    onTestFinished(() => issuer.close());
    const proxy = await startProxy({ hosts: { 'login.test': Number(new URL(issuer.url).port) } });
    const source = keySource('http://login.test/keys', 3_000, { HTTP_PROXY: proxy.url });
    expect(await source.read()).toEqual({ keys: [key.jwk] });
    expect(proxy.seen).toEqual(['GET http://login.test/keys']);
    const direct = keySource(issuer.url, 3_000, { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' });
    expect(await direct.read()).toEqual({ keys: [key.jwk] });
    expect(proxy.seen).toHaveLength(1);
  });

  test('the key set by https', async () => {
    const key = await newKey('first');
    const issuer = await startIssuer(key);
    onTestFinished(() => issuer.close());
    const proxy = await startProxy({ hosts: { 'login.test': await startTls(issuer.url) } });
    const source = keySource('https://login.test/keys', 3_000, { HTTPS_PROXY: proxy.url });
    expect(await source.read()).toEqual({ keys: [key.jwk] });
    expect(proxy.seen).toEqual(['CONNECT login.test:443']);
  });

  test.each(['http', 'https'])('traces by %s', async (scheme) => {
    const receiver = await startReceiver();
    const port = Number(new URL(receiver.url).port);
    const proxy = await startProxy({
      hosts: { 'collector.test': scheme === 'http' ? port : await startTls(receiver.url) },
    });
    const gateway = await startGateway({
      world: world(),
      telemetry: {
        OTEL_EXPORTER_OTLP_ENDPOINT: `${scheme}://collector.test`,
        [`${scheme}_proxy`]: proxy.url,
      },
    });
    await gateway.query('{ fleets { nodes { name } } }');
    await gateway.close();
    expect(receiver.spans.length).toBeGreaterThan(0);
    expect(proxy.seen[0]).toBe(
      scheme === 'http' ? 'POST http://collector.test/v1/traces' : 'CONNECT collector.test:443',
    );
  });
});

describe('A key set', () => {
  const FIRST = { maxAgeMs: 0, retryMs: 0, unknownKeyMs: 0 };

  test.each([
    ['spaces', ' '],
    ['keys', '{"kty":"EC"},'],
  ])('without end is not read on: %s', async (_title, text) => {
    const server = await startFakeAws((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"keys":[');
      writeForever(response, text.repeat(10_000));
    });
    const keys = signingKeys({ ...keySource(`${server.endpoint}/keys`), ...FIRST }, createLog('silent'));
    await expect(keys.load()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    expect(server.sent).toBeLessThan(12 * 1024 * 1024);
    await expect.poll(() => server.open).toBe(0);
  });

  test('that drips, is silent, redirects or is no key set is given up', async () => {
    const answers = ['drip', 'silent', 'redirect', '[]', '"x"', '{}', '{"keys":5}', '<html>', '{"keys":[null]}'];
    for (const answer of answers) {
      const server = await startFakeAws((response) => {
        if (answer === 'silent') return;
        if (answer === 'redirect') return void response.writeHead(302, { location: '/keys' }).end();
        response.writeHead(200, JSON_1_1);
        if (answer === 'drip') drip(response);
        else response.end(answer);
      });
      const keys = signingKeys({ ...keySource(`${server.endpoint}/keys`, 1_000), ...FIRST }, createLog('silent'));
      await expect(keys.load(), answer).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
      expect(server.asked).toBe(1);
      if (['drip', 'silent', 'redirect'].includes(answer)) await expect.poll(() => server.open).toBe(0);
    }
  });
});
