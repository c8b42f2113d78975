import type { RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type CutBy, connectionLimits } from '../../../src/server/http/connection-limits.ts';
import { type Listening, listen } from '../../../src/server/http/listen.ts';
import { markStream, streamsOn } from '../../../src/server/http/stream-sockets.ts';
import { openRaw, type RawConnection } from '../../support/raw-connection.ts';

const GET = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;
const TIMEOUTS = { headersMs: 60_000, requestMs: 60_000, checkMs: 20, stalledMs: 400 };
const BIG = Buffer.alloc(8_000_000, 'x');

async function serve(
  handler: RequestListener,
  {
    stalledMs = TIMEOUTS.stalledMs,
    ...limits
  }: { maxConnections?: number; maxUnsentBytes?: number; stalledMs?: number } = {},
  onCut?: (by: CutBy) => void,
): Promise<Listening> {
  const where = { port: 0, host: '127.0.0.1', ...limits };
  const listening = await listen(handler, where, { ...TIMEOUTS, stalledMs }, onCut);
  onTestFinished(() => void listening.drain({ answerMs: -60_000 }));
  return listening;
}

const big: RequestListener = ({ url }, response) => response.end(url === '/big' ? BIG : 'small');

/** Opens a client that requests a large answer and reads nothing. */
function openStalled(listening: Listening): RawConnection {
  const connection = openRaw(listening.url);
  connection.socket.pause();
  connection.socket.write(GET('/big'));
  return connection;
}

/** Resolves once the server has closed: a client that does not read notices by its next write. */
async function isCut({ socket }: RawConnection): Promise<boolean> {
  for (let turn = 0; turn < 300; turn += 1) {
    if (socket.destroyed) return true;
    // An empty line before a request, which HTTP allows.
    socket.write('\r\n');
    await sleep(20);
  }
  return false;
}

async function isAnswered(listening: Listening): Promise<boolean> {
  return (await fetch(`${listening.url}/small`, { headers: { connection: 'close' } })).ok;
}

test('A client that reads nothing of an answer is force-closed, and a slow reader gets all of it', async () => {
  const listening = await serve(big, { stalledMs: 1_500 });
  const stalled = Array.from({ length: 20 }, () => openStalled(listening));
  const slow = openRaw(listening.url);
  slow.socket.pause();
  slow.socket.write(`GET /big HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  // Reads slowly, for longer than the limit of a stalled client.
  const sips = setInterval(() => {
    slow.socket.resume();
    setImmediate(() => slow.socket.pause());
  }, 25);
  onTestFinished(() => clearInterval(sips));
  for (const connection of stalled) expect(await isCut(connection)).toBe(true);
  expect((await slow.closed).length).toBeGreaterThan(BIG.length);
  expect(await isAnswered(listening)).toBe(true);
});

test('Each connection that is cut is counted once, by its limit', async () => {
  const cut: CutBy[] = [];
  const count = (by: CutBy) => void cut.push(by);
  const stalling = await serve(big, {}, count);
  expect(await isCut(openStalled(stalling))).toBe(true);
  expect(await isAnswered(stalling)).toBe(true);
  expect(cut.splice(0)).toEqual(['stalled']);

  const holding = await serve(big, { stalledMs: 10_000, maxUnsentBytes: 1_000 }, count);
  expect(await isCut(openStalled(holding))).toBe(true);
  expect(cut.splice(0)).toEqual(['unsent']);

  const full = await serve(big, { maxConnections: 2 }, count);
  for (let index = 0; index < 4; index += 1) openRaw(full.url);
  await expect.poll(() => cut).toEqual(['connections', 'connections']);
});

test('A client that reads nothing is force-closed whatever it sends', async () => {
  const listening = await serve(big);
  const connection = openStalled(listening);
  connection.socket.write('GET /drip HTTP/1.1\r\n');
  const drops = setInterval(() => connection.socket.writable && connection.socket.write('x: 1\r\n'), 30);
  onTestFinished(() => clearInterval(drops));
  await expect.poll(() => connection.socket.destroyed).toBe(true);
});

test('A client that waits for a slow answer is not closed', async () => {
  const listening = await serve((_request, response) => void setTimeout(() => response.end('late'), 1_000));
  const { socket, closed } = openRaw(listening.url);
  socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  expect(await closed).toMatch(/late$/);
});

test('Above the limit of unread bytes, stalled clients are force-closed sooner, and no more than necessary', async () => {
  const listening = await serve(big, { stalledMs: 10_000, maxUnsentBytes: 3 * BIG.length + 10_000 });
  const stalled = Array.from({ length: 10 }, () => openStalled(listening));
  const cut = () => stalled.filter(({ socket }) => socket.destroyed).length;
  const pokes = setInterval(() => {
    for (const { socket } of stalled) if (!socket.destroyed) socket.write('\r\n');
  }, 50);
  onTestFinished(() => clearInterval(pokes));
  await expect.poll(cut).toBe(7);
  await sleep(300);
  expect(cut()).toBe(7);
});

test('Above the limit of connections, the oldest idle one of the address with most idle ones is closed; busy ones stay', async () => {
  const pending: ServerResponse[] = [];
  const handler: RequestListener = (request, response) => {
    if (request.url === '/late') pending.push(response);
    else response.end('small');
  };
  const listening = await serve(handler, { maxConnections: 10 });
  const busy = openRaw(listening.url);
  busy.socket.write(GET('/late'));
  await expect.poll(() => pending.length).toBe(1);
  const idle: RawConnection[] = [];
  for (let index = 0; index < 40; index += 1) {
    const connection = openRaw(listening.url);
    idle.push(connection);
    connection.socket.write(index % 2 ? GET('/small') : 'GET /half HTTP/1.1\r\n');
    if (index % 2) await expect.poll(() => connection.received()).toMatch(/small$/);
  }
  await expect.poll(() => idle.filter(({ socket }) => socket.destroyed).length).toBe(31);
  expect(idle.slice(0, 31).every(({ socket }) => socket.destroyed)).toBe(true);
  expect(await isAnswered(listening)).toBe(true);
  pending[0]?.end('at last');
  await expect.poll(() => busy.received()).toMatch(/at last/);
});

test('If all connections are busy, a stalled one is closed; if none is stalled, the new one is', async () => {
  const pending: ServerResponse[] = [];
  const handler: RequestListener = (request, response) => {
    if (request.url === '/late') pending.push(response);
    else big(request, response);
  };
  const listening = await serve(handler, { maxConnections: 4, stalledMs: 4_000 });
  for (let index = 0; index < 3; index += 1) openRaw(listening.url).socket.write(GET('/late'));
  await expect.poll(() => pending.length).toBe(3);
  const stalled = openStalled(listening);
  await expect.poll(() => isAnswered(listening).catch(() => false), { interval: 100 }).toBe(true);
  expect(await isCut(stalled)).toBe(true);
  openRaw(listening.url).socket.write(GET('/late'));
  await expect.poll(() => pending.length).toBe(4);
  expect(await isAnswered(listening).catch(() => false)).toBe(false);
  for (const response of pending) response.end();
  await expect.poll(() => isAnswered(listening).catch(() => false)).toBe(true);
});

test('The requests of one connection are handled one at a time, and answered in order', async () => {
  const running = new Map<object, number>();
  let most = 0;
  const handler: RequestListener = (request, response) => {
    const { socket } = request;
    running.set(socket, (running.get(socket) ?? 0) + 1);
    most = Math.max(most, running.get(socket) ?? 0);
    response.prependOnceListener('close', () => running.set(socket, (running.get(socket) ?? 0) - 1));
    request.resume().once('end', () => setTimeout(() => response.end(`<${request.url}>`), 1));
  };
  const listening = await serve(handler);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3), { minLength: 1, maxLength: 20 }), fc.nat(500), async (bodies, cut) => {
      const { socket, closed } = openRaw(listening.url);
      const sent = bodies.map((length, index) => {
        const last = index === bodies.length - 1 ? 'connection: close\r\n' : '';
        return `POST /${index} HTTP/1.1\r\nhost: x\r\n${last}content-length: ${length}\r\n\r\n${'b'.repeat(length)}`;
      });
      const text = sent.join('');
      socket.write(text.slice(0, cut));
      await sleep(1);
      socket.write(text.slice(cut));
      const answers = [...(await closed).matchAll(/<\/(\d+)>/g)].map(([, index]) => Number(index));
      expect(answers).toEqual(bodies.map((_, index) => index));
    }),
    { numRuns: 30 },
  );
  expect(most).toBe(1);
});

test('Pipelined requests above the limit are not handled: the connection closes after the others, or at once', async () => {
  const begun: string[] = [];
  const handler: RequestListener = ({ url = '' }, response) => {
    begun.push(url);
    setTimeout(() => response.end(`<${url}>`), 1);
  };
  const listening = await serve(handler);
  const some = openRaw(listening.url);
  some.socket.write(Array.from({ length: 40 }, (_, index) => GET(`/${index}`)).join(''));
  const answers = [...(await some.closed).matchAll(/<\/(\d+)>/g)].map(([, index]) => Number(index));
  expect(answers).toEqual(Array.from({ length: 21 }, (_, index) => index));
  expect(begun).toHaveLength(21);
  begun.length = 0;
  const flood = openRaw(listening.url);
  flood.socket.write(GET('/x').repeat(2_000));
  await flood.closed;
  expect(begun.length).toBeLessThanOrEqual(21);
  expect(await isAnswered(listening)).toBe(true);
  expect(await listening.drain()).toBe(0);
});

test('A client that reads nothing of a stream has its own, longer limit, and one without unread bytes is never cut', () => {
  const cuts: CutBy[] = [];
  const limits = connectionLimits(
    { maxConnections: 10, stalledMs: 20, stalledStreamMs: 60, maxUnsentBytes: Number.POSITIVE_INFINITY },
    (by) => cuts.push(by),
  );
  const socketWith = (writableLength: number) =>
    ({ writableLength, bytesWritten: writableLength, resetAndDestroy: () => {} }) as unknown as Socket;
  const [answer, stream, idle] = [socketWith(1_000), socketWith(1_000), socketWith(0)];
  const unmark = markStream(stream);
  markStream(idle);
  const open = new Map(
    [answer, stream, idle].map((socket) => [socket, { socket, unanswered: new Set<ServerResponse>(), read: 0 }]),
  );
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const after = (ms: number) => {
    vi.advanceTimersByTime(ms);
    limits.check(open);
    return cuts.length;
  };
  expect(after(0)).toBe(0);
  expect(after(20)).toBe(1);
  open.delete(answer);
  expect(after(39)).toBe(1);
  expect(after(1)).toBe(2);
  expect(cuts).toEqual(['stalled', 'stalled']);
  expect(after(1_000)).toBe(3);
  unmark();
  unmark();
  expect([streamsOn(stream), streamsOn(idle)]).toEqual([0, 1]);
});

test('A connection with a stream is not idle: one too many closes another', () => {
  const destroyed: string[] = [];
  const limits = connectionLimits({ maxConnections: 2, stalledMs: 1_000, maxUnsentBytes: 1 });
  const connection = (name: string) => {
    const socket = { name, writableLength: 0, remoteAddress: '::1', destroy: () => destroyed.push(name) };
    return { socket: socket as unknown as Socket, unanswered: new Set<ServerResponse>(), read: 0 };
  };
  const [oldest, idle, newest] = ['stream', 'idle', 'newest'].map(connection);
  if (!oldest || !idle || !newest) throw new Error('three');
  markStream(oldest.socket);
  limits.makeRoom(new Map([oldest, idle, newest].map((each) => [each.socket, each])));
  expect(destroyed).toEqual(['idle']);
});
