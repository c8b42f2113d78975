import { type ApolloClient, gql } from '@apollo/client';
import { expect, onTestFinished, test } from 'vitest';
import { createApolloClient, forgetSession } from '../../examples/clients/apollo.ts';
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

interface Ended {
  readonly terminateSession: { readonly terminatedSessionId: string | null };
}

/** A list on a screen, and all of it in the store. */
async function onScreen(url: string) {
  const client = createApolloClient(url);
  const query = client.watchQuery<Listed>({ query: gql(LIST), variables: { first: FIRST } });
  const screen: { shown?: Listed } = {};
  const subscription = query.subscribe(({ data, dataState }) => {
    if (dataState === 'complete') screen.shown = data;
  });
  onTestFinished(() => subscription.unsubscribe());
  await expect.poll(() => screen.shown).toBeDefined();
  let pages = 1;
  for (let page = screen.shown?.sessions.pageInfo; page?.hasNextPage; pages += 1) {
    const { data } = await query.fetchMore({ variables: { after: page.endCursor } });
    page = data?.sessions.pageInfo;
  }
  return { client, pages, shown: () => screen.shown as Listed };
}

const end = (client: ApolloClient, id: string | undefined, isForgotten: boolean) =>
  client.mutate<Ended>({
    mutation: gql(END),
    variables: { id },
    update: (cache, { data }) => isForgotten && forgetSession(cache, data?.terminateSession.terminatedSessionId),
  });

test("Apollo Client's store pages through a list to its end: every session once, in order", async () => {
  const { url, ids } = await startWithSessions();
  const { pages, shown } = await onScreen(url);
  expect([ids.length, pages]).toEqual([7, 3]);
  await expect.poll(() => idsOf(shown())).toEqual(ids);
  expect(statesOf(shown())).toEqual(['COMPLETE']);
});

test('It shows what one session became, wherever it stands: ended elsewhere and read again, or ended here', async () => {
  const { url, ids } = await startWithSessions();
  const { client, shown } = await onScreen(url);
  await end(createApolloClient(url), ids[3], false);
  await client.query({ query: gql(ROW_AGAIN), variables: { id: ids[3] }, fetchPolicy: 'network-only' });
  await end(client, ids[0], false);
  const statuses = ids.map((id) => (id === ids[0] || id === ids[3] ? 'TERMINATED' : 'CONNECTED'));
  await expect.poll(() => statusesOf(shown())).toEqual(statuses);
  expect(idsOf(shown())).toEqual(ids);
});

test('It takes out sessions that were ended, of each service, by the ids that the change gives', async () => {
  const { url, ids } = await startWithSessions();
  const { client, shown } = await onScreen(url);
  for (const index of ONE_OF_EACH_SERVICE) await end(client, ids[index], true);
  await expect.poll(() => idsOf(shown())).toEqual(ids.filter((_id, index) => !ONE_OF_EACH_SERVICE.includes(index)));
});

test('Lists of other arguments are other lists', async () => {
  const { url, ids } = await startWithSessions();
  const client = createApolloClient(url);
  const query = gql(
    'query Of($service: SessionService!) { sessions(filter: { services: [$service] }) { edges { node { id } } } }',
  );
  const idsOfService = async (service: string, fetchPolicy: 'cache-only' | 'network-only') => {
    const { data } = await client.query<Listed>({ query, variables: { service }, fetchPolicy });
    return data && idsOf(data);
  };
  await idsOfService('SSM', 'network-only');
  await idsOfService('WORKSPACES', 'network-only');
  expect(await idsOfService('SSM', 'cache-only')).toEqual(ids.slice(3, 5));
  expect(await idsOfService('WORKSPACES', 'cache-only')).toEqual(ids.slice(5));
});
