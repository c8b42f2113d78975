import { gql as apolloGql } from '@apollo/client';
import { gql } from '@urql/core';
import { introspectionFromSchema, isInterfaceType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createApolloClient } from '../../examples/clients/apollo.ts';
import { possibleTypes } from '../../examples/clients/possible-types.ts';
import { createUrqlClient } from '../../examples/clients/urql.ts';
import { apiSchema } from '../../src/schema/schema.ts';
import { ssmId } from '../support/session-ids.ts';
import { startWired } from '../support/wire.ts';
import { buildWorld } from '../support/world.ts';

const ROW = 'fragment Row on Session { id status user { id userName } }';
const LIST = `query List($first: Int!, $after: String) {
  sessions(filter: { services: [SSM] }, first: $first, after: $after) {
    edges { cursor node { ...Row } } pageInfo { hasNextPage endCursor }
  }
} ${ROW}`;
const ONE = `query One($id: ID!) { node(id: $id) { id ...Row } } ${ROW}`;
const END =
  'mutation End($id: ID!) { terminateSession(input: { id: $id }) { terminatedSessionId userErrors { message } } }';

interface Listed {
  readonly sessions: {
    readonly edges: readonly { readonly node: { readonly id: string; readonly status: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}
const idsOf = ({ sessions }: Listed) => sessions.edges.map(({ node }) => node.id);
const statusesOf = ({ sessions }: Listed) => sessions.edges.map(({ node }) => node.status);

async function startWithShells(count: number) {
  const builder = buildWorld().ssmSessions({ count });
  const { url } = await startWired({ world: builder.world });
  return { url, ids: [...builder.place.ssmSessions.keys()].map((SessionId) => ssmId({ SessionId })) };
}

test('The possible types of the examples are those of the schema', () => {
  const interfaces = Object.values(apiSchema.getTypeMap()).filter(isInterfaceType);
  const named = interfaces.map((type) => [
    type.name,
    apiSchema
      .getPossibleTypes(type)
      .map(({ name }) => name)
      .sort(),
  ]);
  expect(possibleTypes).toEqual(Object.fromEntries(named));
});

describe("Apollo Client's store", () => {
  test('pages through a list to its end: every session once, in order', async () => {
    const { url, ids } = await startWithShells(7);
    const client = createApolloClient(url);
    const query = client.watchQuery<Listed>({ query: apolloGql(LIST), variables: { first: 3 } });
    let shown: Listed | undefined;
    const subscription = query.subscribe(({ data }) => {
      shown = data as Listed | undefined;
    });
    await expect.poll(() => shown).toBeDefined();
    let { pageInfo } = (shown as unknown as Listed).sessions;
    while (pageInfo.hasNextPage) {
      const { data } = await query.fetchMore<Listed>({ variables: { after: pageInfo.endCursor } });
      ({ pageInfo } = (data as Listed).sessions);
    }
    await expect.poll(() => shown && idsOf(shown)).toEqual(ids);
    subscription.unsubscribe();
  });

  test('shows what one session became wherever it stands', async () => {
    const { url, ids } = await startWithShells(3);
    const client = createApolloClient(url);
    const query = apolloGql(LIST);
    await client.query({ query, variables: { first: 3 } });
    await client.mutate({ mutation: apolloGql(END), variables: { id: ids[1] } });
    await client.query({ query: apolloGql(ONE), variables: { id: ids[1] }, fetchPolicy: 'network-only' });
    const { sessions } = client.readQuery<Listed>({ query, variables: { first: 3 } }) as Listed;
    expect(statusesOf({ sessions })).toEqual(['CONNECTED', 'TERMINATED', 'CONNECTED']);
  });
});

describe("urql's normalised store", () => {
  test('pages through a list to its end: every session once, in order', async () => {
    const { url, ids } = await startWithShells(7);
    const client = createUrqlClient(url, introspectionFromSchema(apiSchema));
    let shown: Listed | undefined;
    let after: string | null = null;
    do {
      const { data, error } = await client.query<Listed>(gql(LIST), { first: 3, after }).toPromise();
      expect(error).toBeUndefined();
      shown = data;
      after = data?.sessions.pageInfo.endCursor ?? null;
    } while (shown?.sessions.pageInfo.hasNextPage);
    expect(idsOf(shown as Listed)).toEqual(ids);
  });

  test('takes out a session that was ended', async () => {
    const { url, ids } = await startWithShells(3);
    const client = createUrqlClient(url, introspectionFromSchema(apiSchema));
    const list = () => client.query<Listed>(gql(LIST), { first: 3 }).toPromise();
    await list();
    const { data } = await client.mutation(gql(END), { id: ids[1] }).toPromise();
    expect(data.terminateSession.terminatedSessionId).toBe(ids[1]);
    expect(idsOf((await list()).data as Listed)).toEqual([ids[0], ids[2]]);
  });
});
