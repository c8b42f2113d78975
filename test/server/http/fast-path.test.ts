import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Listening, listen } from '../../../src/server/http/listen.ts';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { comparable, SHAPES, type Shape, shapesWorld } from '../../support/query-shapes.ts';

let gateway: TestGateway;
let listening: Listening;
beforeAll(async () => {
  gateway = await startGateway({ world: shapesWorld() });
  listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await listening.drain();
  await gateway.close();
});

const TYPES = [
  '*/*',
  'application/json',
  'application/graphql-response+json',
  'application/json, application/graphql-response+json',
  'application/graphql-response+json, application/json, multipart/mixed',
];

/** Parts of an answer that a client can see. */
async function seen(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type');
  return { status: response.status, type, body: comparable(await response.json()) };
}

function init({ document, variables, operationName }: Shape, accept: string, type = 'application/json'): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': type, accept, 'x-gateway-trace': '1' },
    body: JSON.stringify({ query: document, variables, operationName }),
  };
}

describe.each(TYPES)('An answer on the fast path, to a client that accepts %s, equals Yoga’s', (accept) => {
  test.each(Object.entries(SHAPES))('%s', async (_title, shape) => {
    const slow = await seen(await gateway.fetch('/graphql', init(shape, accept)));
    expect(await seen(await fetch(`${listening.url}/graphql`, init(shape, accept)))).toEqual(slow);
    expect(await seen(await fetch(`${listening.url}/graphql`, init(shape, accept)))).toEqual(slow);
  });
});

test('A body with a charset is answered as by Yoga', async () => {
  const shape: Shape = { document: 'query ($name: String!) { fleet(name: $name) { name } }', variables: { name: 'é' } };
  const post = init(shape, '*/*', 'application/json; charset=utf-8');
  expect(await seen(await fetch(`${listening.url}/graphql`, post))).toEqual(
    await seen(await gateway.fetch('/graphql', post)),
  );
});

const ODD_BODIES = [
  '{',
  '[]',
  'null',
  '"query"',
  '{}',
  '{"query":1}',
  '{"query":"{ __typename }","other":1}',
  '{"query":"{ __typename }","variables":[]}',
];

test.each(ODD_BODIES)('A body of %s is answered as by Yoga', async (body) => {
  const post = { method: 'POST', headers: { 'content-type': 'application/json', accept: TYPES[2] ?? '' }, body };
  const slow = await seen(await gateway.fetch('/graphql', post));
  expect(await seen(await fetch(`${listening.url}/graphql`, post))).toEqual(slow);
});

test('A mutation by another method is answered as by Yoga', async () => {
  const get = await fetch(`${listening.url}/graphql?query={__typename}`);
  expect(await get.json()).toMatchObject({ data: { __typename: 'Query' } });
  expect((await fetch(`${listening.url}/graphql`, { method: 'PUT', body: '{}' })).status).toBe(405);
});

test('Each answer on the fast path has its log line, with operation, calls and codes', async () => {
  const before = gateway.log.length;
  await fetch(
    `${listening.url}/graphql`,
    init({ document: 'query Logged { fleets(first: -1) { nodes { name } } }' }, '*/*'),
  );
  const lines = gateway.log.slice(before).filter(({ msg }) => msg === 'request');
  expect(lines).toMatchObject([{ operation: 'Logged', status: 200, codes: ['BAD_USER_INPUT'], upstreamCalls: {} }]);
});
