import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../../src/errors/gateway-error.ts';
import { decodeRanges, encodeRanges } from '../../../src/paging/composite/pending-range.ts';
import {
  type CompositeConnection,
  readCompositeConnection,
} from '../../../src/paging/composite/read-composite-connection.ts';
import type { SourceNode } from '../../../src/paging/composite/source-tree.ts';
import { cursorCodec } from '../../../src/paging/cursor-codec.ts';
import { START } from '../../../src/paging/position.ts';

const cursors = cursorCodec('a secret of many letters');
const DOWN = new GatewayError('UPSTREAM_UNAVAILABLE', 'It is down.');

/** So many fleets with a stack each and four lists in that, of which every other fleet's fail. */
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

const merge = (root: SourceNode<string, string>, first: number, after: string | null) =>
  readCompositeConnection({ id: 'all', root }, { first, after }, cursors, performance.now() + 60_000);

/** Names that nothing shortens, as long as people make them. */
const random = (of: number, length: number) =>
  createHash('sha256').update(String(of)).digest('base64url').slice(0, length);

describe.each([
  ['short', (index: number) => `${index}`],
  ['random', (index: number) => random(index, 40)],
])('A list with 500 failed sources between others, of %s names', (_title, nameOf) => {
  test('has cursors of at most 8 kB, loses nothing, and asks for its groups once a page', async () => {
    let down = true;
    const shown: string[] = [];
    let after: string | null = null;
    let largest = 0;
    for (let isMore = true; isMore; ) {
      const count = { children: 0 };
      const root = treeOf(1_000, (fleet) => down && fleet % 2 === 0, nameOf, count);
      const page: CompositeConnection<string, string> = await merge(root, 200, after);
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

const path = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 });

test('Stretches of a cursor are ascending and disjoint, or it is INVALID_CURSOR', () => {
  const invalid = expect.objectContaining({ code: 'INVALID_CURSOR' });
  const at = START;
  const sound = [
    { from: ['a'], at, to: ['a'] },
    { from: ['b', 'x'], at: null, to: ['b', 'z'] },
    { from: ['c'], at, to: null },
  ];
  expect(decodeRanges(encodeRanges(sound, -1))).toEqual(sound);
  for (const broken of [
    [...sound, ...sound],
    sound.toReversed(),
    [{ from: ['b'], at, to: ['a'] }],
    [sound[0], { from: ['a', 'b'], at, to: null }],
    [{ from: [], at, to: null }, sound[0]],
  ]) {
    expect(() => decodeRanges(encodeRanges(broken as typeof sound, -1))).toThrow(invalid);
  }
  fc.assert(
    fc.property(fc.array(fc.tuple(path, fc.option(path)), { maxLength: 4 }), (stretches) => {
      const position = encodeRanges(
        stretches.map(([from, to]) => ({ from, at, to })),
        -1,
      );
      try {
        const decoded = decodeRanges(position);
        for (const [index, { from }] of decoded.slice(1).entries()) {
          expect(String(decoded[index]?.to) < String(from)).toBe(true);
        }
      } catch (error) {
        expect(error).toEqual(invalid);
      }
    }),
  );
});
