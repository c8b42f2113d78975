import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '../../../src/schema/ids/node-id.ts';
import { nodeKey, required } from '../../../src/schema/relay/node.ts';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { buildWorld, testAccountId, testRegion } from '../../support/world.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ world: buildWorld().fleet('design').world });
});
afterAll(() => gateway.close());

type Parts = readonly (string | null)[];
const idOf = (typename: string, parts: Parts) =>
  encodeId(typename, nodeKey({ accountId: testAccountId, region: testRegion }, ...parts));

const find = async (typename: string, parts: Parts) => {
  const { data, errors } = await gateway.query('query ($id: ID!) { node(id: $id) { id } }', {
    id: idOf(typename, parts),
  });
  return { node: data.node, codes: errors?.map(({ extensions }) => extensions.code) };
};

describe('A key that nothing can have is INVALID_ID, and AWS is not asked', () => {
  const KEYS: readonly (readonly [string, Parts])[] = [
    ['Fleet', ['']],
    ['Fleet', [null]],
    ['Fleet', ['no such name!']],
    ['Fleet', ['a'.repeat(102)]],
    ['Stack', ['']],
    ['Stack', [null]],
    ['Stack', ['../etc']],
    ['Pool', [null]],
    ['Pool', ['pool-1']],
    ['ManagedNode', [null]],
    ['ManagedNode', ['ecs:cluster_task_container']],
    ['SsmSession', ['']],
    ['SsmSession', [null]],
    ['AppStreamSession', [null, 'design', 'API', 'alice', '1']],
    ['AppStreamSession', ['Design', null, 'API', 'alice', '1']],
    ['AppStreamSession', ['Design', 'design', 'API', null, '1']],
    ['AppStreamSession', ['Design', 'design', 'API', 'alice', null]],
    ['AppStreamSession', ['Design', 'design', 'API', 'alice', '']],
    ['PoolSession', [null, 'alice', '1']],
    ['PoolSession', ['wspool-aaaaaaaaa', null, '1']],
    ['PoolSession', ['wspool-aaaaaaaaa', 'alice', '']],
    ['User', []],
    ['User', ['alice']],
  ];

  test.each(KEYS)('%s %j', async (typename, parts) => {
    const callsBefore = gateway.calls().length;
    expect(await find(typename, parts)).toEqual({ node: null, codes: ['INVALID_ID'] });
    expect(gateway.calls()).toHaveLength(callsBefore);
  });
});

test('A key of an account or region that this gateway does not read is null, not an error', async () => {
  const elsewhere = encodeId('Fleet', nodeKey({ accountId: '999999999999', region: testRegion }, 'design'));
  const { data, errors } = await gateway.query('query ($id: ID!) { node(id: $id) { id } }', { id: elsewhere });
  expect({ data, errors }).toEqual({ data: { node: null }, errors: undefined });
});

test('A rejection says nothing of the key', async () => {
  const { errors } = await gateway.query('query ($id: ID!) { node(id: $id) { id } }', {
    id: idOf('Fleet', ['<script>']),
  });
  expect(errors?.map(({ message }) => message)).toEqual(['This is not an id of this gateway.']);
});

test('A part that every key has is given back, or it is no key', () => {
  expect(required('design')).toBe('design');
  for (const part of ['', null, undefined]) expect(() => required(part)).toThrow('not an id of this gateway');
});
