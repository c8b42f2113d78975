import { gql } from '@urql/core';
import { introspectionFromSchema } from 'graphql';
import { expect, onTestFinished, test } from 'vitest';
import { createUrqlClient } from '../../examples/clients/urql.ts';
import { apiSchema } from '../../src/schema/schema.ts';
import {
  END,
  FIRST,
  idsOf,
  LIST,
  type Listed,
  ONE_OF_EACH_SERVICE,
  ROW_AGAIN,
  startWithSessions,
  statesOf,
  statusesOf,
} from '../support/client-app.ts';

const createClient = (url: string) => createUrqlClient(url, introspectionFromSchema(apiSchema));

/** A list on a screen, and all of it in the store. */
async function onScreen(url: string) {
  const client = createClient(url);
  let after: string | null = null;
  let pages = 0;
  let page: Listed['sessions']['pageInfo'] | undefined;
  do {
    const { data } = await client.query<Listed>(gql(LIST), { first: FIRST, after }).toPromise();
    page = data?.sessions.pageInfo;
    if (page?.hasNextPage) after = page.endCursor;
    pages += 1;
  } while (page?.hasNextPage);
  const screen: { shown?: Listed } = {};
  const { unsubscribe } = client.query<Listed>(gql(LIST), { first: FIRST, after }).subscribe(({ data }) => {
    screen.shown = data;
  });
  onTestFinished(unsubscribe);
  return { client, pages, shown: () => screen.shown as Listed };
}

test("urql's normalised store pages through a list to its end: every session once, in order", async () => {
  const { url, ids } = await startWithSessions();
  const { pages, shown } = await onScreen(url);
  expect([ids.length, pages]).toEqual([7, 3]);
  expect(idsOf(shown())).toEqual(ids);
  expect(statesOf(shown())).toEqual(['COMPLETE']);
});

test('It shows what one session became, wherever it stands: ended elsewhere and read again', async () => {
  const { url, ids } = await startWithSessions();
  const { client, shown } = await onScreen(url);
  await createClient(url).mutation(gql(END), { id: ids[3] }).toPromise();
  await client.query(gql(ROW_AGAIN), { id: ids[3] }, { requestPolicy: 'network-only' }).toPromise();
  await expect.poll(() => statusesOf(shown()).indexOf('TERMINATED')).toBe(3);
  expect(idsOf(shown())).toEqual(ids);
});

test('It takes out sessions that were ended, of each service, by the ids that the change gives', async () => {
  const { url, ids } = await startWithSessions();
  const { client, shown } = await onScreen(url);
  for (const index of ONE_OF_EACH_SERVICE) await client.mutation(gql(END), { id: ids[index] }).toPromise();
  await expect.poll(() => idsOf(shown())).toEqual(ids.filter((_id, index) => !ONE_OF_EACH_SERVICE.includes(index)));
});
