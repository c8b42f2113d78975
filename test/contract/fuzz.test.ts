import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cursorCodec } from '../../src/paging/cursor-codec.ts';
import { FUZZ_SECRET, oddCursor, oddId, oddText, oddValue } from '../support/fuzz.ts';
import { type Answer, startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld, testAccountId, testRegion } from '../support/world.ts';

const TYPES = [
  'Fleet',
  'Stack',
  'AppStreamSession',
  'SsmSession',
  'PoolSession',
  'WorkspaceSession',
  'Pool',
  'ManagedNode',
  'Workspace',
  'User',
];
const NODE = 'i-00000000000000001';
const POOL = 'wspool-aaaaaaaaa';

let gateway: TestGateway;
beforeAll(async () => {
  const { world } = buildWorld()
    .fleets(3)
    .stack('Design')
    .associate('Design', 'fleet-1', 'fleet-2')
    .appStreamSessions({ stack: 'Design', fleet: 'fleet-1', count: 3, UserId: 'alice' })
    .node(NODE)
    .ssmSessions({ count: 3 })
    .ssmSessions({ count: 3, state: 'History' })
    .pool('Ops', { PoolId: POOL })
    .poolSessions({ pool: 'Ops', count: 3 })
    .workspaces(3);
  gateway = await startGateway({ world, cursorSecret: FUZZ_SECRET });
});
afterAll(() => gateway.close());

/** Codes of an answer, none of which is an internal error. */
async function codesOf(document: string, variables: Record<string, unknown>): Promise<string[]> {
  const { data, errors = [] } = await gateway.query(document, variables);
  expect(data !== undefined || errors.length > 0).toBe(true);
  const codes = errors.map(({ extensions }) => String(extensions.code));
  expect(codes.filter((code) => code === 'undefined' || code === 'INTERNAL_SERVER_ERROR')).toEqual([]);
  return codes;
}

/** A nullable field under many aliases, each with a variable of its own. */
function aliased(count: number, type: string, field: (variable: string) => string): string {
  const each = Array.from({ length: count }, (_, index) => `v${index}`);
  return `query (${each.map((name) => `$${name}: ${type}`).join(' ')}) { ${each.map((name) => `a_${name}: ${field(`$${name}`)}`).join(' ')} }`;
}

const named = (values: readonly unknown[]) => Object.fromEntries(values.map((value, index) => [`v${index}`, value]));

const sourceId = (...parts: unknown[]) => JSON.stringify(parts);
const ALL = 'all-sessions';

/** Connections under a field that may be null: its cursors, the name of its list, and a token of it. */
const LISTS: Record<string, { field: (after: string) => string; id: string; token: string | null }> = {
  'the sessions of a person': {
    field: (after) => `user(userName: "alice") { sessions(first: 2, after: ${after}) { edges { cursor } } }`,
    id: sourceId('sessions', { userName: 'alice', includeHistory: false }),
    token: JSON.stringify([0, [['APPSTREAM default/eu-west-1', 'fleet-1', 'Design', 'API'], null, null, 0]]),
  },
  'the sessions of a fleet': {
    field: (after) => `fleet(name: "fleet-1") { sessions(first: 2, after: ${after}) { edges { cursor } } }`,
    id: sourceId('appstream', ALL, testAccountId, testRegion, null, 'fleet-1', null, null, null),
    token: JSON.stringify([JSON.stringify(['Design', 'fleet-1', 'API']), null]),
  },
  'the stacks of a fleet': {
    field: (after) => `fleet(name: "fleet-1") { stacks(first: 2, after: ${after}) { edges { cursor } } }`,
    id: sourceId('appstream', 'stacks-of-fleet', testAccountId, testRegion, 'fleet-1'),
    token: null,
  },
  'the sessions of a machine': {
    field: (after) => `managedNode(instanceId: "${NODE}") { sessions(first: 2, after: ${after}) { edges { cursor } } }`,
    id: sourceId('ssm', 'sessions', testAccountId, testRegion, 'Active', [{ key: 'Target', value: NODE }]),
    token: null,
  },
  'the sessions of a pool': {
    field: (after) => `pool(poolId: "${POOL}") { sessions(first: 2, after: ${after}) { edges { cursor } } }`,
    id: sourceId('workspaces', 'pool-sessions', testAccountId, testRegion, POOL, null),
    token: null,
  },
};

/** `FUZZ=10` runs ten times as many requests. */
const FACTOR = Number(process.env.FUZZ ?? 1);
const BY_REQUEST = 70;
const REQUESTS = 12 * FACTOR;

describe('Forged and garbled cursors', () => {
  test.each(Object.entries(LISTS))('of %s: a page or a code', async (_title, { field, id, token }) => {
    const { data } = await gateway.query(`{ it: ${field('null')} }`);
    const [{ edges }] = Object.values(data.it) as [{ edges: { cursor: string }[] }];
    const genuine = edges.map(({ cursor }) => cursor);
    // Forged cursors have the id of the list.
    expect(() => cursorCodec(FUZZ_SECRET).decode(id, genuine[0] ?? '')).not.toThrow();

    const document = aliased(BY_REQUEST, 'String', field);
    const cursors = fc.array(oddCursor(genuine, id, token), { minLength: BY_REQUEST, maxLength: BY_REQUEST });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(cursors, async (values) => {
        for (const code of await codesOf(document, named(values))) seen.add(code);
      }),
      { numRuns: REQUESTS },
    );
    expect(seen).toContain('INVALID_CURSOR');
  });
});

test('Forged and garbled ids, a hundred in a request: a resource, null or a code', async () => {
  const { data } = await gateway.query(`{
    fleets { nodes { id stacks { nodes { id } } sessions { nodes { id } } } }
    ssmSessions { nodes { id } } pools { nodes { id sessions { nodes { id } } } } managedNodes { nodes { id } } user(userName: "alice") { id }
  }`);
  const genuine = [...JSON.stringify(data).matchAll(/"id":"([\w-]+)"/g)].map(([, id = '']) => id);
  const ids = fc.array(oddId(genuine, TYPES), { minLength: 100, maxLength: 100 });
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(ids, async (values) => {
      const document = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
      for (const code of await codesOf(document, { ids: values })) seen.add(code);
    }),
    { numRuns: 40 * FACTOR },
  );
  expect(seen).toContain('INVALID_ID');
});

test('Forged and garbled ids of sessions to terminate: a result for each, or a code', async () => {
  const { data } = await gateway.query('{ sessions { nodes { id } } }');
  const genuine = data.sessions.nodes.map(({ id }: { id: string }) => id);
  const ids = fc.array(oddId(genuine, TYPES), { minLength: 50, maxLength: 50 });
  const document = `mutation ($ids: [ID!]!) {
    terminateSessions(input: { ids: $ids, dryRun: true }) { results { id outcome userErrors { code } } userErrors { code } }
  }`;
  await fc.assert(
    fc.asyncProperty(ids, async (values) => {
      await codesOf(document, { ids: values });
      const answer: Answer = await gateway.query(document, { ids: values });
      expect(answer.data?.terminateSessions.results).toHaveLength(50);
      expect(JSON.stringify(answer)).not.toContain('INTERNAL_SERVER_ERROR');
    }),
    { numRuns: 20 * FACTOR },
  );
});

/** A nullable field for each variable. */
const VARIABLES: Record<string, string> = {
  'name: String!': 'fleet(name: $name) { name }',
  'stack: String!': 'stack(name: $stack) { name }',
  'pool: String!': 'pool(poolId: $pool) { poolId }',
  'node: String!': 'managedNode(instanceId: $node) { instanceId }',
  'user: String!': 'user(userName: $user) { userName sessions(first: 1) { nodes { id } } }',
  'id: ID!': 'node(id: $id) { id }',
  'region: String': 'regional: fleet(name: "fleet-1", region: $region) { name }',
  'account: String': 'accounted: fleet(name: "fleet-1", accountId: $account) { name }',
  'first: Int': 'paged: fleet(name: "fleet-1") { sessions(first: $first) { nodes { id } } }',
  'after: String': 'next: fleet(name: "fleet-1") { sessions(after: $after) { nodes { id } } }',
  'names: [String!]': 'fleets(names: $names) { nodes { name } }',
  'state: SsmSessionState!': 'ssmSessions(state: $state) { nodes { id } }',
  'filters: [SsmSessionFilter!]': 'filtered: ssmSessions(filters: $filters) { nodes { id } }',
  'filter: SessionFilter': 'sessions(filter: $filter) { nodes { id } }',
  'type: SessionAuthenticationType':
    'appStreamSessions(stackName: "Design", fleetName: "fleet-1", authenticationType: $type) { nodes { id } }',
  'update: UpdateFleetInput!': 'updateFleet(input: $update) { userErrors { code } }',
  'create: CreateFleetInput!': 'createFleet(input: $create) { userErrors { code } }',
};

const MEMBERS = [
  'services',
  'statuses',
  'userName',
  'startedAfter',
  'startedBefore',
  'fleetNames',
  'poolIds',
  'targets',
  'regions',
  'key',
  'value',
  'name',
  'computeCapacity',
  'desiredInstances',
  'tags',
  'vpcConfig',
  'subnetIds',
  'includeHistory',
];

describe('Random variables', () => {
  const members = fc.dictionary(fc.constantFrom(...MEMBERS), oddValue, { maxKeys: 4 });
  const value = fc.oneof(oddValue, members, fc.array(members, { maxLength: 2 }));
  /** Half of the values are of the variable's type, so that they are not rejected by validation. */
  const valueFor = (definition: string) => {
    if (/: (?:String|ID)/.test(definition)) return fc.oneof(oddText, value);
    if (/: Int/.test(definition)) return fc.oneof(fc.integer({ min: -5, max: 300 }), value);
    return /: \[String/.test(definition) ? fc.oneof(fc.array(oddText, { maxLength: 5 }), value) : value;
  };

  test.each(Object.entries(VARIABLES))('$%s: an answer or a code', async (definition, field) => {
    const operation = /^(?:updateFleet|createFleet)/.test(field) ? 'mutation' : 'query';
    const [name = ''] = definition.split(':');
    const document = `${operation} ($${definition}) { ${field} }`;
    await fc.assert(
      fc.asyncProperty(valueFor(definition), async (any) => {
        await codesOf(document, { [name]: any });
      }),
      { numRuns: 200 * FACTOR },
    );
  });
});

test('The gateway answers as before', async () => {
  expect(await gateway.query('{ fleet(name: "fleet-1") { name } }')).toEqual({ data: { fleet: { name: 'fleet-1' } } });
});
