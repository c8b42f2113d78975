import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { buildWorld } from '../../support/world.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ world: buildWorld().fleet('design').world });
});
beforeEach(() => gateway.emulator.clearCalls());
afterAll(() => gateway.close());

const QUERY = '{ fleet(name: "design") { name } }';
const URL_OF_QUERY = `/graphql?query=${encodeURIComponent(QUERY)}`;

test.each(['cross-site', 'same-site'])('A query by GET from a %s page is not executed', async (site) => {
  const response = await gateway.fetch(URL_OF_QUERY, { headers: { 'sec-fetch-site': site } });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  expect(gateway.emulator.calls).toEqual([]);
});

test.each([
  ['its own page', { 'sec-fetch-site': 'same-origin' }],
  ['the address bar', { 'sec-fetch-site': 'none' }],
  ['a program', {}],
  ['a page that a browser asked first for', { 'sec-fetch-site': 'cross-site', 'apollo-require-preflight': '1' }],
] as [string, Record<string, string>][])('A query by GET from %s is', async (_title, headers) => {
  const response = await gateway.fetch(URL_OF_QUERY, { headers });
  expect(await response.json()).toEqual({ data: { fleet: { name: 'design' } } });
});

test('JSON by POST is executed: a browser needs a preflight request, which is not allowed', async () => {
  const headers = {
    'content-type': 'application/json',
    'sec-fetch-site': 'cross-site',
    origin: 'https://evil.example',
  };
  const response = await gateway.fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query: QUERY }) });
  expect(response.status).toBe(200);
  const preflight = await gateway.fetch('/graphql', {
    method: 'OPTIONS',
    headers: {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  });
  for (const { headers } of [response, preflight])
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test('A mutation by GET is rejected', async () => {
  const query = encodeURIComponent('mutation { deleteFleet(input: { name: "design" }) { deletedFleetName } }');
  const response = await gateway.fetch(`/graphql?query=${query}`);
  expect(response.status).toBe(405);
  expect(gateway.emulator.calls).toEqual([]);
});
