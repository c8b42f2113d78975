import { ApolloLink, Observable as ApolloObservable, gql } from '@apollo/client';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { getIntrospectionQuery, type IntrospectionQuery, print } from 'graphql';
import {
  type ConcreteRequest,
  createOperationDescriptor,
  Environment,
  fetchQuery,
  type GraphQLResponse,
  type GraphQLSubscriptionConfig,
  getSingularSelector,
  Observable,
  type OperationType,
  type ReaderFragment,
  requestSubscription,
} from 'relay-runtime';
import { createApolloClient } from '../../examples/clients/apollo.ts';
import { followApollo } from '../../examples/clients/apollo-live.ts';
import { type Batch, followChanges } from '../../examples/clients/follow-changes.ts';
import { LIVE_LIST, type LiveChangesData, type LiveListData } from '../../examples/clients/live-list.ts';
import { createEnvironment } from '../../examples/clients/relay/environment.ts';
import { followUrql, sessionChanges } from '../../examples/clients/urql-live.ts';
import { openTransport, type TransportName } from './live-transports.ts';
import type { RelayApp } from './relay-app.ts';

export type ShownEvents = LiveChangesData['sessionChanges']['events'];

/** Name of an event that no other has. */
export const eventName = ({ kind, sessionId, at }: ShownEvents[number]) =>
  `${kind} ${sessionId} ${Date.parse(at.before)}`;

/** The table of live sessions in a client's store, which follows the changes. */
export interface Screen {
  /** Ids that it shows, in any order. */
  ids(): readonly string[];
  statuses(): Readonly<Record<string, string>>;
  stop(): void;
}

export interface ScreenOptions {
  readonly url: string;
  readonly transport: TransportName;
  /** Pause before a broken connection is opened again. Milliseconds. */
  readonly retryMs: number;
  /** Called with the events of each batch, once. */
  readonly onEvents: (events: ShownEvents) => void;
}

type Show = (options: ScreenOptions, app: RelayApp) => Promise<Screen>;

/** The stores that front ends use, by name. */
export const SCREENS = { relay, apollo, urql } as const satisfies Readonly<Record<string, Show>>;

interface RelayList {
  readonly liveSessions: { readonly __id: string; readonly position: string; readonly edges: { node: object }[] };
}

async function relay({ url, transport, retryMs, onEvents }: ScreenOptions, app: RelayApp): Promise<Screen> {
  const environment = relayEnvironment(url, transport);
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
  const shown = () => read<RelayList>(list, environment.lookup(operation.fragment).data).liveSessions;
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
            const batch = (response as { sessionChanges: Batch & { events: ShownEvents } }).sessionChanges;
            if (next(batch)) onEvents(batch.events);
          },
          onError: ended,
          onCompleted: ended,
        };
        const { dispose } = requestSubscription(environment, config);
        return dispose;
      },
    },
    retryMs,
  );
  return {
    stop,
    ids: () => rows().map(({ id }) => id),
    statuses: () => Object.fromEntries(rows().map(({ id, status }) => [id, status])),
  };
}

/** The example's environment, whose subscriptions are server-sent events, or one over another transport. */
function relayEnvironment(url: string, name: TransportName): Environment {
  const environment = createEnvironment(url);
  if (name === 'sse') return environment;
  const transport = openTransport[name](url);
  const network = environment.getNetwork();
  return new Environment({
    store: environment.getStore(),
    network: {
      execute: (request, variables, ...more) =>
        request.operationKind === 'subscription'
          ? Observable.create<GraphQLResponse>((sink) =>
              transport.subscribe({ query: request.text ?? '', variables }, sink as never),
            )
          : network.execute(request, variables, ...more),
    },
  });
}

const showData = (data: LiveListData | null | undefined): Omit<Screen, 'stop'> => {
  const edges = data?.liveSessions.edges ?? [];
  return {
    ids: () => edges.map(({ node }) => node.id),
    statuses: () => Object.fromEntries(edges.map(({ node }) => [node.id, node.status])),
  };
};

/** Apollo Client; its own link asks for multipart responses. */
async function apollo({ url, transport: name, retryMs, onEvents }: ScreenOptions): Promise<Screen> {
  const client = createApolloClient(url);
  if (name !== 'multipart') {
    const transport = openTransport[name](url);
    const events = new ApolloLink(
      ({ query, variables }) =>
        new ApolloObservable((sink) => transport.subscribe({ query: print(query), variables }, sink as never)),
    );
    client.setLink(ApolloLink.split(({ operationType }) => operationType === 'subscription', events, client.link));
  }
  const stop = followApollo(client, undefined, ({ events }) => onEvents(events), retryMs);
  const shown = () => showData(client.readQuery<LiveListData>({ query: gql(LIVE_LIST), variables: {} }));
  return { stop, ids: () => shown().ids(), statuses: () => shown().statuses() };
}

async function urql({ url, transport: name, retryMs, onEvents }: ScreenOptions): Promise<Screen> {
  const transport = openTransport[name](url);
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
      subscribe: (sink) => ({ unsubscribe: transport.subscribe({ query, variables: variables ?? {} }, sink as never) }),
    }),
  });
  const client = new Client({ url, exchanges: [cache, subscriptions, fetchExchange], preferGetMethod: false });
  const stop = followUrql(client, undefined, ({ events }) => onEvents(events), retryMs);
  const shown = () => showData(client.readQuery<LiveListData>(LIVE_LIST, {})?.data);
  return {
    stop() {
      stop();
      transport.close();
    },
    ids: () => shown().ids(),
    statuses: () => shown().statuses(),
  };
}
