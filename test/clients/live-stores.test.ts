import { gql } from '@apollo/client';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import {
  type ConcreteRequest,
  createOperationDescriptor,
  fetchQuery,
  type GraphQLSubscriptionConfig,
  getSingularSelector,
  type OperationType,
  type ReaderFragment,
  requestSubscription,
} from 'relay-runtime';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createApolloClient } from '../../examples/clients/apollo.ts';
import { followApollo } from '../../examples/clients/apollo-live.ts';
import { type Batch, followChanges } from '../../examples/clients/follow-changes.ts';
import { LIVE_LIST, type LiveChangesData, type LiveListData } from '../../examples/clients/live-list.ts';
import { createEnvironment } from '../../examples/clients/relay/environment.ts';
import { followUrql, sessionChanges } from '../../examples/clients/urql-live.ts';
import type { LiveSession } from '../../src/live/live-session.ts';
import { droppingProxy } from '../support/dropping-proxy.ts';
import { socketClient } from '../support/graphql-ws.ts';
import { startWired, type WiredGateway } from '../support/http-gateway.ts';
import { driveLive, liveWorld } from '../support/live-subscriptions.ts';
import { compileRelayApp, type RelayApp } from '../support/relay-app.ts';

/** Changes of the world in one test, and how often connections break meanwhile: each fourth. */
const CHANGES = 60;
const RETRY_MS = 5;

type Events = LiveChangesData['sessionChanges']['events'];
const nameOf = ({ kind, sessionId, at }: Events[number]) => `${kind} ${sessionId} ${Date.parse(at.before)}`;

/** A store on a screen. */
interface Screen {
  /** Ids that it shows, in any order. */
  ids(): readonly string[];
  statuses(): Readonly<Record<string, string>>;
}

type Show = (url: string, onEvents: (events: Events) => void) => Promise<Screen & { stop(): void }>;

let app: RelayApp;
beforeAll(async () => {
  app = await compileRelayApp();
});
afterAll(() => app?.close());

const relay: Show = async (url, onEvents) => {
  const environment = createEnvironment(url);
  const [query, list, row, changes] = [
    await app.artifact<ConcreteRequest>('LiveSessionsQuery'),
    await app.artifact<ReaderFragment>('LiveSessions_query'),
    await app.artifact<ReaderFragment>('SessionRow_session'),
    await app.artifact<ConcreteRequest>('LiveSessionsSubscription'),
  ];
  const operation = createOperationDescriptor(query, { first: 200 });
  environment.retain(operation);
  const read = <Data>(fragment: ReaderFragment, reference: unknown): Data => {
    const selector = getSingularSelector(fragment, reference);
    if (!selector) throw new Error('not in the store');
    return environment.lookup(selector).data as Data;
  };
  interface List {
    readonly liveSessions: { readonly __id: string; readonly position: string; readonly edges: { node: object }[] };
  }
  const shown = () => read<List>(list, environment.lookup(operation.fragment).data).liveSessions;
  const rows = () => shown().edges.map(({ node }) => read<{ id: string; status: string }>(row, node));
  const stop = followChanges(
    {
      async read() {
        await fetchQuery(environment, query, { first: 200 }, { networkCacheConfig: { force: true } }).toPromise();
        return shown().position;
      },
      subscribe(after, next, ended) {
        const config: GraphQLSubscriptionConfig<OperationType> = {
          subscription: changes,
          variables: { after, connections: [shown().__id] },
          onNext(response) {
            const batch = (response as { sessionChanges: Batch & { events: Events } }).sessionChanges;
            if (next(batch)) onEvents(batch.events);
          },
          onError: ended,
          onCompleted: ended,
        };
        const { dispose } = requestSubscription(environment, config);
        return dispose;
      },
    },
    RETRY_MS,
  );
  return {
    stop,
    ids: () => rows().map(({ id }) => id),
    statuses: () => Object.fromEntries(rows().map(({ id, status }) => [id, status])),
  };
};

const showData = (data: LiveListData | null | undefined): Screen => {
  const edges = data?.liveSessions.edges ?? [];
  return {
    ids: () => edges.map(({ node }) => node.id),
    statuses: () => Object.fromEntries(edges.map(({ node }) => [node.id, node.status])),
  };
};

const apollo: Show = async (url, onEvents) => {
  const client = createApolloClient(url);
  const stop = followApollo(client, undefined, ({ events }) => onEvents(events), RETRY_MS);
  const shown = () => showData(client.readQuery<LiveListData>({ query: gql(LIVE_LIST), variables: {} }));
  return { stop, ids: () => shown().ids(), statuses: () => shown().statuses() };
};

const urql: Show = async (url, onEvents) => {
  const socket = socketClient(url);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery() }),
  });
  const { data: schema } = (await response.json()) as { data: IntrospectionQuery };
  const withoutId = schema.__schema.types.filter(
    (type) => type.kind === 'OBJECT' && !type.fields.some(({ name }) => name === 'id'),
  );
  const cache = cacheExchange({
    schema,
    updates: { Subscription: { sessionChanges } },
    keys: Object.fromEntries(withoutId.map(({ name }) => [name, () => null])),
  });
  const subscriptions = subscriptionExchange({
    forwardSubscription: ({ query = '', variables }) => ({
      subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables: variables as never }, sink as never) }),
    }),
  });
  const client = new Client({ url, exchanges: [cache, subscriptions, fetchExchange], preferGetMethod: false });
  const stop = followUrql(client, undefined, ({ events }) => onEvents(events), RETRY_MS);
  const shown = () => showData(client.readQuery<LiveListData>(LIVE_LIST, {})?.data);
  return { stop, ids: () => shown().ids(), statuses: () => shown().statuses() };
};

/** Changes the world at random, and breaks connections meanwhile. Returns the names of all events. */
async function drive(gateway: WiredGateway, breakAll: () => void | Promise<void>): Promise<string[]> {
  const live = driveLive(gateway);
  const events: string[] = [];
  gateway.live?.changes.subscribe(({ changes }) => {
    for (const change of changes)
      if (change.kind !== 'UNLISTED') events.push(`${change.kind} ${change.session.id} ${change.at.before}`);
  });
  const all = [...(await live.sessionsOf('alice@example.com')), ...(await live.sessionsOf('bob@example.com'))];
  const listed = new Map<number, LiveSession | null>(all.entries());
  for (let turn = 0; turn < CHANGES; turn += 1) {
    const number = (turn * 7 + (turn >> 2)) % all.length;
    const session = listed.get(number);
    const first = all[number] as LiveSession;
    if (!session) {
      live.start(first);
      listed.set(number, first);
    } else if (turn % 5 === 4) {
      live.end(session);
      listed.set(number, null);
    } else {
      const status = session.view.status === 'CONNECTED' ? 'DISCONNECTED' : 'CONNECTED';
      listed.set(number, live.setStatus(session, status));
    }
    if (turn % 4 === 3) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      await breakAll();
    }
  }
  return events;
}

async function check(gateway: WiredGateway, screen: Screen, seen: readonly string[], events: readonly string[]) {
  await expect.poll(() => seen.length).toBe(events.length);
  expect(seen).toEqual(events);
  const { data } = await gateway.query('{ liveSessions(first: 200) { nodes { id status } } }');
  const nodes = data.liveSessions.nodes as { id: string; status: string }[];
  expect(screen.ids().toSorted()).toEqual(nodes.map(({ id }) => id).toSorted());
  expect(screen.statuses()).toEqual(Object.fromEntries(nodes.map(({ id, status }) => [id, status])));
}

describe('Over broken connections, each event arrives exactly once, and the store equals the list in the end:', () => {
  test.each<[string, Show]>([
    ['Relay by server-sent events', relay],
    ['Apollo Client by multipart responses', apollo],
    ['urql by WebSocket', urql],
  ])('%s', async (_name, show) => {
    const gateway = await startWired({ world: liveWorld() });
    const seen: string[] = [];
    const screen = await show(gateway.url, (events) => seen.push(...events.map(nameOf)));
    onTestFinished(screen.stop);
    await expect.poll(() => screen.ids()).toHaveLength(5);
    const events = await drive(gateway, () => gateway.drainStreams(0));
    await check(gateway, screen, seen, events);
  });

  test.each<[string, Show, string]>([
    ['Relay behind a router that drops batches', relay, '\n\n'],
    ['Apollo Client behind a router that drops batches', apollo, '\r\n--graphql'],
  ])('%s', async (_name, show, separator) => {
    const gateway = await startWired({ world: liveWorld() });
    const proxy = await droppingProxy(gateway.url, separator, 3);
    const seen: string[] = [];
    const screen = await show(proxy.url, (events) => seen.push(...events.map(nameOf)));
    onTestFinished(screen.stop);
    await expect.poll(() => screen.ids()).toHaveLength(5);
    const events = await drive(gateway, proxy.breakAll);
    // What was dropped last shows with the next batch.
    driveLive(gateway).setStatus(
      (await driveLive(gateway).sessionsOf('bob@example.com'))[0] as LiveSession,
      'CONNECTED',
    );
    await check(gateway, screen, seen, events);
    expect(proxy.dropped).toBeGreaterThan(0);
  });
});
