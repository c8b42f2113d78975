import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { Client, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { parse, print } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Listening, listen } from '../../src/server/http/listen.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

const FLEETS = 'query Fleets { fleets(first: 1) { nodes { name } } }';
const STACKS = 'query Stacks { stacks(first: 1) { nodes { name } } }';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

interface Sent {
  readonly method: string;
  readonly hasQuery: boolean;
  readonly hasHash: boolean;
}

let gateway: TestGateway;
let listening: Listening;
const sent: Sent[] = [];
beforeAll(async () => {
  gateway = await startGateway({ world: buildWorld().fleets(1).stacks(1).world });
  listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
});
beforeEach(() => {
  sent.splice(0);
});
afterAll(async () => {
  await listening.drain();
  await gateway.close();
});

/** `fetch`, which writes down what a client sends. */
const recorded: typeof fetch = (url, init) => {
  const text = init?.method === 'GET' ? decodeURIComponent(String(url)) : String(init?.body);
  const hasQuery = /"query":|[?&]query=/.test(text);
  sent.push({ method: init?.method ?? 'GET', hasQuery, hasHash: text.includes('sha256Hash') });
  return fetch(url, init);
};

const url = () => `${listening.url}/graphql`;
const apollo = (useGETForHashedQueries: boolean) => {
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.from([
      new PersistedQueryLink({ sha256, useGETForHashedQueries }),
      new HttpLink({ uri: url(), fetch: recorded }),
    ]),
  });
  return async (document: string) => (await client.query({ query: gql(document) })).data;
};
const urql = (preferGetForPersistedQueries: boolean) => {
  const exchanges = [persistedExchange({ preferGetForPersistedQueries }), fetchExchange];
  const client = new Client({ url: url(), fetch: recorded, exchanges, preferGetMethod: false });
  return async (document: string) => (await client.query(document, {}).toPromise()).data;
};

describe('Without a manifest, a client that sends a hash alone sends the whole document then, and is answered', () => {
  test.each([
    ["Apollo's, by POST", () => apollo(false)],
    ["Apollo's, by GET", () => apollo(true)],
    ["urql's, by POST", () => urql(false)],
    ["urql's, by GET", () => urql(true)],
  ])('%s; and no hash from then on', async (_title, create) => {
    const ask = create();
    expect(await ask(FLEETS)).toMatchObject({ fleets: { nodes: [{ name: 'fleet-1' }] } });
    expect(sent.map(({ hasQuery }) => hasQuery)).toEqual([false, true]);
    expect(await ask(STACKS)).toMatchObject({ stacks: { nodes: [{ name: 'stack-1' }] } });
    expect(sent.slice(2)).toEqual([{ method: 'POST', hasQuery: true, hasHash: false }]);
  });
});

describe('The error is in the form that they know', () => {
  const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(print(parse(FLEETS))) } };
  const error = {
    errors: [{ message: 'PersistedQueryNotSupported', extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }],
  };

  test.each([
    ['application/json', 200],
    ['application/graphql-response+json', 400],
    ['application/graphql-response+json,application/json;q=0.9', 400],
  ])('to one that accepts %s, with status %i', async (accept, status) => {
    const post = { method: 'POST', headers: { 'content-type': 'application/json', accept } };
    const search = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    const answers = [
      await fetch(url(), { ...post, body: JSON.stringify({ extensions }) }),
      await fetch(url(), { ...post, body: JSON.stringify({ query: '', extensions }) }),
      await fetch(`${url()}?${search}`, { headers: { accept } }),
    ];
    for (const answer of answers) expect([answer.status, await answer.json()]).toEqual([status, error]);
  });

  test('and a document beside the hash is executed', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url(), { method: 'POST', headers, body: JSON.stringify({ query: FLEETS, extensions }) });
    expect(await answer.json()).toEqual({ data: { fleets: { nodes: [{ name: 'fleet-1' }] } } });
  });
});
