import { expect, test } from 'vitest';
import { eventLoopCounts } from '../../../src/paging/event-loop.ts';
import { requestTurn } from '../../../src/server/http/request-turn.ts';

/** Bytes of a document of 190 fields, and of a small query. */
const [LARGE, SMALL] = [2_200, 512];

test('Large documents that arrive together are executed one in each turn of the event loop, a small query passes them', async () => {
  const turns = await Promise.all(
    [...Array<number>(20).fill(LARGE), SMALL].map(async (bytes) => {
      await requestTurn(bytes);
      return eventLoopCounts.turns;
    }),
  );
  const ofSmall = turns.pop();
  expect(new Set(turns).size).toBe(20);
  expect(ofSmall).toBe(turns[0]);
});

test('Sixteen small queries are executed in one turn', async () => {
  await new Promise(setImmediate);
  expect(Array.from({ length: 16 }, () => requestTurn(SMALL))).toEqual(Array(16).fill(undefined));
  expect(requestTurn(SMALL)).toBeInstanceOf(Promise);
});
