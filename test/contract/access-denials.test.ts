import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccessScope } from '../../src/schema/access/access.ts';
import { first, IDS, state as location, world } from '../support/node-fixtures.ts';
import { codesOf, type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { ssmId } from '../support/session-ids.ts';

const OTHERS: readonly AccessScope[] = ['sessions:terminate', 'fleets:write', 'pools:write'];

let guarded: Guarded;
beforeAll(async () => {
  guarded = await startGuarded({ world });
});
beforeEach(() => guarded.gateway.emulator.clearCalls());
afterAll(() => guarded.close());

const NODE = 'query ($id: ID!) { node(id: $id) { id __typename } }';
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }';

describe.each(IDS)('An id of a %s', (typename, id, needs) => {
  test('is looked up for callers with the scope', async () => {
    for (const scopes of needs) {
      const node = { id, __typename: typename };
      expect(await guarded.askTwice(NODE, { scopes: [scopes], variables: { id } })).toEqual({ data: { node } });
      expect(await guarded.askTwice(NODES, { scopes: [scopes], variables: { ids: [id] } })).toEqual({
        data: { nodes: [node] },
      });
    }
  });

  test('is denied to others before AWS is called, whether the resource exists or not', async () => {
    const others = needs.includes('fleets:read') ? ['sessions:read', 'sessions:read:own'] : ['fleets:read'];
    const scopes = [...OTHERS, ...(others as AccessScope[])];
    for (const held of [[], scopes]) {
      const { data, errors } = await guarded.askTwice(NODE, { scopes: held, variables: { id } });
      expect(data).toEqual({ node: null });
      expect(errors).toMatchObject([{ path: ['node'], extensions: { code: 'FORBIDDEN' } }]);
      for (const scope of needs) expect(errors?.[0]?.message).toContain(`\`${scope}\``);
      const many = await guarded.askTwice(NODES, { scopes: held, variables: { ids: [id, 'garbage', id] } });
      expect(many.data).toEqual({ nodes: [null, null, null] });
      expect(codesOf(many)).toEqual(['FORBIDDEN', 'INVALID_ID', 'FORBIDDEN']);
    }
    expect(guarded.gateway.emulator.count()).toBe(0);
  });
});

test('Of several ids each is answered or denied by its type', async () => {
  const ids = IDS.map(([, id]) => id);
  const { data, errors } = await guarded.askTwice(NODES, { scopes: ['fleets:read'], variables: { ids } });
  const names = data.nodes.map((node: { __typename: string } | null) => node?.__typename ?? null);
  expect(names).toEqual(IDS.map(([typename, , needs]) => (needs.includes('fleets:read') ? typename : null)));
  expect(names.filter((name: string | null) => name === null)).toHaveLength(5);
  const denied = names.flatMap((name: string | null, index: number) => (name === null ? [['nodes', index]] : []));
  expect(errors?.map(({ path }) => path)).toEqual(denied);
});

describe('A denied field is denied by every way of selection:', () => {
  const NAMES = 'sessions(first: 1) { nodes { sessionId } }';
  test.each([
    ['under an alias', `{ fleet(name: "design") { name fleets: ${NAMES} } }`, 'fleets'],
    ['in a fragment', `query { fleet(name: "design") { name ...F } } fragment F on Fleet { ${NAMES} }`, 'sessions'],
    [
      'in an inline fragment',
      `{ fleet(name: "design") { name ... on Fleet { ...on Node { id } ${NAMES} } } }`,
      'sessions',
    ],
    ['by an id', `{ fleet: node(id: "${IDS[0]?.[1]}") { ... on Fleet { name ${NAMES} } } }`, 'sessions'],
    [
      'with a directive',
      `query ($yes: Boolean = true) { fleet(name: "design") { name ${NAMES.replace('{', '@include(if: $yes) {')} } }`,
      'sessions',
    ],
  ])('%s', async (_title, document, name) => {
    // The first time, and by the plan of the first time.
    for (let time = 1; time <= 3; time += 1) {
      const { data, errors } = await guarded.askTwice(document, { scopes: ['fleets:read'] });
      expect(data.fleet).toMatchObject({ name: 'design', [name]: null });
      expect(errors).toMatchObject([{ path: ['fleet', name], extensions: { code: 'FORBIDDEN' } }]);
    }
    expect(guarded.gateway.emulator.count('DescribeSessions')).toBe(0);
    const both = await guarded.ask(document, { scopes: ['fleets:read', 'sessions:read'] });
    expect(both.data.fleet[name].nodes).toHaveLength(1);
  });

  test('and its siblings are answered', async () => {
    const document = '{ a: fleet(name: "design") { name } b: user(userName: "bob") { userName } }';
    const { data, errors } = await guarded.askTwice(document, { scopes: ['fleets:read'] });
    expect(data).toEqual({ a: { name: 'design' }, b: null });
    expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('A denied mutation', () => {
  const ID = ssmId(first(location.ssmSessions.values()));
  const CHANGES = `mutation {
    a: startFleet(input: { name: "ops" }) { userErrors { code } }
    b: stopPool(input: { poolId: "wspool-aaaaaaaaa" }) { userErrors { code } }
    c: terminateSession(input: { id: "${ID}" }) { outcome }
  }`;

  test('changes nothing, calls nothing, and has no audit record', async () => {
    const before = guarded.gateway.audit.length;
    const scopes: readonly AccessScope[] = ['sessions:read', 'fleets:read'];
    expect(new Set(codesOf(await guarded.askTwice(CHANGES, { scopes })))).toEqual(new Set(['FORBIDDEN']));
    expect(guarded.gateway.emulator.count()).toBe(0);
    expect(guarded.gateway.audit).toHaveLength(before);
  });

  test('does not prevent a later one, whose audit record has the caller', async () => {
    const document = 'mutation { startFleet(input: { name: "ops" }) { userErrors { code } } }';
    const { data } = await guarded.ask(document, { scopes: ['fleets:write'], user: 'Carol@Example.com' });
    expect(data).toEqual({ startFleet: { userErrors: [] } });
    const records = guarded.gateway.audit.filter(({ operation }) => operation === 'startFleet');
    expect(records.map(({ phase, caller }) => [phase, caller])).toEqual([
      ['intent', 'Carol@Example.com'],
      ['result', 'Carol@Example.com'],
    ]);
  });
});

test('The same query of two callers at the same time is one execution only if both may see the same', async () => {
  guarded.gateway.emulator.faults.push({ operation: 'DescribeStacks', kind: 'delay', delay: 300, times: 1 });
  const STACKS = '{ stacks { nodes { name } } }';
  const seers: readonly AccessScope[][] = [
    ['fleets:read'],
    ['sessions:read'],
    ['fleets:read'],
    ['fleets:read', 'pools:write'],
  ];
  const answers = await Promise.all(seers.map((scopes) => guarded.ask(STACKS, { scopes, user: scopes.join() })));
  expect(answers.map(({ data }) => data?.stacks?.nodes.length ?? null)).toEqual([1, null, 1, 1]);
  expect(guarded.gateway.emulator.count('DescribeStacks')).toBe(1);
});
