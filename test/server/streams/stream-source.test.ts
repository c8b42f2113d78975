import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { iterableSource, type StreamOutlet } from '../../../src/server/streams/stream-source.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** An outlet that keeps up for `credit` results, and notes what it is told. */
function outlet(credit = Infinity) {
  const received: string[] = [];
  let left = credit;
  const told: StreamOutlet = {
    send(result) {
      received.push(result);
      left -= 1;
      return left > 0;
    },
    complete: () => void received.push('complete'),
    fail: (error) => void received.push(`fail: ${(error as Error).message}`),
  };
  return {
    told,
    received,
    grant(more: number) {
      left = more;
    },
  };
}

/** Numbers from 1, and how many were taken. */
function numbers(count: number) {
  const state = { taken: 0, returned: 0 };
  const events = {
    [Symbol.asyncIterator]: () => ({
      async next() {
        if (state.taken >= count) return { done: true as const, value: undefined };
        state.taken += 1;
        return { done: false as const, value: state.taken };
      },
      async return() {
        state.returned += 1;
        return { done: true as const, value: undefined };
      },
    }),
  };
  return { state, events };
}

const text = async (event: unknown) => `r${String(event)}`;

describe('A source that is read event by event', () => {
  test('sends the results in order, then completes', async () => {
    const { told, received } = outlet();
    iterableSource(numbers(3).events, text).attach(told);
    await settle();
    expect(received).toEqual(['r1', 'r2', 'r3', 'complete']);
  });

  test('takes no event while its client does not keep up, and one result is all that waits', async () => {
    const { told, received, grant } = outlet(2);
    const { state, events } = numbers(10);
    const attached = iterableSource(events, text).attach(told);
    await settle();
    expect([received, state.taken]).toEqual([['r1', 'r2'], 2]);
    grant(3);
    attached.resume();
    await settle();
    expect([received.length, state.taken]).toEqual([5, 5]);
  });

  test('sends all in order to a client of any pace', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 12 }),
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 }),
        async (count, paces) => {
          const { told, received, grant } = outlet(1);
          const attached = iterableSource(numbers(count).events, text).attach(told);
          for (const pace of [...paces, Infinity]) {
            await settle();
            grant(pace);
            attached.resume();
          }
          await settle();
          expect(received).toEqual([...Array.from({ length: count }, (_, index) => `r${index + 1}`), 'complete']);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('ends its iterator, and sends nothing more, when it is detached: between two events, while it waits, and while it executes', async () => {
    const between = outlet(1);
    const waiting = numbers(5);
    const attached = iterableSource(waiting.events, text).attach(between.told);
    await settle();
    attached.detach();
    await settle();
    expect([between.received, waiting.state]).toEqual([['r1'], { taken: 1, returned: 1 }]);

    const executing = outlet();
    const { promise, resolve } = Promise.withResolvers<string>();
    const source = numbers(5);
    const other = iterableSource(source.events, () => promise).attach(executing.told);
    await settle();
    other.detach();
    resolve('late');
    await settle();
    expect([executing.received, source.state.returned]).toEqual([[], 1]);
  });

  test('reports the error of its events, once, and none after it was detached', async () => {
    const failing = {
      async *[Symbol.asyncIterator]() {
        yield 1;
        throw new Error('broken');
      },
    };
    const { told, received } = outlet();
    iterableSource(failing, text).attach(told);
    await settle();
    expect(received).toEqual(['r1', 'fail: broken']);

    const detached = outlet(1);
    const attached = iterableSource(failing, text).attach(detached.told);
    await settle();
    attached.detach();
    await settle();
    expect(detached.received).toEqual(['r1']);
  });

  test('is closed where its client has left before the first result, also if closing fails', async () => {
    const { state, events } = numbers(1);
    iterableSource(events, text).cancel();
    expect(state).toEqual({ taken: 0, returned: 1 });
    const unclosable = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: true as const, value: undefined }),
        return: () => Promise.reject(new Error('cannot')),
      }),
    };
    iterableSource(unclosable, text).cancel();
    await settle();
  });
});
