import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ACCOUNTS, fourLocations, PLACES, REGIONS, SCOPES, tagOf } from '../support/locations.ts';
import { edgesOf, followPages, PAGE } from '../support/pages.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway({ world: fourLocations(), scopes: SCOPES });
});
afterEach(() => gateway.close());

const TAGS = PLACES.map(tagOf);

/** The calls so far as `1-eu DescribeFleets`, STS apart. */
const calls = () => gateway.calls().map((call) => `${tagOf(call)} ${call.operation}`);

/** Query of each list, and its result for one location. */
const LISTS: readonly (readonly [string, string, (tag: string) => unknown[]])[] = [
  ['fleets', 'name', (tag) => [`fleet-${tag}`, 'shared']],
  ['fleets(names: ["shared"])', 'description', (tag) => [tag]],
  ['stacks', 'name', (tag) => [`stack-${tag}`, 'Shared']],
  ['stacks(names: ["Shared", "absent"])', 'description', (tag) => [tag]],
  ['pools', 'description', (tag) => [tag]],
  ['pools(names: ["Shared"])', 'description', (tag) => [tag]],
  ['managedNodes', 'location { accountId region }', (tag) => [tag, tag]],
  ['ssmSessions', 'reason', (tag) => [tag, tag]],
  ['ssmSessions(filters: [{ key: STATUS, value: "Connected" }])', 'reason', (tag) => [tag, tag]],
];

/** A list with more arguments, as a document that pages through it. */
function documentOf(list: string, field: string, more = ''): string {
  const [, name = '', args = ''] = /^(\w+)(?:\((.*)\))?$/.exec(list) ?? [];
  return `query ($first: Int, $after: String) {
    list: ${name}(${args} ${more} first: $first, after: $after) { edges { cursor node { ${field} } } ${PAGE} }
  }`;
}

const read = async (document: string, first = 200, from?: string | null) =>
  edgesOf(await followPages(gateway, document, (data) => data.list, first, from));

const selectedOf = ({ node }: { node: Readonly<Record<string, unknown>> }) => {
  const [value] = Object.values(node);
  return typeof value === 'object' && value !== null ? tagOf(value as (typeof PLACES)[number]) : value;
};

describe('A list spans all scopes that match, in a stable order', () => {
  test.each(LISTS)('%s', async (list, field, of) => {
    expect((await read(documentOf(list, field))).map(selectedOf)).toEqual(TAGS.flatMap(of));
  });

  test.each(LISTS)('%s of one region, of one account, of both', async (list, field, of) => {
    const [account, region] = [ACCOUNTS[1], REGIONS[0]];
    const listed = async (more: string) => (await read(documentOf(list, field, more))).map(selectedOf);
    expect(await listed(`region: "${region}"`)).toEqual(['1-eu', '2-eu'].flatMap(of));
    expect(await listed(`accountId: "${account}"`)).toEqual(['2-eu', '2-us'].flatMap(of));
    expect(await listed(`accountId: "${account}", region: "${region}"`)).toEqual(of('2-eu'));
  });

  test('and calls no other location', async () => {
    await read(documentOf('fleets', 'name', 'region: "us-east-1"'));
    expect(calls()).toEqual(['1-us DescribeFleets', '2-us DescribeFleets']);
  });

  test('for every `first` and from the cursor of every edge, each item once', async () => {
    for (const [list, field, of] of LISTS) {
      const all = TAGS.flatMap(of);
      for (const first of [1, 2, 3, all.length]) {
        const edges = await read(documentOf(list, field), first);
        expect(edges.map(selectedOf)).toEqual(all);
        for (const [index, { cursor }] of edges.entries()) {
          const rest = await read(documentOf(list, field), first, cursor);
          expect(rest.map(selectedOf)).toEqual(all.slice(index + 1));
        }
      }
    }
  });

  test('with one call a location when the first page reaches to the end', async () => {
    await read(documentOf('fleets', 'name'));
    expect(calls()).toEqual(TAGS.map((tag) => `${tag} DescribeFleets`));
  });

  test('and asks the next location only when its turn has come', async () => {
    const { data } = await gateway.query('{ fleets(first: 2) { nodes { name } } }');
    expect(data.fleets.nodes).toEqual([{ name: 'fleet-1-eu' }, { name: 'shared' }]);
    expect(calls()).toEqual(['1-eu DescribeFleets']);
  });

  test('and a name that only some scopes know is given where it is known', async () => {
    const names = documentOf('fleets(names: ["fleet-2-us", "shared", "fleet-1-eu"])', 'name');
    expect((await read(names)).map(selectedOf)).toEqual([
      'shared',
      'fleet-1-eu',
      'shared',
      'shared',
      'fleet-2-us',
      'shared',
    ]);
  });

  test('a region or account that is not configured is BAD_USER_INPUT, which says what is, and costs no call', async () => {
    for (const selection of [
      'region: "eu-north-1"',
      'accountId: "333333333333"',
      'accountId: "1", region: "us-east-1"',
    ]) {
      for (const field of [`fleets(${selection}) { nodes { name } }`, `fleet(name: "shared", ${selection}) { name }`]) {
        const { errors } = await gateway.query(`{ ${field} }`);
        expect(errors?.[0]).toMatchObject({
          message:
            'This gateway reads account 111111111111, region eu-west-1; account 111111111111, region us-east-1; account 222222222222, region eu-west-1; account 222222222222, region us-east-1 only.',
          extensions: { code: 'BAD_USER_INPUT' },
        });
      }
    }
    expect(gateway.emulator.calls).toEqual([]);
  });
});

describe('A cursor is bound to its selection', () => {
  const page = (more: string) =>
    gateway.query(`{ fleets(first: 1, ${more}) { nodes { name } pageInfo { endCursor } } }`);
  const selections = [
    '',
    'region: "eu-west-1"',
    'accountId: "111111111111"',
    'accountId: "111111111111", region: "eu-west-1"',
  ];

  test('used with another it is INVALID_CURSOR', async () => {
    for (const made of selections) {
      const after = (await page(made)).data.fleets.pageInfo.endCursor;
      for (const used of selections) {
        const { data, errors } = await page(`${used} after: "${after}"`);
        if (used === made) expect(data.fleets.nodes).toEqual([{ name: 'shared' }]);
        else expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_CURSOR' });
      }
    }
  });

  test('and to the other arguments, as ever', async () => {
    const { data } = await gateway.query('{ ssmSessions(first: 1) { pageInfo { endCursor } } }');
    const after = data.ssmSessions.pageInfo.endCursor;
    const other = await gateway.query(`{ ssmSessions(state: HISTORY, after: "${after}") { nodes { sessionId } } }`);
    expect(other.errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_CURSOR' });
  });
});

describe('A single lookup', () => {
  const SINGLES = [
    ['fleet', 'name: "shared"', 'description'],
    ['stack', 'name: "Shared"', 'description'],
    ['pool', 'poolId: "wspool-shared001"', 'description'],
    ['managedNode', 'instanceId: "i-00000000000000001"', 'instanceId'],
    ['appStreamSessions', 'stackName: "Shared", fleetName: "shared"', 'nodes { userId }'],
    ['poolSessions', 'poolId: "wspool-shared001"', 'nodes { userId }'],
  ] as const;

  test('that several of the selected scopes have is an error that lists them', async () => {
    const { errors } = await gateway.query('{ fleet(name: "shared", region: "us-east-1") { description } }');
    expect(errors?.[0]).toMatchObject({
      message:
        'Several locations match: account 111111111111, region us-east-1; account 222222222222, region us-east-1. Select one with `accountId` and `region`.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  test.each(SINGLES)('%s that matches one location is answered from there', async (field, args, fields) => {
    const selection = 'region: "us-east-1", accountId: "222222222222"';
    const { data, errors } = await gateway.query(`{ it: ${field}(${args}, ${selection}) { ${fields} } }`);
    expect(errors).toBeUndefined();
    if (field !== 'managedNode') expect(JSON.stringify(data.it)).toMatch(/2-us/);
    expect(calls().every((call) => call.startsWith('2-us '))).toBe(true);
  });
});

describe('An id finds its way', () => {
  const THINGS = `{
    fleets { nodes { id location { accountId region } sessions { nodes { id userId } } } }
    stacks { nodes { id location { accountId region } } }
    pools { nodes { id location { accountId region } sessions { nodes { id userId } } } }
    managedNodes { nodes { id location { accountId region } } }
    ssmSessions { nodes { id location { accountId region } } }
  }`;

  test('to the location in it, for every type of node', async () => {
    const { data } = await gateway.query(THINGS);
    const listed = Object.values(
      data as Record<string, { nodes: { id: string; location: (typeof PLACES)[number] }[] }>,
    );
    const things = listed.flatMap(({ nodes }) => nodes);
    expect(new Set(things.map(({ id }) => id)).size).toBe(things.length);
    for (const { id, location } of things) {
      const fields = 'id ... on Fleet { location { accountId region } } ... on Stack { location { accountId region } }';
      const more = '... on Pool { location { accountId region } } ... on ManagedNode { location { accountId region } }';
      const document = `query ($id: ID!) { node(id: $id) { ${fields} ${more} ... on Session { location { accountId region } } } }`;
      expect((await gateway.query(document, { id })).data.node).toEqual({ id, location });
    }
  });

  test('when the same name is everywhere: one batch a location, none of them mixed up', async () => {
    const { data } = await gateway.query('{ fleets(names: ["shared"]) { nodes { id description } } }');
    const nodes = data.fleets.nodes as { id: string; description: string }[];
    await gateway.close();

    gateway = await startGateway({ world: fourLocations(), scopes: SCOPES });
    const ids = [...nodes, ...nodes].map(({ id }) => id);
    const found = await gateway.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Fleet { description } } }', {
      ids,
    });
    expect(found.data.nodes).toEqual([...nodes, ...nodes]);
    expect(calls().sort()).toEqual(TAGS.map((tag) => `${tag} DescribeFleets`));
  });

  test('of a location that is not read any more it is null', async () => {
    const { data } = await gateway.query('{ fleets(names: ["shared"]) { nodes { id } } }');
    const ids = (data.fleets.nodes as { id: string }[]).map(({ id }) => id);
    await gateway.close();

    gateway = await startGateway({
      world: fourLocations(),
      scopes: SCOPES.slice(0, 1).map((one) => ({ ...one, regions: ['us-east-1'] })),
    });
    const found = await gateway.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(found).toEqual({ data: { nodes: [null, null, null, { id: ids[3] }] } });
  });
});

test('Joins stay in their place', async () => {
  const { data, errors } = await gateway.query(`{
    fleets(names: ["shared"]) { nodes { description
      stacks { nodes { description } }
      sessions { nodes { userId fleet { description } stack { description } } }
    } }
    pools { nodes { description sessions { nodes { userId pool { description } } } } }
    ssmSessions { nodes { reason managedNode { location { accountId region } } } }
  }`);
  expect(errors).toBeUndefined();
  const users = (tag: string, count: number) => Array.from({ length: count }, (_, index) => `${tag}-${index}`);
  expect(data.fleets.nodes).toEqual(
    TAGS.map((description) => ({
      description,
      stacks: { nodes: [{ description }] },
      sessions: {
        nodes: users(description, 3).map((userId) => ({ userId, fleet: { description }, stack: { description } })),
      },
    })),
  );
  expect(data.pools.nodes).toEqual(
    TAGS.map((description) => ({
      description,
      sessions: { nodes: users(description, 2).map((userId) => ({ userId, pool: { description } })) },
    })),
  );
  for (const { reason, managedNode } of data.ssmSessions.nodes) expect(tagOf(managedNode.location)).toBe(reason);
});
