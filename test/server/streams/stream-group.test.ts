import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ChangeBatch } from '../../../src/live/broadcaster/session-changes.ts';
import { sessionCounts } from '../../../src/live/broadcaster/session-counts.ts';
import type { SharedSource } from '../../../src/live/broadcaster/shared-source.ts';
import { eventLoopCounts } from '../../../src/paging/event-loop.ts';
import { type StreamGroup, streamGroup } from '../../../src/server/streams/stream-group.ts';
import { type BroadcastWorld, broadcastWorld, type ShownBatch, showBatch } from '../../support/broadcast-world.ts';

/** A group that counts its executions. `padding` enlarges the results. */
function countedGroup(source: SharedSource, padding = '') {
  let executions = 0;
  let isEmpty = false;
  const group = streamGroup(source, {
    execute: async (event) => {
      executions += 1;
      return JSON.stringify({ ...showBatch(event as ChangeBatch), padding });
    },
    mark: '#from#',
    bookmarkMs: 15_000,
    onEmpty: () => {
      isEmpty = true;
    },
  });
  return { group, executions: () => executions, isEmpty: () => isEmpty };
}

async function member(group: StreamGroup, source: SharedSource) {
  const batches: ShownBatch[] = [];
  let isReading = true;
  const attached = group.join(source, {
    send(text) {
      batches.push(JSON.parse(text) as ShownBatch);
      return isReading;
    },
    complete() {},
    fail() {},
  });
  await world.pass(0);
  return {
    batches,
    detach: attached.detach,
    stop() {
      isReading = false;
    },
    read() {
      isReading = true;
      attached.resume();
    },
  };
}

let world: BroadcastWorld;
beforeEach(() => {
  world = broadcastWorld();
});
afterEach(() => void vi.useRealTimers());

describe('A thousand subscribers', () => {
  test('cost one execution a batch, wherever they began, and each sees its own `from`', async () => {
    world.setAll([1, 2, 3], 'CONNECTED');
    const { group, executions } = countedGroup(world.source({ statuses: ['FAILED'] }));
    const positions = ['p3', 'p2', 'p1', 'p0'];
    const members = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => member(group, world.source({}, positions[index % positions.length]))),
    );
    await world.pass();
    expect(executions()).toBe(0);
    for (const number of [4, 5]) {
      world.set(number, 'FAILED');
      await world.pass();
    }
    expect(executions()).toBe(2);
    for (const [index, { batches }] of members.entries())
      expect(batches.map(({ from, to }) => [from, to])).toEqual([
        [positions[index % 4], 'p4'],
        ['p4', 'p5'],
      ]);
  });
});

describe('A subscriber that does not keep up', () => {
  test('holds up no other, and gets what it missed merged into one batch', async () => {
    const { group, executions } = countedGroup(world.source({}));
    const [slow, fast] = [await member(group, world.source({})), await member(group, world.source({}))];
    slow.stop();
    for (let turn = 0; turn < 10; turn += 1) {
      world.set(1, turn % 2 === 0 ? 'CONNECTED' : 'DISCONNECTED');
      await world.pass();
    }
    expect([slow.batches.length, fast.batches.length, executions()]).toEqual([1, 10, 10]);
    slow.read();
    await world.pass();
    expect(slow.batches).toHaveLength(2);
    expect(slow.batches[1]).toMatchObject({ from: 'p1', to: 'p10', isResync: false, updated: ['APPSTREAM-1'] });
    expect(slow.batches[1]?.events).toHaveLength(9);
    world.set(1, 'CONNECTED');
    await world.pass();
    expect(executions()).toBe(12);
    expect(slow.batches.at(-1)).toEqual(fast.batches.at(-1));
  });

  test('by more than 256 KiB gets one batch with `resync`, then goes on', async () => {
    const { group } = countedGroup(world.source({}), 'x'.repeat(100 * 1024));
    const [slow, fast] = [await member(group, world.source({})), await member(group, world.source({}))];
    slow.stop();
    for (const number of [1, 2, 3, 4]) {
      world.set(number, 'CONNECTED');
      await world.pass();
    }
    slow.read();
    await world.pass();
    world.set(5, 'CONNECTED');
    await world.pass();
    expect(fast.batches.map(({ isResync }) => isResync)).toEqual(Array(5).fill(false));
    expect(slow.batches.map(({ isResync, from, to }) => [isResync, from, to])).toEqual([
      [false, 'p0', 'p1'],
      [true, 'p1', 'p4'],
      [false, 'p4', 'p5'],
    ]);
    world.set(6, 'CONNECTED');
    await world.pass();
    expect(slow.batches.at(-1)).toMatchObject({ isResync: false, from: 'p5', to: 'p6', entered: ['APPSTREAM-6'] });
  });

  test('costs no execution while no one else reads', async () => {
    const { group, executions } = countedGroup(world.source({}));
    const slow = await member(group, world.source({}));
    slow.stop();
    for (let turn = 0; turn < 10; turn += 1) {
      world.set(turn, 'CONNECTED');
      await world.pass();
    }
    expect(executions()).toBe(1);
    slow.read();
    await world.pass();
    expect(executions()).toBe(2);
    expect(slow.batches[1]?.entered).toHaveLength(9);
  });
});

describe('A group', () => {
  test('sends large changes in several batches of about 128 KiB', async () => {
    const { group } = countedGroup(world.source({}), 'x'.repeat(60 * 1024));
    const { batches } = await member(group, world.source({}));
    world.set(0, 'CONNECTED');
    await world.pass();
    world.setAll([1, 2, 3, 4, 5], 'CONNECTED');
    await world.pass();
    await world.pass(0);
    // The result has one size, whatever the number of changes: two of them fit, then four, then eight.
    expect(batches.map(({ from, to }) => [from, to])).toEqual([
      ['p0', 'p1'],
      ['p1', 'p3'],
      ['p3', 'p6'],
    ]);
  });

  test('lets sockets drain between two batches of a burst: a client that reads at once is sent no `resync`', async () => {
    const { group } = countedGroup(world.source({}), 'x'.repeat(100 * 1024));
    const batches: ShownBatch[] = [];
    const attached = group.join(world.source({}), {
      send(text) {
        batches.push(JSON.parse(text) as ShownBatch);
        // A response is written, and drained, after what runs now.
        setImmediate(() => attached.resume());
        return false;
      },
      complete() {},
      fail() {},
    });
    const numbers = Array.from({ length: 40 }, (_, number) => number);
    world.set(0, 'CONNECTED');
    await world.pass();
    world.setAll(numbers, 'DISCONNECTED');
    await world.pass();
    await expect.poll(() => batches.at(-1)?.to).toBe('p41');
    expect(batches.filter(({ isResync }) => isResync)).toEqual([]);
    expect(batches.flatMap(({ events }) => events)).toHaveLength(41);
    attached.detach();
  });

  test('gives other work its turn while it executes for subscribers at positions of their own', async () => {
    const { group, executions } = countedGroup(world.source({ statuses: ['CONNECTED'] }));
    for (let number = 0; number < 200; number += 1) world.set(number, 'CONNECTED');
    const { turns } = eventLoopCounts;
    const members = Array.from({ length: 200 }, (_, index) => {
      const batches: ShownBatch[] = [];
      group.join(world.source({ statuses: ['CONNECTED'] }, `p${index}`), {
        send: (text) => batches.push(JSON.parse(text) as ShownBatch) > 0,
        complete() {},
        fail() {},
      });
      return batches;
    });
    await expect.poll(() => members.filter(([batch]) => batch?.to === 'p200')).toHaveLength(200);
    expect(executions()).toBe(200);
    // 200 executions of 1 to 200 changes are 1,100 steps, sixteen of which fill a turn.
    expect(eventLoopCounts.turns - turns).toBeGreaterThan(60);
  });

  test('sends a bookmark 15 s after the last batch, whose position is that of the world', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { group } = countedGroup(world.source({ statuses: ['FAILED'] }));
    const { batches } = await member(group, world.source({}));
    world.set(1, 'CONNECTED');
    await world.pass();
    vi.advanceTimersByTime(14_999);
    await world.pass();
    expect(batches).toEqual([]);
    vi.advanceTimersByTime(1);
    await world.pass();
    expect(batches).toEqual([expect.objectContaining({ from: 'p0', entered: [], updated: [], left: [], events: [] })]);
    vi.advanceTimersByTime(15_000);
    await world.pass();
    expect(batches).toHaveLength(2);
    expect(batches[1]?.from).toBe(batches[0]?.to);
  });

  test('closes its watch with the last subscriber', async () => {
    const { group, executions, isEmpty } = countedGroup(world.source({}));
    const [one, other] = [await member(group, world.source({})), await member(group, world.source({}))];
    one.detach();
    expect(isEmpty()).toBe(false);
    other.detach();
    expect(isEmpty()).toBe(true);
    world.set(1, 'CONNECTED');
    await world.pass();
    expect([one.batches, other.batches, executions()]).toEqual([[], [], 0]);
  });
});

test('Counts that have not changed are not sent again, and one execution serves all who join', async () => {
  let count = 5;
  let executions = 0;
  const source = () => sessionCounts(world.broadcaster, { filter: {}, by: 'STATUS', first: 20 });
  const group = streamGroup(source(), {
    execute: async () => {
      executions += 1;
      return String(count);
    },
    mark: '#from#',
    bookmarkMs: 15_000,
    onEmpty() {},
  });
  const received: string[][] = [[], [], []];
  for (const results of received) {
    group.join(source(), { send: (text) => results.push(text) > 0, complete() {}, fail() {} });
    await world.pass();
  }
  expect([received, executions]).toEqual([[['5'], ['5'], ['5']], 1]);
  world.set(1, 'CONNECTED');
  await world.pass(2_000);
  expect([received, executions]).toEqual([[['5'], ['5'], ['5']], 2]);
  count = 6;
  world.set(1, 'DISCONNECTED');
  await world.pass(2_000);
  expect([received, executions]).toEqual([
    [
      ['5', '6'],
      ['5', '6'],
      ['5', '6'],
    ],
    3,
  ]);
});
