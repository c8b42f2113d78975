import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Batch, type Connection, followChanges } from '../../console/src/live/follow-changes.ts';
import { GatewayRequestError } from '../../console/src/relay/request-error.ts';

interface Numbered extends Batch {
  readonly number: number;
}
const numbered = (number: number): Numbered => ({ from: `${number}`, to: `${number + 1}`, resync: false, number });

interface Stream {
  readonly next: (batch: Numbered) => void;
  readonly ended: (error: Error | null) => void;
  isOpen: boolean;
}

/** Follows a gateway that the test plays: `streams` are the subscriptions so far. */
function follow() {
  const streams: Stream[] = [];
  const applied: number[] = [];
  const connections: Connection[] = [];
  let lost = 0;
  const following = followChanges<Numbered>('0', {
    subscribe(after, next, ended) {
      // Nothing is lost and nothing comes twice if a stream begins after what was applied.
      expect(after).toBe(String(applied.length));
      const stream = { next, ended, isOpen: true };
      streams.push(stream);
      return () => {
        stream.isOpen = false;
      };
    },
    apply: ({ number }) => applied.push(number),
    lost: () => {
      lost += 1;
    },
    connection: (state) => connections.at(-1) === state || connections.push(state),
  });
  const open = () => streams.filter(({ isOpen }) => isOpen);
  return { following, streams, applied, connections, open, lost: () => lost };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Happening of a stream: a batch it should send, one from before, one from later, its end, silence, or a tab that is hidden and seen. */
const happenings = fc.array(fc.constantFrom('next', 'repeated', 'skipped', 'broken', 'silence', 'hidden'), {
  maxLength: 40,
});

describe('A list that is followed', () => {
  test('gets each batch once, in order, by one stream at a time, whatever happens to its streams', () => {
    fc.assert(
      fc.property(happenings, (all) => {
        const timers = vi.getTimerCount();
        const { following, streams, applied, open, lost } = follow();
        for (const happening of all) {
          const stream = streams.at(-1);
          const position = applied.length;
          if (happening === 'next') stream?.next(numbered(position));
          if (happening === 'repeated' && position > 0) stream?.next(numbered(position - 1));
          if (happening === 'skipped') stream?.next(numbered(position + 1));
          if (happening === 'broken') stream?.ended(new Error('broken'));
          if (happening === 'silence') vi.advanceTimersByTime(60_000);
          if (happening === 'hidden') {
            following.pause();
            expect(open()).toHaveLength(0);
            following.resume();
          }
          vi.advanceTimersByTime(10_000);
          expect(open().length).toBeLessThanOrEqual(1);
          // A stream that was found silent just now is opened again within the longest wait between attempts.
          if (open().length === 0) vi.advanceTimersByTime(5_000);
          expect(open()).toHaveLength(1);
        }
        expect(applied).toEqual(applied.map((_, index) => index));
        expect(applied.length).toBe(all.filter((each) => each === 'next').length);
        expect(lost()).toBe(0);
        following.stop();
        expect(open()).toHaveLength(0);
        expect(vi.getTimerCount()).toBe(timers);
      }),
      { examples: [[['broken', 'broken', 'broken', 'silence', 'silence']]] },
    );
  });

  test('is read again, once, where changes were lost: the gateway says so, or does not know the position', () => {
    const endings: readonly ((stream: Stream | undefined) => void)[] = [
      (stream) => stream?.next({ ...numbered(0), resync: true }),
      (stream) => stream?.ended(new GatewayRequestError('CURSOR_EXPIRED', 'It is too old.')),
      (stream) => stream?.ended(new GatewayRequestError('INVALID_CURSOR', 'Of another process.')),
    ];
    for (const end of endings) {
      const { streams, applied, open, lost } = follow();
      end(streams[0]);
      streams[0]?.next(numbered(0));
      vi.advanceTimersByTime(600_000);
      expect([lost(), applied, open()]).toEqual([1, [], []]);
    }
  });

  test('waits longer after each attempt that fails, and shows the state of its connection', () => {
    const { streams, connections } = follow();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const count = streams.length;
      streams.at(-1)?.ended(new Error('broken'));
      let waited = 0;
      for (; streams.length === count; waited += 500) vi.advanceTimersByTime(500);
      waits.push(waited);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 5_000, 5_000]);
    streams.at(-1)?.next(numbered(0));
    streams.at(-1)?.ended(new Error('broken'));
    vi.advanceTimersByTime(500);
    expect(streams).toHaveLength(7);
    expect(connections).toEqual(['connecting', 'broken', 'live', 'broken']);
  });
});
