import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChangeBatch } from '../../../src/live/broadcaster/session-changes.ts';
import { sessionCounts } from '../../../src/live/broadcaster/session-counts.ts';
import type { SharedSource } from '../../../src/live/broadcaster/shared-source.ts';
import { streamGroup } from '../../../src/server/streams/stream-group.ts';
import { type BroadcastWorld, broadcastWorld, showBatch } from '../../support/broadcast-world.ts';
import { storeClient } from '../../support/store-client.ts';

/** Opens a group whose results are batches. @param onExecute called before each execution ends */
function groupOf(source: SharedSource, onExecute: () => void = () => {}) {
  let executions = 0;
  const group = streamGroup(source, {
    execute: async (event) => {
      executions += 1;
      onExecute();
      return JSON.stringify(showBatch(event as ChangeBatch));
    },
    mark: '#from#',
    bookmarkMs: 1_000_000,
    onEmpty() {},
  });
  return { group, executions: () => executions };
}

/** Clients of one group that see all sessions. */
async function clientsOf(world: BroadcastWorld, count: number, onExecute?: () => void) {
  const { group, executions } = groupOf(world.source({}), onExecute);
  const clients = Array.from({ length: count }, () => storeClient(world, {}, () => group));
  for (const each of clients) each.connect();
  await world.pass();
  return { clients, executions };
}

describe('Where the change log begins anew', () => {
  test.each([
    ['later than the one before, such as after a long time without the database', 900],
    ['earlier, such as that of another database', 2],
    ['at the same revision', 5],
  ])('%s, each subscriber is sent one `resync`, then what follows', async (_where, revision) => {
    const world = broadcastWorld();
    world.setAll([1, 2, 3, 4, 5], 'CONNECTED');
    const { clients, executions } = await clientsOf(world, 3);
    world.restart(revision, [1, 2, 6], null);
    await world.pass();
    expect(executions()).toBe(1);
    world.set(7, 'CONNECTED');
    await world.pass();
    for (const { batches, ids } of clients) {
      expect(batches.map(({ isResync, from, to }) => [isResync, from, to])).toEqual([
        [true, 'p5', `pp${revision}`],
        [false, `pp${revision}`, `pp${revision + 1}`],
      ]);
      expect(ids).toEqual(world.matching({}));
    }
  });

  test('changes that were not sent yet are part of what is read again', async () => {
    const world = broadcastWorld();
    const { clients } = await clientsOf(world, 1);
    world.set(1, 'CONNECTED');
    world.restart(50, [2], 'CONNECTED');
    await world.pass();
    expect(clients[0]?.batches.map(({ isResync }) => isResync)).toEqual([true]);
    expect(clients[0]?.ids).toEqual(['APPSTREAM-1', 'APPSTREAM-2']);
  });

  test('a batch that is being executed then does not take the place of the `resync`', async () => {
    const world = broadcastWorld();
    let isRestarted = false;
    const { clients } = await clientsOf(world, 2, () => {
      if (isRestarted) return;
      isRestarted = true;
      world.restart(1, [1, 2], null);
    });
    world.set(1, 'CONNECTED');
    await world.pass();
    for (const { batches, ids } of clients) {
      expect(batches.map(({ isResync }) => isResync)).toEqual([true]);
      expect(ids).toEqual([]);
    }
  });

  test('twice at the same revision, the second `resync` is not taken for the first', async () => {
    const world = broadcastWorld();
    const { clients } = await clientsOf(world, 2);
    world.restart(3, [0], 'CONNECTED');
    world.restart(3, [0], 'CONNECTED');
    await world.pass();
    world.set(1, 'CONNECTED');
    await world.pass();
    for (const { ids, position } of clients) {
      expect(ids).toEqual(world.matching({}));
      expect(position).toBe(world.position());
    }
  });

  test('counts are sent again', async () => {
    const world = broadcastWorld();
    const source = () => sessionCounts(world.broadcaster, { filter: {}, by: 'STATUS', first: 20 });
    const group = streamGroup(source(), {
      execute: async () => String(world.sessions.size),
      mark: '#from#',
      bookmarkMs: 1_000_000,
      onEmpty() {},
    });
    const counts: string[] = [];
    group.join(source(), { send: (text) => counts.push(text) > 0, complete() {}, fail() {} });
    await world.pass();
    world.restart(9, [1, 2, 3], 'CONNECTED');
    await world.pass();
    expect(counts).toEqual(['0', '3']);
  });

  test('one that was dropped to forget names, and missed nothing, is none: no subscriber reads again', async () => {
    const world = broadcastWorld();
    const { clients } = await clientsOf(world, 1);
    world.set(1, 'CONNECTED');
    const { id, revision } = world.changes;
    world.changes.restart({ id, revision, commits: [] });
    await world.pass();
    expect(clients[0]?.batches).toMatchObject([{ isResync: false, entered: ['APPSTREAM-1'] }]);
  });
});

test('Over random changes, disconnects, slow clients and logs that begin anew, every store equals the list', async () => {
  const client = fc.nat({ max: 2 });
  const numbers = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 3 });
  const status = fc.constantFrom('CONNECTED' as const, 'DISCONNECTED' as const, null);
  const steps = fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('set' as const), numbers, status }) },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('restart' as const), at: fc.nat({ max: 9 }), numbers, status }),
      },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1, 300) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('break' as const), client }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('slow' as const), client }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('resume' as const), client }) },
    ),
    { maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      const world = broadcastWorld();
      const { clients } = await clientsOf(world, 3);
      for (const step of story) {
        if (step.kind === 'set') world.setAll(step.numbers, step.status);
        else if (step.kind === 'restart') world.restart(step.at, step.numbers, step.status);
        else if (step.kind === 'pass') await world.pass(step.ms);
        else if (step.kind === 'slow') clients[step.client]?.readSlowly(1);
        else if (step.kind === 'resume') clients[step.client]?.resume();
        else clients[step.client]?.connect();
      }
      for (const each of clients) each.resume();
      await world.pass();
      for (const { ids } of clients) expect(ids).toEqual(world.matching({}));
    }),
    { numRuns: 200 },
  );
});
