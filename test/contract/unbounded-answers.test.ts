import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Answering, type FakeAws, JSON_1_1, startFakeAws, writeForever } from '../support/fake-aws.ts';
import { startGateway } from '../support/gateway.ts';

const MIB = 1024 * 1024;
/** Size of the buffers of the two sockets on the way, which the gateway does not hold: some MiB on Linux. */
const BUFFERS = 12 * MIB;
/** Largest answer that is read. */
const LARGEST = 4 * MIB;

async function startWith(
  answer: Answering,
  { deadlineMs = 3_000, sts }: { deadlineMs?: number; sts?: Answering } = {},
) {
  const aws = await startFakeAws(answer, sts);
  const gateway = await startGateway({ endpoint: aws.endpoint, cacheTtlMs: 0, deadlineMs });
  onTestFinished(() => gateway.close());
  return { aws, gateway };
}

async function isClosed(aws: FakeAws): Promise<void> {
  await expect.poll(() => aws.open).toBe(0);
}

const endless =
  (first: string, chunk: string | Buffer, headers: Record<string, string> = JSON_1_1, status = 200): Answering =>
  (response) => {
    response.writeHead(status, headers);
    response.write(first);
    writeForever(response, chunk);
  };

const CHUNK = Buffer.alloc(64 * 1024, ' ');
const ENDLESS: readonly (readonly [string, Answering])[] = [
  ['spaces', endless('{"Sessions":[', CHUNK)],
  ['items', endless('{"Sessions":[', '{"SessionId":"a"},'.repeat(4_000))],
  ['one text', endless('{"NextToken":"', Buffer.alloc(64 * 1024, 'x'))],
  ['nesting', endless('', '['.repeat(64 * 1024))],
  ['a rejection', endless('{"__type":"', Buffer.alloc(64 * 1024, 'x'), JSON_1_1, 400)],
  ['HTML', endless('<html>', CHUNK, { 'content-type': 'text/html' })],
  ['a server error', endless('<html>', CHUNK, { 'content-type': 'text/html' }, 503)],
  ['a redirect', endless('', CHUNK, { location: '/again' }, 302)],
  [
    'a body that says that it is small gzip',
    endless('', gzipSync(Buffer.alloc(MIB)), { ...JSON_1_1, 'content-encoding': 'gzip' }),
  ],
  [
    'a body of declared length',
    (response) => {
      response.writeHead(200, { ...JSON_1_1, 'content-length': 3_000_000_000 });
      writeForever(response, CHUNK);
    },
  ],
];

describe('An answer without end is UPSTREAM_ERROR, and is not read on', () => {
  test.each(ENDLESS)('%s', async (_title, answer) => {
    const { aws, gateway } = await startWith(answer);
    const { errors } = await gateway.query('{ ssmSessions { nodes { sessionId } } }');
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'UPSTREAM_ERROR',
      service: 'ssm',
      operation: 'DescribeSessions',
    });
    expect(errors?.[0]?.message).toMatch(/exceeds the size that the gateway reads/);
    expect(aws.asked).toBe(1);
    expect(aws.sent).toBeLessThan(LARGEST + BUFFERS);
    // The connection to STS may stay open.
    await expect.poll(() => aws.open).toBeLessThanOrEqual(1);
  });

  test.each(ENDLESS.slice(0, 3))('%s, as the answer of GetCallerIdentity', async (_title, answer) => {
    const { aws, gateway } = await startWith(() => {}, { sts: answer });
    const { errors } = await gateway.query('{ ssmSessions { nodes { sessionId } } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_ERROR', service: 'sts' });
    // The SDK's own retries.
    expect(aws.sent).toBeLessThan(2 * (MIB + BUFFERS));
    await isClosed(aws);
  });

  test.each([
    [LARGEST, undefined],
    [LARGEST + 1, 'UPSTREAM_ERROR'],
  ])('a page of %i bytes: %s', async (bytes, code) => {
    const page = '{"Sessions":[{"SessionId":"alice-1"}]}';
    const { gateway } = await startWith((response) =>
      response.writeHead(200, JSON_1_1).end(page.replace('[', `[${' '.repeat(bytes - page.length)}`)),
    );
    const { data, errors } = await gateway.query('{ ssmSessions { nodes { sessionId } } }');
    expect(errors?.[0]?.extensions.code).toBe(code);
    expect(data.ssmSessions?.nodes.length).toBe(code ? undefined : 1);
  });

  test('a page of 1,000 fleets, which AppStream sizes itself, is served', async () => {
    const fleet = (index: number) => ({
      Arn: `arn:aws:appstream:eu-west-1:123456789012:fleet/fleet-${index}`,
      Name: `fleet-${index}`,
      Description: 'x'.repeat(1_900),
      State: 'RUNNING',
    });
    const body = JSON.stringify({ Fleets: Array.from({ length: 1_000 }, (_, index) => fleet(index)) });
    expect(body.length).toBeGreaterThan(2_000_000);
    const { aws, gateway } = await startWith((response) => response.writeHead(200, JSON_1_1).end(body));
    const { data, errors } = await gateway.query(
      '{ fleets(first: 200) { nodes { name } pageInfo { hasNextPage endCursor } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.fleets.nodes.at(-1)).toEqual({ name: 'fleet-199' });
    expect(data.fleets.pageInfo.hasNextPage).toBe(true);
    expect(aws.asked).toBe(1);
  });

  test('80 at once: each is an error, and the next answer is served', async () => {
    let endlessly = true;
    const { aws, gateway } = await startWith(
      (response, request) => {
        if (endlessly) return endless('{"Sessions":[', CHUNK)(response, request);
        response.writeHead(200, JSON_1_1).end('{"Sessions":[{"SessionId":"alice-1"}]}');
      },
      { deadlineMs: 30_000 },
    );
    const list = (index: number) =>
      `s${index}: ssmSessions(filters: [{ key: OWNER, value: "u${index}" }]) { nodes { sessionId } }`;
    const { errors = [] } = await gateway.query(
      `{ ${Array.from({ length: 80 }, (_, index) => list(index)).join(' ')} }`,
    );
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(Array(80).fill('UPSTREAM_ERROR'));
    expect(aws.asked).toBe(80);
    endlessly = false;
    const { data } = await gateway.query('{ ssmSessions { nodes { sessionId } } }');
    expect(data.ssmSessions.nodes).toHaveLength(1);
  });

  test('large answers that stall hold others up until the deadline, and no longer', async () => {
    let stalls = true;
    const page = `{"Sessions":[{"SessionId":"alice-1"}]${' '.repeat(2 * MIB)}`;
    const { aws, gateway } = await startWith(
      (response) => {
        response.writeHead(200, JSON_1_1).write(page);
        if (!stalls) response.end('}');
      },
      { deadlineMs: 1_500 },
    );
    const list = (index: number) =>
      `s${index}: ssmSessions(filters: [{ key: OWNER, value: "u${index}" }]) { nodes { sessionId } }`;
    const { errors = [] } = await gateway.query(
      `{ ${Array.from({ length: 6 }, (_, index) => list(index)).join(' ')} }`,
    );
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(Array(6).fill('UPSTREAM_TIMEOUT'));
    await expect.poll(() => aws.open).toBeLessThanOrEqual(1);
    stalls = false;
    await expect
      .poll(async () => (await gateway.query('{ ssmSessions { nodes { sessionId } } }')).data.ssmSessions?.nodes)
      .toEqual([{ sessionId: 'alice-1' }]);
  });

  test('a page of a million items', async () => {
    const body = `{"Sessions":[${'{},'.repeat(999_999)}{}]}`;
    const { gateway } = await startWith((response) => response.writeHead(200, JSON_1_1).end(body));
    const { errors } = await gateway.query('{ ssmSessions { nodes { sessionId } } }');
    expect(errors?.[0]?.extensions.code).toBe('UPSTREAM_ERROR');
    expect(errors?.[0]?.message).toMatch(/exceeds the size that the gateway reads/);
  });

  test.each([
    ['20,000 items in 200 kB', `{"Sessions":[${'{},'.repeat(19_999)}{}]}`],
    [
      '20,000 values of one member',
      `{"Sessions":[{"SessionId":"a"}],"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    ],
    ['a NextToken of 100 kB', `{"Sessions":[{"SessionId":"a"}],"NextToken":"${'x'.repeat(100_000)}"}`],
    ['2 MB that nest', `{"Sessions":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`],
    ['a rejection that nests', `{"__type":"X","m":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('%s', async (title, body) => {
    const status = title.includes('rejection') ? 400 : 200;
    const { gateway } = await startWith((response) => response.writeHead(status, JSON_1_1).end(body));
    const { errors = [] } = await gateway.query('{ ssmSessions(first: 1) { nodes { sessionId } } }');
    for (const { extensions } of errors) expect(extensions.code).toBe('UPSTREAM_ERROR');
    if (!title.includes('one member')) expect(errors).toHaveLength(1);
  });
});

describe('An answer that drips', () => {
  const drip = (response: ServerResponse, text: string) => {
    const timer = setInterval(() => response.write(text), 20);
    response.on('close', () => clearInterval(timer));
  };

  test('is UPSTREAM_TIMEOUT at the deadline, and its connection is closed', async () => {
    const { aws, gateway } = await startWith(
      (response) => {
        response.writeHead(200, JSON_1_1);
        drip(response, ' ');
      },
      { deadlineMs: 700 },
    );
    await gateway.query('{ __typename }');
    const { errors } = await gateway.query('{ ssmSessions { nodes { sessionId } } }');
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'UPSTREAM_TIMEOUT',
      service: expect.stringMatching(/ssm|sts/),
    });
    await expect.poll(() => aws.open).toBeLessThanOrEqual(1);
  });

  test('as the answer of GetCallerIdentity: a request does not wait for it, and the next one that AWS answers is served', async () => {
    let drips = true;
    const { gateway } = await startWith((response) => response.writeHead(200, JSON_1_1).end('{"Sessions":[]}'), {
      deadlineMs: 400,
      sts: (response) => {
        response.writeHead(200, { 'content-type': 'text/xml' });
        if (drips) drip(response, ' ');
        else
          response.end(
            '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
          );
      },
    });
    const { errors } = await gateway.query('{ ssmSessions { nodes { sessionId } } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_TIMEOUT', service: 'sts' });
    drips = false;
    // The call that drips is shared until it is given up: 4.5 s.
    await expect
      .poll(async () => (await gateway.query('{ ssmSessions { nodes { sessionId } } }')).errors, { interval: 300 })
      .toBeUndefined();
  });
});

test('Every kind of trouble at once leaves no connection, no warning and no error of the gateway’s own', async () => {
  const warnings: string[] = [];
  const warn = ({ message }: Error) => warnings.push(message);
  process.on('warning', warn);
  onTestFinished(() => void process.off('warning', warn));
  const ways: readonly Answering[] = [
    ...ENDLESS.map(([, answer]) => answer),
    (response) => response.writeHead(200, JSON_1_1).end('{"Sessions":[],"Fleets":[],"WorkspacesPools":[]}'),
    (response) => response.writeHead(200, { ...JSON_1_1, 'content-length': 100 }).write('{'),
    (response) => response.socket?.resetAndDestroy(),
    (response) => response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{'),
    (response) => response.socket?.end('HTTP/1.1 abc\r\n\r\n'),
    (response) => response.writeHead(503).end('<html>'),
    () => {},
  ];
  let turn = 0;
  const { aws, gateway } = await startWith(
    (response, request) => {
      turn += 1;
      ways[turn % ways.length]?.(response, request);
    },
    { deadlineMs: 1_500 },
  );
  const lists = ['ssmSessions { nodes { sessionId } }', 'fleets { nodes { name } }', 'pools { nodes { poolId } }'];
  const queries = Array.from({ length: 90 }, (_, index) =>
    gateway.query(
      `{ a: ${lists[index % 3]} b: fleet(name: "f${index}") { name } sessions(first: 3) { nodes { id } } }`,
    ),
  );
  const answers = await Promise.all(queries);
  const codes = new Set(answers.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.code)));
  expect([...codes].filter((code) => !/^UPSTREAM_(?:ERROR|TIMEOUT|UNAVAILABLE|THROTTLED)$/.test(String(code)))).toEqual(
    [],
  );
  expect(aws.sent).toBeLessThan((aws.asked + 1) * (LARGEST + BUFFERS));
  await gateway.close();
  await isClosed(aws);
  expect(warnings).toEqual([]);
});
