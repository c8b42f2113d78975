import { describe, expect, test } from 'vitest';
import { MULTIPART, openBody, parseEvents, SSE, subscribing, unread } from '../../support/event-stream.ts';
import { acknowledged, socketClient, subscribe } from '../../support/graphql-ws.ts';
import { startWired } from '../../support/http-gateway.ts';
import { testSubscriptions } from '../../support/test-subscriptions.ts';

const TICKS = 'subscription Ticks { ticks { number } }';

async function start(limits = {}, options = {}) {
  const subscriptions = testSubscriptions();
  const gateway = await startWired({ plugins: [subscriptions.plugin], limits, ...options });
  const openSse = () => openBody(gateway.url, subscribing(TICKS));
  return { subscriptions, gateway, openSse };
}

describe('A subscription above the limit', () => {
  test.each([
    ['of a caller', { maxStreamsPerCaller: 3 }],
    ['of the process', { maxStreams: 3 }],
  ])('%s is TOO_MANY_STREAMS over all transports, until another one ends', async (_case, limits) => {
    const { gateway, subscriptions, openSse } = await start(limits);
    const [first] = [await openSse(), await openBody(gateway.url, subscribing(TICKS, MULTIPART))];
    const socket = socketClient(gateway.url);
    const third = subscribe(socket, TICKS);
    await expect.poll(() => subscriptions.open).toBe(3);

    for (const accept of [SSE, MULTIPART]) {
      const rejected = await openBody(gateway.url, subscribing(TICKS, accept));
      await rejected.ended;
      expect(rejected.status).toBe(429);
      expect(rejected.headers.get('retry-after')).toBe('5');
      expect(rejected.text).toContain('TOO_MANY_STREAMS');
    }
    const fourth = subscribe(socket, TICKS);
    expect(await fourth.ended).toEqual([expect.objectContaining({ extensions: { code: 'TOO_MANY_STREAMS' } })]);
    expect(subscriptions.open).toBe(3);

    first?.close();
    await expect.poll(() => subscriptions.open).toBe(2);
    subscribe(socket, TICKS);
    await expect.poll(() => subscriptions.open).toBe(3);
    expect(third.results).toEqual([]);
  });

  test('is not counted where it could not be opened', async () => {
    const { gateway, openSse, subscriptions } = await start({ maxStreamsPerCaller: 1 });
    for (const query of ['subscription { rejected }', 'subscription { unknown }', 'subscription { failing }'])
      await (await openBody(gateway.url, subscribing(query))).ended;
    const body = await openSse();
    await expect.poll(() => subscriptions.open).toBe(1);
    body.close();
  });
});

test('Open subscriptions occupy none of the requests in flight of their caller', async () => {
  const { gateway, openSse, subscriptions } = await start({}, { maxInFlight: 2 });
  const bodies = [await openSse(), await openSse(), await openSse()];
  const socket = socketClient(gateway.url);
  for (let count = 0; count < 3; count += 1) subscribe(socket, TICKS);
  await expect.poll(() => subscriptions.open).toBe(6);
  expect(await (await gateway.post('{ greeting }')).json()).toEqual({ data: { greeting: 'Hello all' } });
  for (const body of bodies) body.close();
});

test('A subscription is not subject to the deadline of a request', async () => {
  const { openSse, subscriptions } = await start({}, { deadlineMs: 100 });
  const body = await openSse();
  await expect.poll(() => subscriptions.open).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  subscriptions.send(1);
  await expect.poll(() => parseEvents(body.text)).toHaveLength(1);
  body.close();
});

describe('A client that stops reading', () => {
  const LARGE = 'subscription { ticks(size: 100000) { number padding } }';

  test('stops its source, which then holds what is not read, and holds up no other', async () => {
    const { gateway, subscriptions, openSse } = await start();
    const request = unread(gateway.url, subscribing(LARGE));
    const raw = await acknowledged(gateway.url);
    raw.socket.pause();
    raw.send({ id: 'a', type: 'subscribe', payload: { query: LARGE } });
    const reading = await openSse();
    await expect.poll(() => subscriptions.open).toBe(3);
    for (let tick = 1; tick <= 300; tick += 1) subscriptions.send(tick);
    await expect.poll(() => parseEvents(reading.text)).toHaveLength(300);
    // The operating system takes some megabytes for each of the two; 300 events are thirty.
    expect(subscriptions.taken - 300).toBeLessThan(300);
    request.destroy();
    raw.socket.terminate();
    await expect.poll(() => subscriptions.open).toBe(1);
    reading.close();
  });

  test('and reads again gets all results in order', async () => {
    const { gateway, subscriptions } = await start();
    const raw = await acknowledged(gateway.url);
    raw.socket.pause();
    raw.send({ id: 'a', type: 'subscribe', payload: { query: LARGE } });
    await expect.poll(() => subscriptions.open).toBe(1);
    for (let tick = 1; tick <= 100; tick += 1) subscriptions.send(tick);
    await new Promise((resolve) => setTimeout(resolve, 50));
    raw.socket.resume();
    await expect.poll(() => raw.messages).toHaveLength(101);
    const numbers = raw.messages
      .slice(1)
      .map(({ payload }) => (payload as { data: { ticks: { number: number } } }).data);
    expect(numbers.map(({ ticks }) => ticks.number)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });
});

test('A subscription writes one log line at its end: operation, transport, batches, bytes and reason', async () => {
  const { gateway, subscriptions, openSse } = await start();
  const body = await openSse();
  const socket = socketClient(gateway.url);
  const other = subscribe(socket, 'subscription Numbers { numbers(to: 3) }');
  await other.ended;
  await expect.poll(() => subscriptions.open).toBe(1);
  subscriptions.send(1);
  await expect.poll(() => parseEvents(body.text)).toHaveLength(1);
  body.close();
  const lines = () => gateway.log.filter(({ msg }) => msg === 'stream' || msg === 'request');
  await expect.poll(lines).toHaveLength(2);
  const line = { msg: 'stream', codes: [], requestId: expect.any(String), durationMs: expect.any(Number) };
  const bytes = expect.any(Number);
  expect(lines()).toEqual([
    expect.objectContaining({
      ...line,
      operation: 'Numbers',
      transport: 'websocket',
      batches: 3,
      bytes,
      reason: 'completed',
    }),
    expect.objectContaining({
      ...line,
      operation: 'Ticks',
      transport: 'sse',
      batches: 1,
      bytes,
      reason: 'disconnected',
    }),
  ]);
  expect(Number(lines()[1]?.bytes)).toBe(Buffer.byteLength(body.text));
});
