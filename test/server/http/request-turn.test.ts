import { expect, test } from 'vitest';
import { eventLoopCounts } from '../../../src/paging/event-loop.ts';
import { requestTurn } from '../../../src/server/http/request-turn.ts';

/** A document of 190 fields, and a query of one. */
const [LARGE, SMALL] = [2_200, 80];

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
