import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ChangeBatch } from '../../../src/live/broadcaster/session-changes.ts';
import { streamGroup } from '../../../src/server/streams/stream-group.ts';
import { type BroadcastWorld, broadcastWorld, type ShownBatch, showBatch } from '../../support/broadcast-world.ts';

const BOUND = 256 * 1024;
const BOOKMARK_MS = 15_000;

/** A group of one client that reads all, and one that stops and goes on. */
function pair(world: BroadcastWorld, padding: () => number = () => 0) {
  const group = streamGroup(world.source({}), {
    execute: async (event) => JSON.stringify({ ...showBatch(event as ChangeBatch), padding: 'x'.repeat(padding()) }),
    mark: '#from#',
    bookmarkMs: BOOKMARK_MS,
    onEmpty() {},
  });
  const join = () => {
    const batches: (ShownBatch & { readonly bytes: number })[] = [];
    const client = { isReading: true, batches, resume: () => {}, leave: () => {} };
    const attached = group.join(world.source({}), {
      send(text) {
        batches.push({ ...(JSON.parse(text) as ShownBatch), bytes: text.length });
        return client.isReading;
      },
      complete() {},
      fail() {},
    });
    client.resume = attached.resume;
    client.leave = attached.detach;
    return client;
  };
  return { fast: join(), slow: join() };
}

const changesOf = (batches: readonly ShownBatch[]) => batches.flatMap(({ events }) => events);
const isChain = (batches: readonly ShownBatch[]) =>
  batches.every(({ from }, index) => index === 0 || from === batches[index - 1]?.to);

describe('What waits for a client that does not keep up', () => {
  const commit = fc.record({
    numbers: fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 3 }),
    kilobytes: fc.nat({ max: 120 }),
  });

  test('is merged to the latest states, or to one `resync` above 256 KiB; others are sent everything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(commit, { minLength: 1, maxLength: 8 }), async (commits) => {
        const world = broadcastWorld();
        /** Resolves when a client has been sent all there is. Large results leave in several turns of the event loop. */
        const sentTo = async ({ batches }: { readonly batches: readonly ShownBatch[] }) => {
          for (let turns = 0; turns < 20 || batches.at(-1)?.to !== world.position(); turns += 1) await world.pass();
        };
        let kilobytes = 0;
        const { fast, slow } = pair(world, () => kilobytes * 1024);
        await world.pass();
        slow.isReading = false;
        // The first result is written: the operating system takes it.
        world.set(9, 'CONNECTED');
        await sentTo(fast);
        for (const { numbers, kilobytes: size } of commits) {
          kilobytes = size;
          world.setAll(numbers, 'CONNECTED');
          await sentTo(fast);
        }
        const missed = fast.batches.slice(1).reduce((sum, { bytes }) => sum + bytes, 0);
        expect(slow.batches).toHaveLength(1);
        [slow.isReading, kilobytes] = [true, 0];
        slow.resume();
        await sentTo(slow);
        const [, first, ...others] = slow.batches;
        // The bytes of a result differ by those of the position that is put in.
        if (Math.abs(missed - BOUND) > 100) expect(first?.isResync).toBe(missed > BOUND);
        expect(others.filter(({ isResync }) => isResync)).toEqual([]);
        expect(isChain(slow.batches) && isChain(fast.batches)).toBe(true);
        expect(slow.batches.at(-1)?.to).toBe(fast.batches.at(-1)?.to);
        if (!first?.isResync) expect(changesOf(slow.batches)).toEqual(changesOf(fast.batches));
        for (const { entered, updated, left } of slow.batches) {
          const named = [...entered, ...updated, ...left];
          expect(new Set(named).size).toBe(named.length);
        }
        fast.leave();
        slow.leave();
      }),
      { numRuns: 60 },
    );
  });

  test('is nothing but its position, however often it stops: each time it may miss 256 KiB again', async () => {
    const world = broadcastWorld();
    const { fast, slow } = pair(world, () => 100 * 1024);
    for (let turn = 0; turn < 6; turn += 1) {
      slow.isReading = false;
      for (const number of [1, 2, 3]) {
        world.set(number, turn % 2 === 0 ? 'CONNECTED' : 'DISCONNECTED');
        await world.pass();
      }
      slow.isReading = true;
      slow.resume();
      await world.pass();
    }
    expect(slow.batches.filter(({ isResync }) => isResync)).toEqual([]);
    expect(changesOf(slow.batches)).toEqual(changesOf(fast.batches));
  });
});

describe('Bookmarks', () => {
  let world: BroadcastWorld;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    world = broadcastWorld();
  });
  afterEach(() => void vi.useRealTimers());

  /** Lets time pass for the group and the world. */
  async function pass(milliseconds: number): Promise<void> {
    vi.advanceTimersByTime(milliseconds);
    await world.pass(milliseconds);
  }

  test('come 15 s after whatever was sent last, and continue it, however changes and silence follow each other', async () => {
    const steps = fc.array(fc.oneof(fc.constant('change' as const), fc.constantFrom(1_000, 7_000, 14_000)), {
      maxLength: 25,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (story) => {
        world = broadcastWorld();
        const { fast, slow } = pair(world);
        await pass(1_000);
        let [silentMs, expected] = [1_000, 0];
        for (const step of story) {
          if (step === 'change') {
            world.set(expected % 5, expected % 2 === 0 ? 'CONNECTED' : 'DISCONNECTED');
            await world.pass(300);
            [silentMs, expected] = [0, expected + 1];
          } else {
            await pass(step);
            silentMs += step;
            expected += Math.floor(silentMs / BOOKMARK_MS);
            silentMs %= BOOKMARK_MS;
          }
          expect(fast.batches).toHaveLength(expected);
        }
        expect(isChain(fast.batches)).toBe(true);
        expect(fast.batches).toEqual(slow.batches);
        expect(fast.batches.filter(({ isResync }) => isResync)).toEqual([]);
        if (expected > 0) expect(fast.batches.at(-1)?.to).toBe(world.position());
        fast.leave();
        slow.leave();
      }),
      { numRuns: 40 },
    );
  });

  test('are not sent to a client that reads nothing; it gets the next one after it has read', async () => {
    const { fast, slow } = pair(world);
    slow.isReading = false;
    world.set(1, 'CONNECTED');
    await pass(1_000);
    await pass(BOOKMARK_MS);
    await pass(BOOKMARK_MS);
    expect([fast.batches.length, slow.batches.length]).toEqual([3, 1]);
    slow.isReading = true;
    slow.resume();
    await pass(BOOKMARK_MS);
    expect(slow.batches.map(({ from, to, events }) => [from, to, events.length])).toEqual([
      ['p0', 'p1', 1],
      ['p1', 'p1', 0],
    ]);
  });
});
