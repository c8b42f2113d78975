import { expect, test } from 'vitest';
import { cursorCodec } from '../../src/paging/cursor.ts';
import { mergeSources } from '../../src/paging/merge-sources.ts';
import type { SourceGroup } from '../../src/paging/source-tree.ts';
import { takeStep } from '../../src/paging/turn.ts';
import { listSource } from '../support/list-source.ts';

const cursors = cursorCodec('secret');
const PAGES = 400;

/** A list whose pages are all at hand, and how many of them were read between two turns of the event loop at most. */
function watchedList() {
  const source = listSource(
    Array.from({ length: PAGES }, (_, at) => at),
    { pageLength: 1 },
  );
  const seen = { inTurn: 0, most: 0, reads: 0 };
  const root: SourceGroup<number, string> = {
    key: '',
    parts: async () => [
      {
        key: 'list',
        about: 'list',
        source: {
          id: 'list',
          listPage(token) {
            seen.reads += 1;
            seen.inTurn += 1;
            seen.most = Math.max(seen.most, seen.inTurn);
            return source.listPage(token);
          },
        },
      },
    ],
  };
  return { root, seen };
}

test('A hundred lists at once read sixteen pages, and then others have their turn', async () => {
  const { root, seen } = watchedList();
  let isOver = false;
  const turn = () => {
    seen.inTurn = 0;
    if (!isOver) setImmediate(turn);
  };
  turn();
  const nothing = { id: 'all', root, matches: () => false };
  const read = () => mergeSources(nothing, { first: 1 }, cursors, performance.now() + 60_000);
  await Promise.all(Array.from({ length: 100 }, read));
  isOver = true;
  expect(seen.reads).toBe(100 * PAGES);
  expect(seen.most).toBeLessThanOrEqual(2 * 16);
});

test('Whoever takes few steps waits for nobody', async () => {
  await new Promise(setImmediate);
  expect(Array.from({ length: 16 }, takeStep)).toEqual(Array(16).fill(undefined));
  expect(takeStep()).toBeInstanceOf(Promise);
});

test('A list whose pages are at hand ends at the deadline, and its cursor goes on where it stood', async () => {
  const { root, seen } = watchedList();
  const late = await mergeSources(
    { id: 'all', root, matches: () => false },
    { first: 1 },
    cursors,
    performance.now() - 1,
  );
  expect(await late.incomplete).toBe(true);
  expect(seen.reads).toBeLessThan(3);
  expect((await late.sources).map(({ status }) => status)).not.toContain('COMPLETE');
  const after = late.pageInfo.endCursor;
  const rest = await mergeSources({ id: 'all', root }, { first: 200, after }, cursors, performance.now() + 60_000);
  expect(rest.edges.map(({ node }) => node)).toEqual(Array.from({ length: 200 }, (_, at) => at));
});
