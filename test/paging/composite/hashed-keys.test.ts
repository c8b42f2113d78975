import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import {
  type CompositeConnection,
  readCompositeConnection,
} from '../../../src/paging/composite/read-composite-connection.ts';
import type { SourceNode } from '../../../src/paging/composite/source-tree.ts';
import { cursorCodec } from '../../../src/paging/cursor-codec.ts';

const cursors = cursorCodec('a secret of many letters');
const DOWN = new GatewayError('UPSTREAM_UNAVAILABLE', 'It is down.');

/** Builds a tree of fleets with one stack each, and four lists in each stack; those of some fleets fail. */
function treeOf(
  fleets: number,
  isDown: (fleet: number) => boolean,
  nameOf: (index: number) => string,
  count: { children: number },
): SourceNode<string, string> {
  const lists = (fleet: number): SourceNode<string, string>[] =>
    ['API', 'AWS_AD', 'SAML', 'USERPOOL'].map((type) => ({
      key: type,
      source: {
        id: `${fleet} ${type}`,
        async listPage() {
          if (isDown(fleet)) throw DOWN;
          return { items: type === 'API' ? [`session of ${fleet}`] : [], nextToken: null, keyOf: (item) => item };
        },
      },
    }));
  const pair = (fleet: number): SourceNode<string, string> => ({
    key: `stack-${nameOf(fleet % 7)}`,
    metadata: `pair ${fleet}`,
    children: async () => lists(fleet),
  });
  const fleet = (index: number) => ({ key: `fleet-${nameOf(index)}`, children: async () => [pair(index)] });
  const all = Array.from({ length: fleets }, (_, index) => fleet(index));
  const service = {
    key: 'APPSTREAM 123456789012/eu-west-1',
    metadata: 'AppStream',
    async children() {
      count.children += 1;
      return all;
    },
  };
  return { key: '', children: async () => [service] };
}

const read = (root: SourceNode<string, string>, first: number, after: string | null) =>
  readCompositeConnection({ id: 'all', root }, { first, after }, cursors, performance.now() + 60_000);

/** Returns a name that cannot be compressed, as long as people make them. */
const random = (of: number, length: number) =>
  createHash('sha256').update(String(of)).digest('base64url').slice(0, length);

describe.each([
  ['short', (index: number) => `${index}`],
  ['random', (index: number) => random(index, 40)],
])('Cursors of a list with 500 failed sources among 1,000, of %s names', (_title, nameOf) => {
  test('have at most 8 kB and lose nothing, and each page finds the children of a source once', async () => {
    let down = true;
    const shown: string[] = [];
    let after: string | null = null;
    let largest = 0;
    for (let isMore = true; isMore; ) {
      const count = { children: 0 };
      const root = treeOf(1_000, (fleet) => down && fleet % 2 === 0, nameOf, count);
      const page: CompositeConnection<string, string> = await read(root, 200, after);
      shown.push(...page.edges.map(({ node }) => node));
      after = page.pageInfo.endCursor;
      largest = Math.max(largest, after?.length ?? 0);
      isMore = await page.pageInfo.hasNextPage;
      expect(count.children).toBeLessThanOrEqual(1);
      if (shown.length === 500) down = false;
    }
    expect(largest).toBeLessThanOrEqual(8_192);
    expect(new Set(shown).size).toBe(1_000);
    expect(shown).toHaveLength(1_000);
  });
});
