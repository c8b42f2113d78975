import {
  type ConcreteRequest,
  ConnectionHandler,
  commitMutation,
  createOperationDescriptor,
  type Environment,
  fetchQuery,
  getSingularSelector,
  type ReaderFragment,
  ROOT_ID,
  type Variables,
} from 'relay-runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEnvironment } from '../../examples/clients/relay/environment.ts';
import { startWired } from '../support/http-gateway.ts';
import { compileRelayApp, type RelayApp } from '../support/relay-app.ts';
import { appStreamId, ssmId } from '../support/session-ids.ts';
import { buildWorld } from '../support/world.ts';

let app: RelayApp;
beforeAll(async () => {
  app = await compileRelayApp();
});
afterAll(() => app?.close());

interface Row {
  readonly id: string;
  readonly status: string;
}
interface Page {
  readonly edges: readonly { readonly node: object }[];
  readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
}

/** Equivalent of `usePaginationFragment` and `useFragment`, without React. */
async function onScreen(environment: Environment) {
  const [list, row] = [
    await app.artifact<ReaderFragment>('SessionsList_query'),
    await app.artifact<ReaderFragment>('SessionRow_session'),
  ];
  const lookUp = <Data>(fragment: ReaderFragment, reference: unknown): Data => {
    const selector = getSingularSelector(fragment, reference);
    if (!selector) throw new Error('It is not in the store.');
    return environment.lookup(selector).data as Data;
  };
  return {
    async fetch(name: string, variables: Variables) {
      const request = await app.artifact<ConcreteRequest>(name);
      await fetchQuery(environment, request, variables, { networkCacheConfig: { force: true } }).toPromise();
      const operation = createOperationDescriptor(request, variables);
      environment.retain(operation);
      return environment.lookup(operation.fragment).data as Readonly<Record<string, unknown>>;
    },
    page: (root: unknown) => lookUp<{ sessions: Page }>(list, root).sessions,
    rows: ({ edges }: Page) => edges.map(({ node }) => lookUp<Row>(row, node)),
    lookUp,
  };
}

describe("Relay's store", () => {
  test('pages through a list to its end: every session once, in order', async () => {
    const builder = buildWorld().ssmSessions({ count: 7 });
    const { url } = await startWired({ world: builder.world });
    const screen = await onScreen(createEnvironment(url));
    const root = await screen.fetch('SessionsListQuery', { first: 3 });
    let pages = 1;
    for (let page = screen.page(root); page.pageInfo.hasNextPage; page = screen.page(root)) {
      await screen.fetch('SessionsListPaginationQuery', { first: 3, after: page.pageInfo.endCursor });
      pages += 1;
    }
    expect(pages).toBe(3);
    const ids = [...builder.location.ssmSessions.keys()].map((SessionId) => ssmId({ SessionId }));
    expect(screen.rows(screen.page(root)).map(({ id }) => id)).toEqual(ids);
  });

  test("pages through the sessions of a fleet by the fleet's id", async () => {
    const builder = buildWorld()
      .fleet('design')
      .stack('Design')
      .associate('Design', 'design')
      .appStreamSessions({ stack: 'Design', fleet: 'design', count: 5 });
    const gateway = await startWired({ world: builder.world });
    const { data } = await gateway.query('{ fleet(name: "design") { id } }');
    const screen = await onScreen(createEnvironment(gateway.url));
    const ofFleet = await app.artifact<ReaderFragment>('FleetSessions_fleet');
    let after: string | null = null;
    let page: Page;
    do {
      const { node } = await screen.fetch('FleetSessionsPaginationQuery', { id: data.fleet.id, first: 2, after });
      page = screen.lookUp<{ sessions: Page }>(ofFleet, node).sessions;
      after = page.pageInfo.endCursor;
    } while (page.pageInfo.hasNextPage);
    const ids = [...builder.location.appStreamSessions.values()].map((session) => appStreamId(session));
    expect(screen.rows(page).map(({ id }) => id)).toEqual(ids);
  });

  test('shows what one session became wherever it stands, and takes out one that was ended', async () => {
    const builder = buildWorld().ssmSessions({ count: 3 });
    const { url } = await startWired({ world: builder.world });
    const environment = createEnvironment(url);
    const screen = await onScreen(environment);
    const root = await screen.fetch('SessionsListQuery', { first: 3 });
    const [first, second, third] = screen.rows(screen.page(root)) as [Row, Row, Row];

    const lists = [
      ConnectionHandler.getConnectionID(ROOT_ID, 'SessionsList_sessions', { filter: { services: ['SSM'] } }),
    ];
    await end(environment, { id: second.id, lists });
    expect(screen.rows(screen.page(root)).map(({ id }) => id)).toEqual([first.id, third.id]);

    await end(createEnvironment(url), { id: first.id, lists: [] });
    await screen.fetch('SessionRowRefetchQuery', { id: first.id });
    expect(screen.rows(screen.page(root)).map(({ status }) => status)).toEqual(['TERMINATED', 'CONNECTED']);
  });
});

async function end(environment: Environment, variables: Variables): Promise<void> {
  const mutation = await app.artifact<ConcreteRequest>('EndSessionMutation');
  await new Promise((onCompleted, onError) => {
    commitMutation(environment, { mutation, variables, onCompleted, onError });
  });
}

describe("Relay's compiler", () => {
  test.each([
    ['a field that is not there', 'SessionRow.ts', 'startedAt', 'startedOn', /startedOn/],
    [
      'paging backwards',
      'SessionsList.ts',
      'first: $first, after: $after',
      'last: $first, before: $after',
      /argument 'last'/,
    ],
    ['refetching what is no node', 'FleetSessions.ts', 'on Fleet', 'on AwsLocation', /refetchable/],
  ])('rejects %s', async (_title, file, from, to, message) => {
    await expect(compileRelayApp({ file, from, to })).rejects.toThrow(message);
  });
});
