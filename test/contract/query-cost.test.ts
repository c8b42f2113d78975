import { afterEach, expect, test } from 'vitest';
import { EXAMPLES } from '../../src/server/documents/example-queries.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

/** The cost of a document, read from its rejection. */
async function costOf(document: string, variables?: Record<string, unknown>): Promise<number> {
  gateway = await startGateway({ limits: { maxCost: 0 } });
  const { data, errors } = await gateway.query(document, variables);
  expect(data).toBeUndefined();
  expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX', limit: 0 } }]);
  expect(gateway.emulator.calls).toEqual([]);
  return errors?.[0]?.extensions.cost as number;
}

const page = (field: string, selection: string) => `${field} { nodes { ${selection} } }`;
const allSessions = (first: number) => page(`sessions(first: ${first})`, 'sessionId');

test.each([
  ['a list', `{ ${page('fleets', 'name')} }`, 1],
  ['one thing', '{ fleet(name: "design") { name } }', 1],
  ['a list of each item', `{ ${page('fleets(first: 10)', page('stacks', 'name'))} }`, 1 + 10 * 1],
  ['all sessions of each fleet', `{ ${page('fleets(first: 10)', allSessions(5))} }`, 1 + 10 * 5],
  ['twenty items, where it is not said how many', `{ ${page('pools', page('sessions', 'id'))} }`, 1 + 20],
  ['no more items than a page has', `{ ${page('pools(first: 100000)', page('sessions', 'id'))} }`, 1 + 200],
  ['what is loaded for a page at once', `{ ${page('ssmSessions', 'managedNode { instanceId }')} }`, 1],
  ['an alias', '{ a: fleet(name: "a") { name } b: fleet(name: "b") { name } }', 2],
  ['a fragment', `query { ...F } fragment F on Query { ${page('fleets(first: 3)', page('stacks', 'name'))} }`, 4],
  ['edges and nodes', '{ fleets(first: 2) { edges { node { name } } nodes { stacks { nodes { name } } } } }', 3],
  ['things by id', '{ nodes(ids: ["a", "b", "c"]) { id } }', 3],
  ['sessions of all services', `{ ${allSessions(1)} }`, 50],
  ['fleets by name', `{ ${page('fleets(names: ["a", "b", "c"])', 'name')} }`, 1 + 3 * 2],
  ['stacks by name', `{ ${page('stacks(names: ["a"])', 'name')} }`, 1 + 2],
  ['pools by name', `{ ${page('pools(names: ["a"])', 'poolName')} }`, 1 + 2],
  [
    'sessions in locations by name',
    `{ ${page('sessions(filter: { fleetNames: ["a", "b"], stackNames: ["c"], poolIds: ["wspool-000000001"] })', 'id')} }`,
    50 + 4 * 2,
  ],
  ['a mutation', 'mutation { startFleet(input: { name: "design" }) { userErrors { code } } }', 2],
  [
    'three ended sessions',
    'mutation { terminateSessions(input: { ids: ["a", "b", "c"] }) { userErrors { code } } }',
    9,
  ],
])('%s has its cost', async (_what, document, cost) => {
  expect(await costOf(document)).toBe(cost);
});

const ENTITIES = 'query ($r: [_Any!]!) { _entities(representations: $r) { ...F } }';

test('A reference costs a call and its selection; four users cost one, as their sessions are read from the same lists', async () => {
  const pools = Array.from({ length: 7 }, () => ({ __typename: 'Pool', poolId: 'wspool-000000001' }));
  const people = Array.from({ length: 7 }, (_, index) => ({ __typename: 'User', userName: `user-${index}` }));
  const costs: number[] = [];
  for (const [selection, r] of [
    ['Pool { poolName }', pools],
    [`Pool { ${page('sessions', 'id')} }`, pools],
    [`User { ${allSessions(5)} }`, people],
    [`User { ${allSessions(5)} }`, people.slice(0, 4)],
  ] as const) {
    costs.push(await costOf(`${ENTITIES} fragment F on ${selection}`, { r }));
    await gateway.close();
  }
  expect(costs).toEqual([7, 7 + 7, 2 * 50, 50]);
});

test('Sessions of a thousand users exceed the cost limit', async () => {
  gateway = await startGateway();
  const people = Array.from({ length: 1_000 }, (_, index) => ({ __typename: 'User', userName: `user-${index}` }));
  const { errors } = await gateway.query(`${ENTITIES} fragment F on User { ${allSessions(5)} }`, { r: people });
  expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX', cost: 12_500 } }]);
  expect(gateway.emulator.calls).toEqual([]);
});

test('A cost follows the variables, and their defaults', async () => {
  const document = `query ($first: Int = 7) { ${page('fleets(first: $first)', page('stacks', 'name'))} }`;
  expect(await costOf(document)).toBe(8);
  await gateway.close();
  expect(await costOf(document, { first: 3 })).toBe(4);
});

test('Of several operations the one that is asked for counts', async () => {
  gateway = await startGateway({ limits: { maxCost: 5 } });
  const query = `query Small { fleet(name: "a") { name } } query Large { ${page('fleets', page('stacks', 'name'))} }`;
  const ask = async (operationName: string) => {
    const body = JSON.stringify({ query, operationName });
    const response = await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    return (await response.json()) as { data?: unknown; errors?: { extensions: unknown }[] };
  };
  expect(await ask('Small')).toEqual({ data: { fleet: null } });
  expect((await ask('Large')).errors?.[0]?.extensions).toEqual({ code: 'QUERY_TOO_COMPLEX', cost: 21, limit: 5 });
});

test('What the limit allows is executed, again and again', async () => {
  gateway = await startGateway({ limits: { maxCost: 21 } });
  const document = `query ($first: Int!) { ${page('fleets(first: $first)', page('stacks', 'name'))} }`;
  for (const [first, isAllowed] of [
    [20, true],
    [21, false],
    [20, true],
    [200, false],
    [20, true],
  ] as const) {
    expect((await gateway.query(document, { first })).errors === undefined).toBe(isAllowed);
  }
});

test('An invalid variable is reported as such', async () => {
  gateway = await startGateway({ limits: { maxCost: 1 } });
  const document = `query ($first: Int!) { ${page('fleets(first: $first)', page('stacks', 'name'))} }`;
  const { errors } = await gateway.query(document, { first: 'many' });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

test("GraphiQL's tabs are allowed by default", async () => {
  gateway = await startGateway();
  for (const document of EXAMPLES) {
    const { errors } = await gateway.query(document);
    expect(errors?.map(({ extensions }) => extensions.code) ?? []).not.toContain('QUERY_TOO_COMPLEX');
  }
});

const NAMES = 'query ($names: [String!])';

test.each([
  [
    'fleets, their stacks and sessions',
    `{ ${page('fleets(first: 10)', `${page('stacks(first: 5)', 'name')} ${allSessions(20)}`)} }`,
  ],
  ['pools and sessions', `{ ${page('pools(first: 5)', page('sessions', 'sessionId'))} }`],
  ['machines and sessions', `{ ${page('managedNodes(first: 10)', page('sessions', 'sessionId'))} }`],
  ['sessions of all services', `{ ${page('sessions(first: 20)', 'sessionId')} }`],
  ['fleets that there are not', `${NAMES} { ${page('fleets(first: 1, names: $names)', 'id')} }`],
  ['stacks that there are not', `${NAMES} { ${page('stacks(first: 1, names: $names)', 'id')} }`],
  ['pools that there are not', `${NAMES} { ${page('pools(first: 1, names: $names)', 'id')} }`],
  ['sessions on fleets that there are not', `${NAMES} { ${page('sessions(filter: { fleetNames: $names })', 'id')} }`],
  [
    'sessions through stacks that there are not',
    `${NAMES} { ${page('sessions(filter: { stackNames: $names })', 'id')} }`,
  ],
  ['sessions on pools that there are not', `${NAMES} { ${page('sessions(filter: { poolIds: $names })', 'id')} }`],
])('The cost of %s is about as many calls as it takes, or more', async (_what, document) => {
  const names = Array.from({ length: 100 }, (_, index) => `wspool-${String(index).padStart(9, 'a')}`);
  const { world } = buildWorld()
    .fleets(10)
    .stack('Design')
    .associate('Design', ...Array.from({ length: 10 }, (_, index) => `fleet-${index + 1}`))
    .nodes(10)
    .ssmSessions({ count: 10 })
    .pool('Ops')
    .pool('Night')
    .poolSessions({ pool: 'Ops', count: 3 });
  const cost = await costOf(document, { names });
  await gateway.close();
  gateway = await startGateway({ world });
  expect((await gateway.query(document, { names })).errors).toBeUndefined();
  const calls = gateway.calls();
  expect(calls.length).toBeLessThanOrEqual(cost + 6);
});

test('`__typename`, which clients with stores add to every object, costs nothing', async () => {
  const counting = await startGateway({ world: buildWorld().fleets(3).world, limits: { maxCost: 1 } });
  const { data, errors } = await counting.query(
    '{ __typename fleets(first: 200) { __typename edges { __typename node { ...Row } } } } fragment Row on Fleet { __typename name }',
  );
  await counting.close();
  expect(errors).toBeUndefined();
  expect(data.fleets.edges).toHaveLength(3);
});
