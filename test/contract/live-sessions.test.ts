import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { firstScan, idsOf, LIVE_PAGE, livePage, readLive } from '../support/live-query.ts';
import { buildWorld } from '../support/world.ts';

const { world } = buildWorld()
  .fleet('design')
  .fleet('sales')
  .stack('Design')
  .associate('Design', 'design', 'sales')
  .appStreamSessions({
    stack: 'Design',
    fleet: 'design',
    count: 7,
    each: (index) => ({ ConnectionState: index % 2 === 0 ? 'CONNECTED' : 'NOT_CONNECTED' }),
  })
  .appStreamSessions({
    stack: 'Design',
    fleet: 'sales',
    count: 3,
    UserId: 'Alice@Example.com',
    AuthenticationType: 'SAML',
  })
  .node('i-00000000000000001')
  .ssmSessions({ count: 4 })
  .pool('Ops', { PoolId: 'wspool-aaaaaaaaa' })
  .poolSessions({ pool: 'Ops', count: 5, UserId: 'alice@example.com' });

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ world, traceAlways: true });
  await firstScan(gateway);
});
afterAll(() => gateway.close());

const ask = async (variables: Record<string, unknown> = {}) => livePage(await gateway.query(LIVE_PAGE, variables));

interface Listed {
  readonly id: string;
  readonly service: string;
  readonly status: string;
  readonly startedAt: string | null;
  readonly user: { readonly userName: string } | null;
}

/** Sessions that `sessions` lists. */
async function listed(): Promise<Listed[]> {
  const { data } = await gateway.query(
    '{ sessions(first: 200) { nodes { id service status startedAt user { userName } } } }',
  );
  return data.sessions.nodes;
}

describe('Live sessions', () => {
  test('are those that `sessions` lists, newest first', async () => {
    const page = await ask({ first: 200 });
    const all = await listed();
    expect(all).toHaveLength(19);
    expect(idsOf(page).toSorted()).toEqual(all.map(({ id }) => id).toSorted());
    const times = page.edges.map(({ node }: { node: Listed }) => node.startedAt);
    expect(times).toEqual(times.toSorted().reverse());
    expect(page).toMatchObject({ totalCount: 19, incomplete: false });
  });

  test.each([1, 2, 5, 19, 20])('have the same pages of %i forward and backward', async (size) => {
    const orderBy = [{ field: 'STATUS', direction: 'DESC' }, { field: 'USER_NAME' }];
    const forward = await readLive(gateway, { orderBy, first: size });
    const backward = await readLive(gateway, { orderBy, last: size });
    expect(forward).toHaveLength(19);
    expect(backward.map(({ node }) => node.id)).toEqual(forward.map(({ node }) => node.id));
  });

  test.each<[string, object, (session: Listed) => boolean]>([
    ['a status', { statuses: ['DISCONNECTED'] }, ({ status }) => status === 'DISCONNECTED'],
    ['services', { services: ['SSM', 'WORKSPACES'] }, ({ service }) => service !== 'APPSTREAM'],
    ['a user in any spelling', { userName: 'ALICE@example.com' }, ({ user }) => user?.userName === 'alice@example.com'],
    ['a pool', { poolIds: ['wspool-aaaaaaaaa'] }, ({ service }) => service === 'WORKSPACES'],
    [
      'fleets of a stack',
      { fleetNames: ['sales'], stackNames: ['Design'] },
      ({ service, user }) => service === 'APPSTREAM' && user?.userName === 'alice@example.com',
    ],
    ['a fleet and a pool', { fleetNames: ['sales'], poolIds: ['wspool-aaaaaaaaa'] }, () => false],
    ['no service', { services: [] }, () => false],
    ['a search', { search: ' ALICE ' }, ({ user }) => user?.userName === 'alice@example.com'],
    ['a blank search', { search: ' ' }, () => true],
    ['verified ones', { unverified: false }, () => true],
  ])('are filtered by %s as by hand', async (_, filter, isMatch) => {
    const expected = (await listed()).filter(isMatch).map(({ id }) => id);
    const page = await ask({ filter, first: 200 });
    expect(idsOf(page).toSorted()).toEqual(expected.toSorted());
    expect(page.totalCount).toBe(expected.length);
  });

  test('take no AWS call once they were scanned', async () => {
    await ask();
    const { extensions } = (await gateway.query(LIVE_PAGE, { first: 200 })) as unknown as {
      readonly extensions: { readonly upstream: readonly object[] };
    };
    expect(extensions.upstream).toEqual([]);
  });

  test('show what else is selected of their nodes in one call for the page', async () => {
    const before = gateway.calls().filter(({ operation }) => operation === 'DescribeStacks').length;
    const { data, errors } = await gateway.query(
      '{ liveSessions(filter: { services: [APPSTREAM] }) { nodes { ... on AppStreamSession { fleetName fleet { name } stack { name } } } } }',
    );
    expect(errors).toBeUndefined();
    for (const { fleetName, fleet, stack } of data.liveSessions.nodes)
      expect([fleet.name, stack.name]).toEqual([fleetName, 'Design']);
    const after = gateway.calls().filter(({ operation }) => operation === 'DescribeStacks').length;
    expect(after - before).toBeLessThanOrEqual(1);
  });

  test('of a user are theirs in every service', async () => {
    const { data } = await gateway.query(`{ user(userName: "Alice@Example.com") {
      liveSessions { totalCount facet(by: USER) { values { value count } } nodes { service user { userName } } }
    } }`);
    const { totalCount, facet, nodes } = data.user.liveSessions;
    expect(totalCount).toBe(8);
    expect(facet.values).toEqual([{ value: 'alice@example.com', count: 8 }]);
    expect(new Set(nodes.map(({ service }: Listed) => service))).toEqual(new Set(['APPSTREAM', 'WORKSPACES']));
  });
});

describe('`hasNextPage` and `hasPreviousPage` are exact', () => {
  const flags = async (variables: Record<string, unknown>) => {
    const { pageInfo } = await ask(variables);
    return [pageInfo.hasPreviousPage, pageInfo.hasNextPage];
  };

  test('for pages at the start, in the middle and at the end, in both directions', async () => {
    const edges = await readLive(gateway, { first: 200 });
    const cursor = (index: number) => edges.at(index)?.cursor;
    expect(await flags({ first: 19 })).toEqual([false, false]);
    expect(await flags({ first: 18 })).toEqual([false, true]);
    expect(await flags({ first: 18, after: cursor(0) })).toEqual([true, false]);
    expect(await flags({ first: 17, after: cursor(0) })).toEqual([true, true]);
    expect(await flags({ last: 19 })).toEqual([false, false]);
    expect(await flags({ last: 18 })).toEqual([true, false]);
    expect(await flags({ last: 18, before: cursor(-1) })).toEqual([false, true]);
    expect(await flags({ last: 17, before: cursor(-1) })).toEqual([true, true]);
  });

  test('for empty pages', async () => {
    const edges = await readLive(gateway, { first: 200 });
    expect(await flags({ first: 5, after: edges.at(-1)?.cursor })).toEqual([true, false]);
    expect(await flags({ last: 5, before: edges[0]?.cursor })).toEqual([false, true]);
    expect(await flags({ first: 0 })).toEqual([false, false]);
    expect(await flags({ first: 0, after: edges[3]?.cursor })).toEqual([true, false]);
    expect(await flags({ filter: { services: [] } })).toEqual([false, false]);
  });
});

describe('A facet', () => {
  const facets = async (args: string, filter = '{}') => {
    const { data } = await gateway.query(
      `{ liveSessions(filter: ${filter}) { facet(${args}) { values { value label count } otherCount } } }`,
    );
    return data.liveSessions.facet;
  };

  test('counts sessions by value, the most frequent first, with the name of a service', async () => {
    expect(await facets('by: SERVICE')).toEqual({
      values: [
        { value: 'APPSTREAM', label: 'AppStream', count: 10 },
        { value: 'WORKSPACES', label: 'WorkSpaces Pools', count: 5 },
        { value: 'SSM', label: 'SSM', count: 4 },
      ],
      otherCount: 0,
    });
  });

  test('counts what it does not show', async () => {
    const { values, otherCount } = await facets('by: RESOURCE, first: 1');
    expect(values).toEqual([{ value: 'design', label: null, count: 7 }]);
    expect(otherCount).toBe(12);
    expect(await facets('by: RESOURCE, first: 0')).toEqual({ values: [], otherCount: 19 });
  });

  test('omits the conditions of its own dimension and no others', async () => {
    const filter = '{ statuses: [DISCONNECTED], services: [APPSTREAM] }';
    const counts = (values: readonly { value: string; count: number }[]) =>
      values.map(({ value, count }) => [value, count]);
    expect(counts((await facets('by: STATUS', filter)).values)).toEqual([
      ['CONNECTED', 7],
      ['DISCONNECTED', 3],
    ]);
    expect(counts((await facets('by: SERVICE', filter)).values)).toEqual([['APPSTREAM', 3]]);
  });
});
