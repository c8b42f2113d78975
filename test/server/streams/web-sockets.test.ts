import { describe, expect, test } from 'vitest';
import { acknowledged, openSocket, socketClient, subscribe } from '../../support/graphql-ws.ts';
import { startWired } from '../../support/http-gateway.ts';
import { testSubscriptions } from '../../support/test-subscriptions.ts';

async function start(options = {}) {
  const subscriptions = testSubscriptions();
  return { subscriptions, gateway: await startWired({ plugins: [subscriptions.plugin], ...options }) };
}

describe('A WebSocket', () => {
  test('carries subscriptions, queries and mutations of the client of graphql-ws', async () => {
    const { gateway } = await start();
    const client = socketClient(gateway.url);
    const numbers = subscribe(client, 'subscription ($to: Int!) { numbers(to: $to) }', { to: 2 });
    const query = subscribe(client, '{ greeting(name: "Ann") }');
    const mutation = subscribe(client, 'mutation { greet }');
    expect(await Promise.all([numbers.ended, query.ended, mutation.ended])).toEqual(Array(3).fill('complete'));
    expect(numbers.results).toEqual([{ data: { numbers: 1 } }, { data: { numbers: 2 } }]);
    expect(query.results).toEqual([{ data: { greeting: 'Hello Ann' } }]);
    expect(mutation.results).toEqual([{ data: { greet: 'Hello' } }]);
  });

  test('ends a source when the client completes its subscription, and leaves the others', async () => {
    const { gateway, subscriptions } = await start();
    const client = socketClient(gateway.url);
    const [first, second] = [1, 2].map(() => subscribe(client, 'subscription { ticks { number } }'));
    await expect.poll(() => subscriptions.open).toBe(2);
    first?.cancel();
    await expect.poll(() => subscriptions.open).toBe(1);
    subscriptions.send(5);
    await expect.poll(() => second?.results).toEqual([{ data: { ticks: { number: 5 } } }]);
    expect(first?.results).toEqual([]);
    subscriptions.end();
    expect(await second?.ended).toBe('complete');
  });

  test('ends all sources when it closes', async () => {
    const { gateway, subscriptions } = await start();
    const raw = await acknowledged(gateway.url);
    for (const id of ['a', 'b'])
      raw.send({ id, type: 'subscribe', payload: { query: 'subscription { ticks { number } }' } });
    await expect.poll(() => subscriptions.open).toBe(2);
    raw.socket.terminate();
    await expect.poll(() => subscriptions.open).toBe(0);
  });

  test.each([
    ['an invalid document', '{ unknown }', 'BAD_USER_INPUT'],
    ['a subscription that costs too much', 'subscription { expensive }', 'QUERY_TOO_COMPLEX'],
    ['a subscription whose source cannot be opened', 'subscription { rejected }', 'INTERNAL_SERVER_ERROR'],
  ])('answers %s with `error`, which ends the operation', async (_case, query, code) => {
    const { gateway } = await start();
    const raw = await acknowledged(gateway.url);
    raw.send({ id: 'a', type: 'subscribe', payload: { query } });
    await expect.poll(() => raw.messages).toHaveLength(2);
    expect(raw.messages[1]).toEqual({
      id: 'a',
      type: 'error',
      payload: [expect.objectContaining({ extensions: expect.objectContaining({ code }) })],
    });
    expect(JSON.stringify(raw.messages)).not.toMatch(/secret|"http"/);
    // The id is free again.
    raw.send({ id: 'a', type: 'subscribe', payload: { query: '{ greeting }' } });
    await expect.poll(() => raw.messages.slice(2).map((message) => message.type)).toEqual(['next', 'complete']);
  });

  test('reports a source that fails with `error`, and sends no `complete` after it', async () => {
    const { gateway } = await start();
    const raw = await acknowledged(gateway.url);
    raw.send({ id: 'a', type: 'subscribe', payload: { query: 'subscription { failing }' } });
    raw.send({ id: 'b', type: 'subscribe', payload: { query: '{ greeting }' } });
    await expect.poll(() => raw.messages.filter(({ id }) => id === 'b')).toHaveLength(2);
    await expect
      .poll(() => raw.messages.filter(({ id }) => id === 'a').map(({ type }) => type))
      .toEqual(['next', 'error']);
  });

  test('answers pings, and closes for what the protocol does not allow', async () => {
    const { gateway } = await start();
    const raw = await acknowledged(gateway.url);
    raw.send({ type: 'ping' });
    await expect.poll(() => raw.messages.at(-1)).toEqual({ type: 'pong' });
    for (const [message, code] of [
      ['{', 4400],
      [JSON.stringify({ type: 'unknown' }), 4400],
      [`{"type":"ping","payload":{"a":${'['.repeat(3_000)}${']'.repeat(3_000)}}}`, 4400],
      [JSON.stringify({ type: 'connection_init' }), 4429],
    ] as const) {
      const other = await acknowledged(gateway.url);
      other.socket.send(message);
      expect((await other.closed)[0]).toBe(code);
    }
    const early = await openSocket(gateway.url);
    early.send({ id: 'a', type: 'subscribe', payload: { query: '{ greeting }' } });
    expect((await early.closed)[0]).toBe(4401);
  });

  test('rejects a message above a mebibyte, an id above 128 characters, and more than 100 operations at once', async () => {
    const { gateway, subscriptions } = await start({ limits: { maxStreamsPerCaller: 1_000 } });
    const large = await acknowledged(gateway.url);
    large.socket.send('x'.repeat(1_048_577));
    expect((await large.closed)[0]).toBe(1009);
    const raw = await acknowledged(gateway.url);
    const query = 'subscription { ticks { number } }';
    raw.send({ id: 'x'.repeat(129), type: 'subscribe', payload: { query } });
    await expect.poll(() => JSON.stringify(raw.messages.at(-1))).toContain('BAD_USER_INPUT');
    for (let id = 0; id <= 100; id += 1) raw.send({ id: `${id}`, type: 'subscribe', payload: { query } });
    await expect.poll(() => JSON.stringify(raw.messages.at(-1))).toContain('RATE_LIMITED');
    await expect.poll(() => subscriptions.open).toBe(100);
  });
});

describe('A handshake', () => {
  test.each([
    ['of a page of another site', { origin: 'https://evil.example' }, 403],
    ['of a page whose browser says so', { 'sec-fetch-site': 'cross-site' }, 403],
    ['with an origin that is no URL', { origin: 'null' }, 403],
  ])('%s is rejected', async (_case, headers, status) => {
    const { gateway } = await start();
    await expect(openSocket(gateway.url, headers)).rejects.toThrow(`${status}`);
  });

  test('of a page of the same origin, and of a program, is accepted', async () => {
    const { gateway } = await start();
    const { origin } = new URL(gateway.url);
    for (const headers of [{ origin }, { origin: 'https://other.example', 'sec-fetch-site': 'same-origin' }, {}])
      expect((await openSocket(gateway.url, headers as Record<string, string>)).socket.readyState).toBe(1);
  });

  test('at another path or with another subprotocol is rejected', async () => {
    const { gateway } = await start();
    await expect(openSocket(gateway.url.replace('/graphql', '/other'))).rejects.toThrow('404');
    await expect(openSocket(gateway.url, {}, 'graphql-ws')).rejects.toThrow('400');
  });
});
