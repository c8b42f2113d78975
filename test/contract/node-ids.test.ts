import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeId, encodeId } from '../../src/schema/ids/node-id.ts';
import { oddText } from '../support/fuzz.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { IDS, world } from '../support/node-fixtures.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ world });
});
afterAll(() => gateway.close());

type Parts = readonly (string | null)[];
const KEYS = IDS.map(([typename, id]) => ({ typename, id, parts: JSON.parse(decodeId(id).id) as Parts }));
const known = [...new Set(KEYS.flatMap(({ parts }) => parts))];

/** Values that a forger would put in place of a part. */
const part = fc.oneof(
  fc.constantFrom(
    ...known,
    null,
    '',
    'Ops',
    'OPS',
    'Design',
    'DESIGN',
    'SAML',
    'UNKNOWN',
    'ALICE@example.com',
    'us-east-1',
  ),
  oddText,
);
/** A genuine key with one or two of its parts replaced, or of another type. */
const forged = fc
  .record({
    of: fc.constantFrom(...KEYS),
    typename: fc.option(fc.constantFrom(...KEYS.map(({ typename }) => typename)), { freq: 6 }),
    changes: fc.array(fc.tuple(fc.nat(5), part), { minLength: 1, maxLength: 2 }),
  })
  .map(({ of, typename, changes }) => {
    const parts = [...of.parts];
    for (const [at, value] of changes) parts[at % parts.length] = value;
    return encodeId(typename ?? of.typename, JSON.stringify(parts));
  });

const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';

describe('An id', () => {
  test('of each type finds its node, alone and among others, which has the same id', async () => {
    const ids = KEYS.map(({ id }) => id);
    const expected = KEYS.map(({ typename, id }) => ({ __typename: typename, id }));
    expect(await gateway.query(NODES, { ids })).toEqual({ data: { nodes: expected } });
    for (const node of expected) {
      const { data } = await gateway.query('query ($id: ID!) { node(id: $id) { __typename id } }', { id: node.id });
      expect(data).toEqual({ node });
    }
  });

  test('that is forged finds nothing, is INVALID_ID, or is the one id of what it finds', async () => {
    const seen = { found: 0, absent: 0, invalid: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(forged, { minLength: 100, maxLength: 100 }), async (ids) => {
        const { data, errors = [] } = await gateway.query(NODES, { ids });
        const codes = new Map(errors.map(({ path, extensions }) => [path?.[1], extensions.code]));
        for (const [at, id] of ids.entries()) {
          const node = data.nodes[at];
          if (node) expect([decodeId(id), node.id]).toEqual([decodeId(node.id), id]);
          if (codes.has(at)) expect(codes.get(at)).toBe('INVALID_ID');
          seen[node ? 'found' : codes.has(at) ? 'invalid' : 'absent'] += 1;
        }
      }),
      { numRuns: 8 },
    );
    expect(Math.min(seen.found, seen.absent, seen.invalid)).toBeGreaterThan(0);
  });

  test.each([[null], ['SAML'], [''], ['api'], ['NEWER']])(
    'of a session of an API user with %j for its type is none of ours',
    async (type) => {
      const key = KEYS.find(({ typename }) => typename === 'AppStreamSession');
      const parts = key?.parts.map((part) => (part === 'API' ? type : part));
      const id = encodeId('AppStreamSession', JSON.stringify(parts));
      const { data, errors } = await gateway.query('query ($id: ID!) { node(id: $id) { id } }', { id });
      expect([data.node, errors?.[0]?.extensions.code]).toEqual([null, 'INVALID_ID']);
    },
  );

  test.each([
    ['upper case', ['ALICE@EXAMPLE.COM']],
    ['one capital', ['alicE@example.com']],
    ['a role session name in upper case', ['arn:aws:sts::123456789012:assumed-role/Admin/carol']],
  ])('of a user in %s is none of ours', async (_title, parts) => {
    const id = encodeId('User', JSON.stringify(parts));
    const { data, errors } = await gateway.query('query ($id: ID!) { node(id: $id) { id } }', { id });
    expect([data.node, errors?.[0]?.extensions.code]).toEqual([null, 'INVALID_ID']);
  });

  test('keeps other letters of a user name: they are no other spelling of it', async () => {
    const ids = ['Änna', 'İ', '\u212aim', 'a b', ' ', '{}', '日本'].map((name) =>
      encodeId('User', JSON.stringify([name])),
    );
    const { data, errors } = await gateway.query(NODES, { ids });
    expect(errors).toBeUndefined();
    expect(data.nodes.map(({ id }: { id: string }) => id)).toEqual(ids);
  });

  test('is URL-safe, and one text only: with padding, white space or other digits it is none', async () => {
    for (const { id } of KEYS) {
      expect(id).toMatch(/^[\w-]+$/);
      const ids = [`${id}=`, `${id} `, ` ${id}`, `${id}\n`, `${id}A`, id.slice(0, -1), id.toLowerCase(), `${id}${id}`];
      const { errors = [] } = await gateway.query(NODES, { ids });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(ids.map(() => 'INVALID_ID'));
    }
  });
});

describe('`nodes`', () => {
  test('answers in the given order, a repeated id each time', async () => {
    const [one, other] = KEYS as [(typeof KEYS)[0], (typeof KEYS)[0]];
    const { data } = await gateway.query(NODES, { ids: [other.id, one.id, other.id] });
    expect(data.nodes.map(({ id }: { id: string }) => id)).toEqual([other.id, one.id, other.id]);
  });

  test('takes 200 ids and no more, and none', async () => {
    const ids = Array.from({ length: 201 }, () => KEYS[0]?.id);
    expect((await gateway.query(NODES, { ids: ids.slice(1) })).data.nodes).toHaveLength(200);
    expect((await gateway.query(NODES, { ids })).errors?.[0]?.extensions.code).toMatch(
      /BAD_USER_INPUT|QUERY_TOO_COMPLEX/,
    );
    expect((await gateway.query(NODES, { ids: [] })).data.nodes).toEqual([]);
  });
});
