import { describe, expect, test } from 'vitest';
import { eventResults } from '../../../src/server/streams/event-results.ts';

const MARK = 'mark-of-no-result';

/** Results of events, each of which is executed to a text of so many bytes a change. */
function resultsOf({ isState = false, bytesPerChange = 100 } = {}) {
  const executed: unknown[] = [];
  const results = eventResults({
    mark: MARK,
    isState,
    async execute(event) {
      executed.push(event);
      const { from, changes } = event as { from: string; changes: number };
      return `{"from":"${from}","data":"${'x'.repeat(bytesPerChange * changes)}"}`;
    },
  });
  const eventAt = (revision: number, changes = 1) => ({
    to: { revision, text: `to ${revision}` },
    changes,
    event: (from: string) => ({ from, changes }),
  });
  return { results, executed, eventAt };
}

describe('The result of an event', () => {
  test('is executed once for all, and differs by the position that each has seen', async () => {
    const { results, executed, eventAt } = resultsOf();
    const result = await results.of(eventAt(1));
    expect([result.with('one'), result.with('other')].map((text) => JSON.parse(text).from)).toEqual(['one', 'other']);
    expect(executed).toEqual([{ from: MARK, changes: 1 }]);
  });

  test('of a position with characters of a pattern is that position', async () => {
    const { results, eventAt } = resultsOf();
    const result = await results.of(eventAt(1));
    for (const from of ['$&', '$1', '$$', '\\', MARK]) expect(result.with(from)).toContain(`"from":"${from}"`);
  });

  test('is executed anew for each event, unless events are states', async () => {
    const { results, executed, eventAt } = resultsOf();
    await results.of(eventAt(1));
    await results.of(eventAt(1));
    expect([executed.length, results.state]).toEqual([2, undefined]);
  });

  test('of a state serves all who join until the next one', async () => {
    const { results, executed, eventAt } = resultsOf({ isState: true });
    const [first, again] = [await results.of(eventAt(1)), await results.of(eventAt(1))];
    expect([first === again, executed.length, results.state]).toEqual([true, 1, first.with(MARK)]);
    await results.of(eventAt(2, 3));
    expect([executed.length, results.state?.length]).toEqual([2, first.length + 200]);
  });
});

describe('The size of the next event', () => {
  test('is two hundred changes before anything is known', () => {
    const { results } = resultsOf();
    expect([results.limit(), results.bytesOf(200)]).toEqual([200, 131_072]);
  });

  test.each([
    [10, 1_000],
    [1_000, 130],
    [100_000, 1],
    [1_000_000, 1],
  ])('with %i bytes a change is about %i changes', async (bytesPerChange, limit) => {
    const { results, eventAt } = resultsOf({ bytesPerChange });
    await results.of(eventAt(1, 10));
    expect(Math.abs(results.limit() - limit)).toBeLessThanOrEqual(2);
    expect(results.bytesOf(10)).toBeGreaterThanOrEqual(10 * bytesPerChange);
  });

  test('does not follow from an event without changes', async () => {
    const { results, eventAt } = resultsOf({ bytesPerChange: 1_000 });
    await results.of(eventAt(1, 10));
    const before = results.limit();
    await results.of(eventAt(2, 0));
    expect(results.limit()).toBe(before);
  });
});
