import { expect, test } from 'vitest';
import { currentRequest } from '../../src/log/current-request.ts';
import { readCompositeConnection } from '../../src/paging/composite/read-composite-connection.ts';
import type { CompositeSource } from '../../src/paging/composite/source-tree.ts';
import { cursorCodec } from '../../src/paging/cursor-codec.ts';
import { eventLoopTurns, yieldToEventLoop } from '../../src/paging/event-loop.ts';
import { newRequest } from '../../src/server/observability/lifecycle-hooks.ts';
import { listSource } from '../support/list-source.ts';

const cursors = cursorCodec('secret');
const PAGES = 400;

/** A list in memory that counts how many of its pages are read between two turns of the event loop. */
function watchedList() {
  const source = listSource(
    Array.from({ length: PAGES }, (_, at) => at),
    { pageLength: 1 },
  );
  const seen = { inTurn: 0, most: 0, reads: 0 };
  const root: CompositeSource<number, string> = {
    key: '',
    children: async () => [
      {
        key: 'list',
        metadata: 'list',
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

test('A hundred composite lists read sixteen pages together per turn of the event loop', async () => {
  const { root, seen } = watchedList();
  let isOver = false;
  const turn = () => {
    seen.inTurn = 0;
    if (!isOver) setImmediate(turn);
  };
  turn();
  const nothing = { id: 'all', root, matches: () => false };
  const read = () => readCompositeConnection(nothing, { first: 1 }, cursors, performance.now() + 60_000);
  await Promise.all(Array.from({ length: 100 }, read));
  isOver = true;
  expect(seen.reads).toBe(100 * PAGES);
  expect(seen.most).toBeLessThanOrEqual(2 * 16);
});

test('Sixteen steps of one turn do not wait, the seventeenth does', async () => {
  await new Promise(setImmediate);
  expect(Array.from({ length: 16 }, yieldToEventLoop)).toEqual(Array(16).fill(undefined));
  expect(yieldToEventLoop()).toBeInstanceOf(Promise);
});

/** Returns the turn of each of these steps, which are taken at once, in a limit of sixteen a turn. */
function turnsOf(steps: readonly { readonly size: number; readonly caller?: string }[]): Promise<number[]> {
  const counts = { steps: 0, turns: 0 };
  const yieldIn = eventLoopTurns(16, counts);
  return Promise.all(
    steps.map(({ size, caller = null }) =>
      currentRequest.run({ ...newRequest({}), callerKey: caller }, async () => {
        await yieldIn(size);
        return counts.turns;
      }),
    ),
  );
}

/** Returns the sizes of the steps of each turn. */
async function sizesByTurn(sizes: readonly number[]): Promise<number[][]> {
  const turns = await turnsOf(sizes.map((size) => ({ size })));
  const byTurn = Map.groupBy(sizes.keys(), (index) => turns[index] ?? 0);
  return [...byTurn.entries()]
    .sort(([one], [other]) => one - other)
    .map(([, each]) => each.map((at) => sizes[at] ?? 0));
}

test('Steps that cannot be divided share a turn with others of their size while they fit, single ones first', async () => {
  expect(await sizesByTurn([10, 6, 1, 100, 8, 8, 3, 100, 1])).toEqual([[10, 6, 1, 100, 1], [8, 8, 100], [3]]);
});

test('A turn takes single steps, however many larger ones wait, and larger ones, however many single ones do', async () => {
  const crowd = [1, 8, 17].flatMap((size) => Array<number>(40).fill(size));
  const [first, second] = await sizesByTurn(crowd);
  expect(first).toEqual([...Array<number>(16).fill(1), 8, 8, 17]);
  expect(second).toEqual(first);
});

test.each([1, 8, 17])(
  'Callers take turns: one step of %i waits for one of each other caller, not for all',
  async (size) => {
    const crowd = ['crowd', 'mob'].flatMap((caller) => Array.from({ length: 100 }, () => ({ size, caller })));
    const turns = await turnsOf([...crowd, { size, caller: 'other' }]);
    expect(turns.at(-1)).toBeLessThanOrEqual(3);
    expect(Math.max(...turns)).toBeGreaterThan(10);
  },
);

test('A cached list ends at the deadline, and its cursor continues there', async () => {
  const { root, seen } = watchedList();
  const late = await readCompositeConnection(
    { id: 'all', root, matches: () => false },
    { first: 1 },
    cursors,
    performance.now() - 1,
  );
  expect(await late.incomplete).toBe(true);
  expect(seen.reads).toBeLessThan(3);
  expect((await late.sources).map(({ status }) => status)).not.toContain('COMPLETE');
  const after = late.pageInfo.endCursor;
  const rest = await readCompositeConnection(
    { id: 'all', root },
    { first: 200, after },
    cursors,
    performance.now() + 60_000,
  );
  expect(rest.edges.map(({ node }) => node)).toEqual(Array.from({ length: 200 }, (_, at) => at));
});
