import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type Listening, listen } from '../../src/server/http/listen.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { openRaw, type RawConnection, sendRaw, statusOf } from '../support/raw-connection.ts';

const TIMEOUTS = { headersMs: 400, requestMs: 800, checkMs: 20, stalledMs: 800 };
const BODY = JSON.stringify({ query: '{ __typename }' });
const HEAD = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

let gateway: TestGateway;
let listening: Listening;
beforeEach(async () => {
  gateway = await startGateway();
  listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1', maxConnections: 50 }, TIMEOUTS);
  onTestFinished(async () => {
    await listening.drain({ answerMs: 0 });
    await gateway.close();
  });
});

async function isAnswered(): Promise<boolean> {
  const answer = await sendRaw(
    listening.url,
    `${HEAD}connection: close\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`,
  );
  return statusOf(answer) === 200 && (await fetch(`${listening.url}/health`)).status === 200;
}

const allClosed = (connections: readonly RawConnection[]) => Promise.all(connections.map(({ closed }) => closed));

test.each([
  ['bodies that come drop by drop', `${HEAD}content-length: 5000\r\n\r\n`, ' '],
  ['bodies in chunks without end', `${HEAD}transfer-encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
  ['bodies that are promised, and never come', `${HEAD}content-length: 10\r\nexpect: 100-continue\r\n\r\n`, ''],
  ['headers that come one by one', HEAD, 'x-more: 1\r\n'],
  ['nothing at all', '', ''],
  ['empty lines', '', '\r\n'],
])('Clients that send %s are cut off in time, and others are answered meanwhile', async (_title, first, drop) => {
  const slow = Array.from({ length: 40 }, () => openRaw(listening.url));
  for (const { socket } of slow) socket.write(first);
  const drops = setInterval(() => {
    for (const { socket } of slow) if (drop && socket.writable) socket.write(drop);
  }, 30);
  onTestFinished(() => clearInterval(drops));
  expect(await isAnswered()).toBe(true);
  await allClosed(slow);
  expect(await isAnswered()).toBe(true);
});

test('Half-open clients are closed, whatever they sent', async () => {
  const sent = ['', 'GET /heal', HEAD, `${HEAD}content-length: 9\r\n\r\n{`, 'GET /health HTTP/1.1\r\nhost: x\r\n\r\n'];
  const all = sent.flatMap((text) => Array.from({ length: 5 }, () => ({ text, connection: openRaw(listening.url) })));
  for (const { text, connection } of all) connection.socket.end(text);
  await allClosed(all.map(({ connection }) => connection));
  expect(await isAnswered()).toBe(true);
});

test('Many idle connections leave room for active clients', async () => {
  const idle = Array.from({ length: 300 }, () => openRaw(listening.url));
  for (let time = 0; time < 5; time += 1) expect(await isAnswered()).toBe(true);
  expect(idle.length).toBe(300);
});

test.each([
  ['two thousand headers', Array.from({ length: 2_000 }, (_, index) => `x-${index}: 1\r\n`).join('')],
  ['one of 17 KiB', `x: ${'1'.repeat(17 * 1024)}\r\n`],
  ['a target of 17 KiB', ''],
])('A flood of headers is rejected with 431: %s', async (title, headers) => {
  const target = title.startsWith('a target') ? `/graphql?query=${'x'.repeat(17 * 1024)}` : '/health';
  const answer = await sendRaw(listening.url, `GET ${target} HTTP/1.1\r\nhost: x\r\n${headers}\r\n`);
  expect(statusOf(answer)).toBe(431);
  expect(await isAnswered()).toBe(true);
});

test('A request id of a client injects no header and no log line', async () => {
  const piece = fc.constantFrom(
    'a',
    '\r',
    '\n',
    '\r\n',
    '\r\nset-cookie: a=b',
    '%0d%0a',
    '\x00',
    '\x7f',
    '\xe9',
    '"',
    '\\n{"msg":"forged"}',
    '\u2028',
    '\t',
    ' ',
  );
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
  const names = fc.constantFrom(
    'x-request-id',
    'traceparent',
    'user-agent',
    'x-forwarded-for',
    'authorization',
    'accept',
    'origin',
    'accept-encoding',
    'if-none-match',
  );
  await fc.assert(
    fc.asyncProperty(names, text, fc.constantFrom('text/html', '*/*'), async (name, value, accept) => {
      const before = gateway.log.length;
      const accepts = name === 'accept' ? '' : `accept: ${accept}\r\n`;
      const method = accept === 'text/html' ? 'GET' : 'POST';
      const head = `${method} /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${accepts}`;
      const answer = await sendRaw(
        listening.url,
        `${head}${name}: ${value}\r\nconnection: close\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`,
      );
      expect(answer.slice(0, answer.indexOf('\r\n\r\n'))).not.toMatch(/set-cookie|forged/i);
      expect(answer.split('\r\n\r\n')[0]).not.toMatch(/[^\r]\n|\r[^\n]/);
      // The collector parses each line by itself: a forged one would be a record of its own.
      for (const record of gateway.log.slice(before)) expect(record.msg).not.toBe('forged');
    }),
    { numRuns: 150 },
  );
});

test('The name of an operation makes no line of the log either', async () => {
  const operationName = 'x\n{"level":"info","msg":"forged"}\u2028';
  const body = JSON.stringify({ query: 'query a { __typename }', operationName });
  await sendRaw(
    listening.url,
    `${HEAD}connection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${Buffer.from(body).toString('latin1')}`,
  );
  await sleep(20);
  expect(gateway.log.some(({ msg }) => msg === 'forged')).toBe(false);
});
