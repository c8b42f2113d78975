import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Listening, listen } from '../../../src/server/http/listen.ts';
import { startGateway } from '../../support/gateway.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const SHORT_TIMEOUTS = { headersMs: 1_000, requestMs: 1_500, checkMs: 20 };

async function serve(timeouts?: typeof SHORT_TIMEOUTS): Promise<Listening> {
  const gateway = await startGateway();
  const listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' }, timeouts);
  closing.push(
    () => gateway.close(),
    () => listening.drain(),
  );
  return listening;
}

/** A socket to a server, and everything that the server sends until it closes. */
function open({ url }: Listening): { readonly socket: Socket; readonly answer: Promise<string> } {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  closing.push(() => socket.destroy());
  const answer = new Promise<string>((resolve) => {
    let received = '';
    socket.on('data', (chunk) => {
      received += String(chunk);
    });
    socket.on('error', () => {}).on('close', () => resolve(received));
  });
  return { socket, answer };
}

async function isAnswered({ url }: Listening): Promise<boolean> {
  const body = JSON.stringify({ query: '{ __typename }' });
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return response.status === 200;
}

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

test('A client that sends headers too slowly times out, and a hundred of them do not delay others', async () => {
  const listening = await serve(SHORT_TIMEOUTS);
  const slow = Array.from({ length: 100 }, () => open(listening));
  for (const { socket } of slow) socket.write(HEAD);
  const drops = setInterval(() => {
    for (const { socket } of slow) if (socket.writable) socket.write('x-drop: 1\r\n');
  }, 20);
  expect(await isAnswered(listening)).toBe(true);
  for (const { answer } of slow) expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
  clearInterval(drops);
  expect(await isAnswered(listening)).toBe(true);
});

test('A client that sends its body too slowly times out', async () => {
  const listening = await serve(SHORT_TIMEOUTS);
  const { socket, answer } = open(listening);
  socket.write(`${HEAD}content-length: 5000\r\n\r\n`);
  const drops = setInterval(() => socket.writable && socket.write(' '), 20);
  expect(await answer).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
  clearInterval(drops);
  expect(await isAnswered(listening)).toBe(true);
});

test.each([
  ['a header of 20,000 bytes', `GET /health HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(20_000)}\r\n\r\n`, '431'],
  ['a query by GET of 20,000 bytes', `GET /graphql?query=${'x'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`, '431'],
  ['no HTTP', 'hello\r\n\r\n', '400'],
  ['two lengths', `${HEAD}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`, '400'],
  ['a length and chunks', `${HEAD}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, '400'],
  ['a host that is none', 'GET /graphql?query={__typename} HTTP/1.1\r\nhost: [::\r\nconnection: close\r\n\r\n', '400'],
  ['no host', 'GET /graphql?query={__typename} HTTP/1.1\r\n\r\n', '400'],
  ['a path that is none', 'GET //%zz/%?%=% HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', '\\d'],
  [
    'a query with half an escape',
    'GET /graphql?query=%7B__typename%7 HTTP/1.1\r\nhost: x\r\naccept: application/graphql-response+json\r\nconnection: close\r\n\r\n',
    '400',
  ],
  [
    'variables by GET that are no JSON',
    'GET /graphql?query={__typename}&variables={ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
    '400',
  ],
  ['headers of no alphabet', `${HEAD}x-odd: \xff\xfe\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`, '\\d'],
])('%s is answered, and so is the next request', async (_title, request, status) => {
  const listening = await serve();
  const { socket, answer } = open(listening);
  socket.write(request, 'latin1');
  expect(await answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status}`));
  expect(await isAnswered(listening)).toBe(true);
});

test('An idle connection stays open longer than those of load balancers: 65 s', async () => {
  const listening = await serve();
  const { headers } = await fetch(`${listening.url}/health`);
  expect(headers.get('keep-alive')).toBe('timeout=65');
});
