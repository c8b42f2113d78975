import { describe, expect, test } from 'vitest';
import { openBody, parseEvents, SSE, subscribing } from '../../support/event-stream.ts';
import { socketClient, subscribe } from '../../support/graphql-ws.ts';
import { startWired } from '../../support/http-gateway.ts';
import { parseSamples, samplesOf } from '../../support/metrics.ts';
import { testSubscriptions } from '../../support/test-subscriptions.ts';

const NUMBERS = 'subscription Numbers { numbers(to: 1) }';
const EVENTS = [
  { event: 'next', data: { data: { numbers: 1 } } },
  { event: 'complete', data: null },
];

describe('With persisted operations only', () => {
  async function start() {
    const persisted = { documents: new Map([['abc', NUMBERS]]), only: true };
    return startWired({ plugins: [testSubscriptions().plugin], persisted });
  }

  test.each(['id', 'documentId', 'doc_id'])(
    'a subscription is opened by its %s, by POST, GET and WebSocket',
    async (name) => {
      const gateway = await start();
      const headers = { accept: SSE, 'content-type': 'application/json' };
      const posted = await openBody(gateway.url, { method: 'POST', headers, body: JSON.stringify({ [name]: 'abc' }) });
      const got = await openBody(`${gateway.url}?${name}=abc`, { headers: { accept: SSE } });
      for (const body of [posted, got]) {
        await body.ended;
        expect(parseEvents(body.text)).toEqual(EVENTS);
      }
      const client = socketClient(gateway.url);
      const results: unknown[] = [];
      await new Promise<void>((resolve) => {
        const payload = { query: '', extensions: { persistedQuery: { version: 1, sha256Hash: 'abc' } } };
        client.subscribe(payload, {
          next: (result) => results.push(result),
          error: () => resolve(),
          complete: resolve,
        });
      });
      expect(results).toEqual([{ data: { numbers: 1 } }]);
    },
  );

  test('a document is FORBIDDEN over every transport', async () => {
    const gateway = await start();
    const body = await openBody(gateway.url, subscribing(NUMBERS));
    await body.ended;
    expect(body.text).toContain('FORBIDDEN');
    expect(await subscribe(socketClient(gateway.url), NUMBERS).ended).toEqual([
      expect.objectContaining({ extensions: { code: 'FORBIDDEN' } }),
    ]);
  });
});

describe('A request that accepts a stream', () => {
  test.each([
    [
      'from a page of another site by GET',
      { 'sec-fetch-site': 'cross-site' },
      '?query=subscription{numbers(to:1)}',
      403,
    ],
    ['with invalid variables in its URL', {}, '?query={greeting}&variables={', 400],
    ['with variables in its URL that are no object', {}, '?query={greeting}&variables=[]', 400],
    ['without a query', {}, '?other=1', 400],
  ])('%s is rejected', async (_case, headers, search, status) => {
    const gateway = await startWired({ plugins: [testSubscriptions().plugin] });
    const body = await openBody(`${gateway.url}${search}`, { headers: { accept: SSE, ...headers } });
    await body.ended;
    expect(body.status).toBe(status);
    expect(body.text).not.toContain('"data":{');
  });

  test.each([
    ['is no JSON', '{', 400],
    ['is a list', '[{"query":"{greeting}"}]', 400],
    ['is nested too deeply', `{"query":"{greeting}","variables":{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`, 200],
  ])('and whose body %s is rejected', async (_case, text, status) => {
    const gateway = await startWired({ plugins: [testSubscriptions().plugin] });
    const body = await openBody(gateway.url, { ...subscribing(''), body: text });
    await body.ended;
    expect(body.status).toBe(status);
    expect(body.text).toMatch(/BAD_USER_INPUT|QUERY_TOO_COMPLEX/);
  });

  test('and whose body is not JSON by its content type, or too large, is rejected', async () => {
    const gateway = await startWired({ plugins: [testSubscriptions().plugin] });
    const form = subscribing('{greeting}', SSE, { 'content-type': 'text/plain' });
    expect((await openBody(gateway.url, form)).status).toBe(415);
    const large = { ...subscribing(''), body: JSON.stringify({ query: 'x'.repeat(1_100_000) }) };
    expect((await openBody(gateway.url, large)).status).toBe(413);
  });
});

test('Metrics count open subscriptions by transport, and their results, bytes and reasons when they end', async () => {
  const subscriptions = testSubscriptions();
  const gateway = await startWired({ plugins: [subscriptions.plugin], telemetry: { GATEWAY_METRICS_PORT: '0' } });
  const url = String(gateway.log.find(({ metrics }) => metrics)?.metrics);
  const samples = async () => parseSamples(await (await fetch(url)).text());
  const body = await openBody(gateway.url, subscribing('subscription { ticks { number } }'));
  await expect.poll(() => subscriptions.open).toBe(1);
  expect(samplesOf(await samples(), 'gateway_streams')).toMatchObject({
    '{transport="sse"}': 1,
    '{transport="websocket"}': 0,
  });
  subscriptions.send(1);
  subscriptions.send(2);
  await expect.poll(() => parseEvents(body.text)).toHaveLength(2);
  subscriptions.end();
  await body.ended;
  await expect.poll(async () => samplesOf(await samples(), 'gateway_streams')['{transport="sse"}']).toBe(0);
  const after = await samples();
  const sse = '{transport="sse"}';
  expect(samplesOf(after, 'gateway_streams_ended_total')['{reason="completed",transport="sse"}']).toBe(1);
  expect(samplesOf(after, 'gateway_stream_batches_total')[sse]).toBe(2);
  expect(samplesOf(after, 'gateway_stream_bytes_total')[sse]).toBe(Buffer.byteLength(body.text));
  expect(samplesOf(after, 'gateway_requests_total')).toEqual({ '{status="200",type="subscription"}': 1 });
});
