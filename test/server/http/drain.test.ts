import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Listening, listen } from '../../../src/server/http/listen.ts';

/** Nothing takes that long, on a busy machine either. */
const TIMEOUTS = { headersMs: 60_000, requestMs: 60_000, checkMs: 20 };
const SHORT_TIMEOUTS = { headersMs: 500, requestMs: 1_000, checkMs: 20 };
const REQUEST = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

function serve(handler: RequestListener, timeouts = TIMEOUTS): Promise<Listening> {
  return listen(handler, { port: 0, host: '127.0.0.1' }, timeouts);
}

/** A connection that is accepted, and all that comes over it until it is closed. */
async function open({ url }: Listening): Promise<{ readonly socket: Socket; readonly received: Promise<string> }> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  const received = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.on('error', () => {}).on('close', () => resolve(text));
  });
  return { socket, received };
}

/** Resolves when the server has seen all connections that were made before. */
async function settled(listening: Listening): Promise<void> {
  await (await fetch(listening.url)).text();
}

const hello: RequestListener = (_request, response) => response.end('hello');

test('A connection without any request does not delay the drain', async () => {
  const listening = await serve(hello);
  const { received } = await open(listening);
  await settled(listening);
  expect(await listening.drain()).toBe(0);
  expect(await received).toBe('');
});

test('A keep-alive connection is closed after complete answers', async () => {
  const listening = await serve(hello);
  const { socket, received } = await open(listening);
  socket.write(REQUEST);
  await once(socket, 'data');
  await settled(listening);
  expect(await listening.drain()).toBe(0);
  expect(await received).toMatch(/^HTTP\/1\.1 200 [\s\S]*hello$/);
});

test('An incomplete request is awaited, and answered when it is complete', async () => {
  const listening = await serve(hello);
  const { socket, received } = await open(listening);
  socket.write(REQUEST.slice(0, 10));
  await settled(listening);
  const drained = listening.drain();
  socket.write(REQUEST.slice(10));
  expect(await received).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: close[\s\S]*hello$/i);
  expect(await drained).toBe(0);
});

test('A request that stays incomplete times out, as at any other time', async () => {
  const listening = await serve(hello, SHORT_TIMEOUTS);
  const { socket, received } = await open(listening);
  socket.write(REQUEST.slice(0, 10));
  await settled(listening);
  expect(await listening.drain()).toBe(0);
  expect(await received).toMatch(/^HTTP\/1\.1 408 /);
});

test('A slow reader gets all of a large answer', async () => {
  const body = 'x'.repeat(20_000_000);
  const listening = await serve((request, response) => response.end(request.url === '/large' ? body : ''));
  const { socket, received } = await open(listening);
  socket.pause();
  socket.write(REQUEST.replace('/', '/large'));
  await settled(listening);
  const drained = listening.drain({ answerMs: 60_000 });
  await new Promise(setImmediate);
  socket.resume();
  expect((await received).endsWith(`\r\n\r\n${body}`)).toBe(true);
  expect(await drained).toBe(0);
});

test('A client that reads nothing is force-closed at the end, and counted', async () => {
  const body = 'x'.repeat(20_000_000);
  const listening = await serve(
    (request, response) => response.end(request.url === '/large' ? body : ''),
    SHORT_TIMEOUTS,
  );
  const { socket } = await open(listening);
  socket.pause();
  socket.write(REQUEST.replace('/', '/large'));
  await settled(listening);
  expect(await listening.drain({ answerMs: 100 })).toBe(1);
});
