import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { describe, expect, test } from 'vitest';
import { MULTIPART, openBody, subscribing } from '../../support/event-stream.ts';
import { startWired } from '../../support/http-gateway.ts';
import { testSubscriptions } from '../../support/test-subscriptions.ts';

async function start() {
  const subscriptions = testSubscriptions();
  return { subscriptions, gateway: await startWired({ plugins: [subscriptions.plugin] }) };
}

/** Parts of a body, by the boundary that its content type names. */
const partsOf = (text: string): unknown[] =>
  text
    .split(/--graphql(?:--)?/)
    .map((part) => part.split('\r\n\r\n')[1]?.trim())
    .filter((json) => json !== undefined && json !== '')
    .map((json) => JSON.parse(json as string));

describe('A subscription by multipart responses', () => {
  test('sends each result as the payload of a part, then the last boundary', async () => {
    const { gateway } = await start();
    const body = await openBody(gateway.url, subscribing('subscription { numbers(to: 2) }', MULTIPART));
    expect(await body.ended).toBe(true);
    expect(body.headers.get('content-type')).toBe('multipart/mixed;boundary="graphql";subscriptionSpec=1.0');
    expect(partsOf(body.text)).toEqual([1, 2].map((numbers) => ({ payload: { data: { numbers } } })));
    expect(body.text.startsWith('--graphql\r\n')).toBe(true);
    expect(body.text.endsWith('\r\n--graphql--\r\n')).toBe(true);
  });

  test('sends the boundary after a part with it, so that clients need not wait for the next one', async () => {
    const { gateway, subscriptions } = await start();
    const body = await openBody(gateway.url, subscribing('subscription { ticks { number } }', MULTIPART));
    await expect.poll(() => subscriptions.open).toBe(1);
    subscriptions.send(7);
    await expect.poll(() => body.text).toMatch(/"number":7\}{4}\r\n--graphql$/);
    body.close();
    await expect.poll(() => subscriptions.open).toBe(0);
  });

  test('reports a failing source as an error without a payload, as the protocol has it', async () => {
    const { gateway } = await start();
    const body = await openBody(gateway.url, subscribing('subscription { failing }', MULTIPART));
    expect(await body.ended).toBe(true);
    expect(partsOf(body.text)).toEqual([
      { payload: { data: { failing: 1 } } },
      { payload: null, errors: [expect.objectContaining({ extensions: expect.anything() })] },
    ]);
  });

  test('is read by the HttpLink of Apollo Client as it comes, which also gets errors as JSON', async () => {
    const { gateway } = await start();
    const client = new ApolloClient({ link: new HttpLink({ uri: gateway.url }), cache: new InMemoryCache() });
    const read = (query: string) =>
      new Promise<unknown[]>((resolve) => {
        const results: unknown[] = [];
        client.subscribe({ query: gql(query), errorPolicy: 'all' }).subscribe({
          next: (result) => results.push(result.data ?? result.error?.message),
          error: (error: Error) => resolve([...results, error.message]),
          complete: () => resolve(results),
        });
      });
    expect(await read('subscription { numbers(to: 3) }')).toEqual([1, 2, 3].map((numbers) => ({ numbers })));
    expect(await read('subscription { unknown }')).toEqual([expect.stringContaining('unknown')]);
  });
});

test('multipart/mixed without the version of the protocol is not taken for subscriptions', async () => {
  const { gateway } = await start();
  const response = await gateway.post('subscription { numbers(to: 1) }', {
    accept: 'multipart/mixed, application/json',
  });
  expect(response.status).toBe(406);
});
