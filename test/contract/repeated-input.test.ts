import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
let id: string;
beforeAll(async () => {
  const { world } = buildWorld().fleet('cad').ssmSessions({ count: 3 });
  // Nothing is cached: what is resolved twice is asked of AWS twice.
  gateway = await startGateway({ world, cacheTtlMs: 0 });
  id = (await gateway.query('{ ssmSessions { nodes { id } } }')).data.ssmSessions.nodes[0].id;
});
afterAll(() => gateway.close());

const many = (count: number) => Array.from({ length: count }, () => id);

async function callsOf(document: string, variables: Record<string, unknown>) {
  gateway.emulator.clearCalls();
  const { data, errors } = await gateway.query(document, variables);
  return { data, errors, calls: gateway.calls().length };
}

describe.each([1, 2, 3])('What is given many times is resolved once, sent the %i. time:', () => {
  test('an id', async () => {
    const document =
      'query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { id } a: node(id: $id) { id } b: node(id: $id) { id } }';
    const once = await callsOf(document, { ids: [id], id });
    const often = await callsOf(document, { ids: many(24), id });
    expect(often.data.nodes).toEqual(many(24).map((each) => ({ id: each })));
    expect(often.calls).toBe(once.calls);
  });

  test('an id that is none, each with its error', async () => {
    const { data, errors } = await callsOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['x', 'x', id] });
    expect(data.nodes).toEqual([null, null, { id }]);
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['nodes', 0], 'INVALID_ID'],
      [['nodes', 1], 'INVALID_ID'],
    ]);
  });

  test('a reference', async () => {
    const document = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on SsmSession { id } } }';
    const reference = { __typename: 'SsmSession', id };
    const once = await callsOf(document, { r: [reference] });
    const often = await callsOf(document, {
      r: [...many(24).map(() => reference), { __typename: 'Nothing' }, { __typename: 'Nothing' }],
    });
    expect(often.data._entities).toEqual([...many(24).map((each) => ({ id: each })), null, null]);
    expect(often.errors?.map(({ path }) => path)).toEqual([
      ['_entities', 24],
      ['_entities', 25],
    ]);
    expect(often.calls).toBe(once.calls);
  });

  test('a name', async () => {
    const document = 'query ($names: [String!]) { fleets(names: $names) { nodes { name } } }';
    const once = await callsOf(document, { names: ['cad'] });
    const often = await callsOf(document, { names: many(24).map(() => 'cad') });
    expect(often.data.fleets.nodes).toEqual([{ name: 'cad' }]);
    expect(often.calls).toBe(once.calls);
  });
});

describe('Echoed input is truncated', () => {
  const long = 'x'.repeat(200_000);
  test.each<[string, string, Record<string, unknown>, string]>([
    [
      'a user name',
      'query ($v: String!) { user(userName: $v) { a: userName b: userName } }',
      { v: long },
      'BAD_USER_INPUT',
    ],
    [
      'a user name of a filter',
      'query ($v: String!) { sessions(filter: { userName: $v }) { nodes { id } } }',
      { v: long },
      'BAD_USER_INPUT',
    ],
    [
      'an id',
      'query ($v: ID!) { a: node(id: $v) { id } b: node(id: $v) { id } }',
      { v: Buffer.from(`User["${long}"]`).toString('base64url') },
      'INVALID_ID',
    ],
    [
      'a typename',
      'query ($v: [_Any!]!) { a: _entities(representations: $v) { __typename } b: _entities(representations: $v) { __typename } }',
      { v: [{ __typename: long }] },
      'BAD_USER_INPUT',
    ],
    [
      'a name',
      'query ($v: [String!]) { a: sessions(filter: { fleetNames: $v }) { nodes { id } } }',
      { v: [long] },
      'BAD_USER_INPUT',
    ],
    ['a region', 'query ($v: String!) { a: fleets(region: $v) { nodes { id } } }', { v: long }, 'BAD_USER_INPUT'],
    [
      'a cursor',
      'query ($v: String!) { a: fleets(after: $v) { pageInfo { endCursor } } }',
      { v: long },
      'INVALID_CURSOR',
    ],
  ])('%s', async (_what, document, variables, code) => {
    const answer = await gateway.query(document, variables);
    expect(new Set(answer.errors?.map(({ extensions }) => extensions.code))).toEqual(new Set([code]));
    expect(JSON.stringify(answer).length).toBeLessThan(3_000);
  });

  test('the name of an operation, in the log too', async () => {
    const name = `Q${'x'.repeat(50_000)}`;
    const before = gateway.log.length;
    await gateway.query(`query ${name} { fleets { nodes { name } } }`);
    await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `query ${name} { fleets { nodes { name } } } query Other { __typename }`,
        operationName: name,
      }),
    });
    const lines = gateway.log.slice(before);
    expect(lines.filter(({ operation }) => operation === name.slice(0, 100))).toHaveLength(2);
    for (const line of lines) expect(JSON.stringify(line).length).toBeLessThan(5_000);
  });
});

describe('Numbers in rejections are readable', () => {
  const doubling = (spreads: number, fragments: number) =>
    `{ ...F0 } ${Array.from({ length: fragments }, (_, index) => `fragment F${index} on Query { ${`...F${index + 1} `.repeat(spreads)}}`).join(' ')}
     fragment F${fragments} on Query { a: __typename @skip(if: false) fleets { nodes { name } } }`;

  test.each([
    ['fragments of fragments', doubling(8, 400)],
    [
      'pages of pages',
      `{ ${'fleets(first: 200) { nodes { stacks(first: 200) { nodes { '.repeat(1)}fleets(first: 200) { nodes { name } }${' } } } }'.repeat(1)} }`,
    ],
  ])('%s', async (_what, document) => {
    const wide = await startGateway({
      limits: { maxTokens: 1_000_000, maxDepth: 1_000_000, maxCost: 1, maxAnswerValues: 1 },
    });
    const { errors } = await wide.query(document);
    await wide.close();
    expect(errors?.length).toBeGreaterThan(0);
    for (const { message, extensions } of errors ?? []) {
      expect(extensions.code).toBe('QUERY_TOO_COMPLEX');
      expect(message).not.toMatch(/Infinity|NaN|null|\de\+?\d/);
      for (const figure of [extensions.actual, extensions.cost, extensions.limit]) {
        if (figure !== undefined) expect(Number.isSafeInteger(figure)).toBe(true);
      }
    }
  });
});
