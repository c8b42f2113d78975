import { createClient } from 'graphql-sse';
import { describe, expect, test } from 'vitest';
import { openBody, parseEvents, SSE, subscribing } from '../../support/event-stream.ts';
import { startWired } from '../../support/http-gateway.ts';
import { testSubscriptions } from '../../support/test-subscriptions.ts';

async function start(options = {}) {
  const subscriptions = testSubscriptions();
  const gateway = await startWired({ plugins: [subscriptions.plugin], ...options });
  const get = (query: string, headers: Record<string, string> = { accept: SSE }) =>
    openBody(`${gateway.url}?query=${encodeURIComponent(query)}`, { headers });
  return { subscriptions, gateway, get, post: (query: string) => openBody(gateway.url, subscribing(query)) };
}

const NUMBERS = [1, 2].map((numbers) => ({ event: 'next', data: { data: { numbers } } }));

describe('A subscription by server-sent events', () => {
  test('is answered by POST and by GET: each result as an event, then complete', async () => {
    const { get, post } = await start();
    for (const body of [await post('subscription { numbers(to: 2) }'), await get('subscription { numbers(to: 2) }')]) {
      expect(await body.ended).toBe(true);
      expect(body.status).toBe(200);
      expect(body.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      expect(body.headers.get('cache-control')).toContain('no-cache');
      expect(parseEvents(body.text)).toEqual([...NUMBERS, { event: 'complete', data: null }]);
    }
  });

  test('is read by the client of graphql-sse', async () => {
    const { gateway } = await start();
    const client = createClient({ url: gateway.url });
    const results: unknown[] = [];
    for await (const result of client.iterate({ query: 'subscription { numbers(to: 2) }' })) results.push(result);
    expect(results).toEqual(NUMBERS.map(({ data }) => data));
  });

  test('takes variables and the operation name from the URL', async () => {
    const { gateway } = await start();
    const query = 'subscription One($to: Int!) { numbers(to: $to) } subscription Two { failing }';
    const parameters = new URLSearchParams({ query, operationName: 'One', variables: '{"to":1}' });
    const body = await openBody(`${gateway.url}?${parameters}`, { headers: { accept: SSE } });
    await body.ended;
    expect(parseEvents(body.text)).toEqual([NUMBERS[0], { event: 'complete', data: null }]);
  });

  test('ends its source when the client disconnects', async () => {
    const { subscriptions, post } = await start();
    const body = await post('subscription { ticks { number } }');
    await expect.poll(() => subscriptions.open).toBe(1);
    subscriptions.send(1);
    await expect.poll(() => body.text).toContain('"number":1');
    body.close();
    await expect.poll(() => subscriptions.open).toBe(0);
  });

  test('reports the error of a result, and goes on', async () => {
    const { subscriptions, post } = await start();
    const body = await post('subscription { ticks { number broken } }');
    await expect.poll(() => subscriptions.open).toBe(1);
    subscriptions.send(1);
    subscriptions.send(2);
    await expect.poll(() => parseEvents(body.text)).toHaveLength(2);
    for (const { data } of parseEvents(body.text)) {
      expect(data.data).toEqual({ ticks: null });
      expect(data.errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR');
    }
    expect(body.text).not.toContain('secret');
    body.close();
  });

  test.each([
    ['fails', 'subscription { failing }', [1]],
    ['cannot be opened', 'subscription { rejected }', []],
  ])('whose source %s reports a masked error', async (_case, query, numbers) => {
    const { post } = await start();
    const body = await post(query);
    expect(await body.ended).toBe(true);
    const events = parseEvents(body.text).filter(({ event }) => event === 'next');
    expect(events.slice(0, -1).map(({ data }) => data.data.failing)).toEqual(numbers);
    expect(events.at(-1)?.data.errors[0].extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(body.text).not.toContain('secret');
  });

  test('is sent comments to keep it alive', async () => {
    const { post } = await start();
    const body = await post('subscription { ticks { number } }');
    await expect.poll(() => body.text).toBe(':\n\n');
    body.close();
  });
});

describe('An operation that accepts server-sent events only', () => {
  test('and is a query is answered by one event', async () => {
    const { get } = await start();
    const body = await get('{ greeting }');
    await body.ended;
    expect(parseEvents(body.text)).toEqual([
      { event: 'next', data: { data: { greeting: 'Hello all' } } },
      { event: 'complete', data: null },
    ]);
  });

  test('and is a mutation is executed by POST, and never by GET', async () => {
    const { get, post } = await start();
    const posted = await post('mutation { greet }');
    await posted.ended;
    expect(parseEvents(posted.text)[0]?.data).toEqual({ data: { greet: 'Hello' } });
    const got = await get('mutation { greet }');
    await got.ended;
    expect(got.status).toBe(405);
    expect(got.text).not.toContain('Hello');
  });

  test.each([
    ['is invalid', 'subscription { unknown }', 'BAD_USER_INPUT'],
    ['has two root fields', 'subscription { a: numbers(to: 1) b: numbers(to: 1) }', 'BAD_USER_INPUT'],
    ['could take more than 50 AWS calls a result', 'subscription { expensive }', 'QUERY_TOO_COMPLEX'],
    ['has an invalid variable', 'subscription ($to: Int!) { numbers(to: $to) }', 'BAD_USER_INPUT'],
  ])('and %s is rejected with its code', async (_case, query, code) => {
    const { post, subscriptions } = await start();
    const body = await post(query);
    await body.ended;
    expect(parseEvents(body.text).map(({ event }) => event)).toEqual(['next', 'complete']);
    expect(parseEvents(body.text)[0]?.data.errors[0].extensions.code).toBe(code);
    expect(subscriptions.open).toBe(0);
  });
});

test('A subscription that accepts JSON only is rejected with 406 and what to accept', async () => {
  const { gateway, subscriptions } = await start();
  for (const accept of ['application/json', '*/*', 'application/graphql-response+json;q=1, application/json;q=0.9']) {
    const response = await gateway.post('subscription { ticks { number } }', { accept });
    expect(response.status).toBe(406);
    expect(await response.text()).toContain('text/event-stream');
  }
  expect(subscriptions.open).toBe(0);
});

test('A client that accepts JSON besides gets queries and errors as JSON, and subscriptions as events', async () => {
  const { gateway, post: _post } = await start();
  const accept = 'application/graphql-response+json, application/json, text/event-stream, multipart/mixed';
  const query = await gateway.post('{ greeting }', { accept });
  expect(query.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
  expect(await query.json()).toEqual({ data: { greeting: 'Hello all' } });
  const body = await openBody(gateway.url, subscribing('subscription { numbers(to: 2) }', accept));
  await body.ended;
  expect(parseEvents(body.text).slice(0, 2)).toEqual(NUMBERS);
});
