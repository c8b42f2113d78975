import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runGateway } from '../../support/process.ts';
import { sendRaw, statusOf } from '../../support/raw-connection.ts';

type Gateway = Awaited<ReturnType<typeof runGateway>>;
let gateway: Gateway;
let metrics: string;
beforeAll(async () => {
  gateway = await runGateway({
    GATEWAY_ALLOWED_HOSTS: 'Gateway.Example, pinned.example:8443',
    GATEWAY_METRICS_PORT: '0',
  });
  metrics = (JSON.parse(await gateway.line(/"metrics":/)) as { metrics: string }).metrics;
});
afterAll(() => void gateway.child.kill('SIGKILL'));

const QUERY = '{ __typename }';
const MUTATION = 'mutation { startFleet(input: { name: "design-fleet" }) { userErrors { code } } }';

interface Sent {
  readonly method?: string;
  readonly target?: string;
  /** Lines, with all there is to them. */
  readonly hosts?: readonly string[];
  readonly headers?: readonly string[];
  readonly body?: string;
}

function send(url: string, { method = 'GET', target = '/graphql', hosts = [], headers = [], body = '' }: Sent) {
  const head = [`${method} ${target} HTTP/1.1`, ...hosts, ...headers, 'connection: close'];
  if (method === 'POST') head.push(`content-length: ${body.length}`);
  return sendRaw(url, `${head.join('\r\n')}\r\n\r\n${body}`);
}

const post = (query: string, more: readonly string[] = []): Sent => ({
  method: 'POST',
  headers: ['content-type: application/json', ...more],
  body: JSON.stringify({ query }),
});

/** Each way through the server, and what it answers to whom it knows. */
const WAYS: readonly [string, Sent, number][] = [
  ['a query on the fast path', post(QUERY), 200],
  ['a query that Yoga answers', post(QUERY, ['accept: application/json;q=0.9, */*;q=0.1']), 200],
  ['a mutation', post(MUTATION), 200],
  ['a query by GET', { target: `/graphql?query=${encodeURIComponent(QUERY)}` }, 200],
  ['GraphiQL', { headers: ['accept: text/html'] }, 200],
  ['health', { target: '/health' }, 200],
  ['readiness', { target: '/ready' }, 200],
  ['a preflight', { method: 'OPTIONS', headers: ['origin: http://x.attacker.example'] }, 405],
];

describe.each(WAYS)('%s', (_title, sent, status) => {
  const HOSTS = [
    'localhost',
    'LocalHost:4000',
    'localhost.',
    '127.0.0.1',
    '127.0.0.1:1',
    '[::1]:4000',
    'gateway.example',
    'GATEWAY.example.:80',
    'pinned.example:8443',
  ];
  test.each(HOSTS)('accepts the host %s', async (host) => {
    expect(statusOf(await send(gateway.url, { ...sent, hosts: [`Host: ${host}`] }))).toBe(status);
  });

  const FOREIGN = [
    'x.attacker.example',
    'x.attacker.example:4000',
    'localhost.attacker.example',
    'attacker-localhost',
    'localhost..',
    '.localhost',
    'evil.localhost',
    'localhost@x.attacker.example',
    'x.attacker.example#localhost',
    'localhost, x.attacker.example',
    'localhost:80:80',
    'localhost:port',
    '127.0.0.1.nip.io',
    '127.0.0.2',
    '[::ffff:127.0.0.1]',
    '[::1',
    '::1',
    '0.0.0.0',
    'gateway.example.attacker.example',
    'pinned.example',
    'pinned.example:8444',
    '\u017flocalhost',
    '',
  ];
  test('rejects any other host and executes nothing', async () => {
    const before = gateway.lines.filter((line) => line.includes('"log":"audit"')).length;
    for (const host of FOREIGN) {
      const answer = await send(gateway.url, { ...sent, hosts: [`Host: ${host}`] });
      expect([host, statusOf(answer)]).toEqual([
        host,
        expect.toSatisfy((code: number) => code === 400 || code === 403),
      ]);
      expect(answer).not.toMatch(/"data"|<title>|access-control/);
    }
    expect(gateway.lines.filter((line) => line.includes('"log":"audit"'))).toHaveLength(before);
  });

  test.each([
    ['no Host', []],
    ['two of them', ['Host: localhost', 'Host: localhost']],
    ['one that is allowed before one that is not', ['Host: localhost', 'host: x.attacker.example']],
    ['one that is allowed after one that is not', ['HOST: x.attacker.example', 'Host: localhost']],
  ] as [string, string[]][])('needs one Host: %s', async (_case, hosts) => {
    expect(statusOf(await send(gateway.url, { ...sent, hosts }))).toBe(400);
  });

  test('checks an absolute target too', async () => {
    const { target = '/graphql' } = sent;
    for (const authority of [
      'x.attacker.example',
      'localhost@x.attacker.example',
      '',
      'x.attacker.example:80',
      '\\x',
    ]) {
      const answer = await send(gateway.url, {
        ...sent,
        target: `http://${authority}${target}`,
        hosts: ['Host: localhost'],
      });
      expect([authority, statusOf(answer)]).toEqual([
        authority,
        expect.toSatisfy((code: number) => code === 400 || code === 403),
      ]);
    }
    const foreign = { ...sent, target: `http://localhost${target}`, hosts: ['Host: x.attacker.example'] };
    expect(statusOf(await send(gateway.url, foreign))).toBe(403);
  });
});

test('HTTP/1.0 without a Host is rejected', async () => {
  expect(statusOf(await sendRaw(gateway.url, 'GET /graphql?query={__typename} HTTP/1.0\r\n\r\n'))).toBe(400);
});

test('The metrics accept the same hosts only', async () => {
  expect(statusOf(await send(metrics, { target: '/metrics', hosts: ['Host: localhost:9464'] }))).toBe(200);
  expect(statusOf(await send(metrics, { target: '/metrics', hosts: ['Host: x.attacker.example'] }))).toBe(403);
});

describe("Another site's page", () => {
  const hosts = ['Host: localhost'];
  test.each(['cross-site', 'same-site', 'Cross-Site'])('(%s) cannot have a query executed', async (site) => {
    for (const [title, sent, status] of WAYS) {
      const headers = [...(sent.headers ?? []), `sec-fetch-site: ${site}`, 'sec-fetch-mode: no-cors'];
      expect([title, statusOf(await send(gateway.url, { ...sent, headers, hosts }))]).toEqual([title, 403]);
      const own = [...(sent.headers ?? []), 'sec-fetch-site: same-origin'];
      expect([title, statusOf(await send(gateway.url, { ...sent, headers: own, hosts }))]).toEqual([title, status]);
    }
  });

  test('may link to GraphiQL but not embed it in a frame', async () => {
    const navigate = ['accept: text/html', 'sec-fetch-site: cross-site', 'sec-fetch-mode: navigate'];
    const link = await send(gateway.url, { headers: [...navigate, 'sec-fetch-dest: document'], hosts });
    expect(statusOf(link)).toBe(200);
    expect(link).toMatch(/^content-security-policy: .*frame-ancestors 'none'\r$/im);
    expect(link).toMatch(/^x-frame-options: DENY\r$/im);
    const frame = await send(gateway.url, { headers: [...navigate, 'sec-fetch-dest: iframe'], hosts });
    expect(statusOf(frame)).toBe(403);
  });
});

test('An accepted Host names this machine for a URL parser too', async () => {
  const part = fc.constantFrom(
    'localhost',
    '127.0.0.1',
    '[::1]',
    'evil.example',
    '@',
    ':',
    '.',
    '/',
    '#',
    '?',
    '\\',
    '%2e',
    ' ',
    '\t',
    ',',
    '80',
    'x',
    '0',
    '[',
    ']',
    '\xe9',
  );
  const host = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(host, async (text) => {
      const answer = await send(gateway.url, { ...post(QUERY), hosts: [`Host: ${text}`] });
      if (statusOf(answer) !== 200) return;
      const { hostname } = new URL(`http://${text.trim()}`);
      expect(['localhost', 'localhost.', '127.0.0.1', '[::1]']).toContain(hostname);
    }),
    { numRuns: 300 },
  );
});

test('Requests over loopback are checked even if the gateway listens on all addresses', async () => {
  const open = await runGateway({ HOST: '0.0.0.0', GATEWAY_AUTH: 'none' });
  try {
    const url = open.url.replace('0.0.0.0', '127.0.0.1');
    expect(statusOf(await send(url, { ...post(QUERY), hosts: ['Host: x.attacker.example'] }))).toBe(403);
    expect(statusOf(await send(url, { ...post(QUERY), hosts: ['Host: localhost'] }))).toBe(200);
  } finally {
    open.child.kill('SIGKILL');
  }
});
