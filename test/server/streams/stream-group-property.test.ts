import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchChanges } from '../../../src/live/broadcaster/matching-changes.ts';
import { previousSessions } from '../../../src/live/broadcaster/previous-sessions.ts';
import type { ChangeBatch } from '../../../src/live/broadcaster/session-changes.ts';
import type { LiveFilter } from '../../../src/live/index/live-filter.ts';
import { liveMatcher } from '../../../src/live/index/live-matcher.ts';
import { type StreamGroup, streamGroup } from '../../../src/server/streams/stream-group.ts';
import { type BroadcastWorld, broadcastWorld, eventName, showBatch } from '../../support/broadcast-world.ts';
import { type StoreClient, storeClient } from '../../support/store-client.ts';

const CLIENTS = 4;
const RUNS = 300;

const filters: fc.Arbitrary<LiveFilter> = fc.constantFrom<LiveFilter[]>(
  {},
  { statuses: ['CONNECTED'] },
  { statuses: ['DISCONNECTED'], userName: 'user-1' },
  { onlyUser: 'user-2' },
  { onlyUser: null },
  { services: ['SSM'] },
);

const client = fc.nat({ max: CLIENTS - 1 });
const steps = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('set' as const),
        numbers: fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 4 }),
        status: fc.constantFrom('CONNECTED' as const, 'DISCONNECTED' as const, null),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1, 100, 1_000) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('break' as const), client }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), client }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('slow' as const), client, count: fc.nat({ max: 2 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('resume' as const), client }) },
  ),
  { maxLength: 60 },
);
type Step = typeof steps extends fc.Arbitrary<(infer Each)[]> ? Each : never;

/** One group for all clients, opened by the first and closed with the last. */
function groups(world: BroadcastWorld, filter: LiveFilter): () => StreamGroup {
  let group: StreamGroup | undefined;
  return () => {
    group ??= streamGroup(world.source(filter), {
      execute: async (event) => JSON.stringify(showBatch(event as ChangeBatch)),
      mark: '#from#',
      bookmarkMs: 1_000_000,
      onEmpty: () => {
        group = undefined;
      },
    });
    return group;
  };
}

async function play(world: BroadcastWorld, clients: readonly StoreClient[], step: Step): Promise<void> {
  if (step.kind === 'set') return world.setAll(step.numbers, step.status);
  if (step.kind === 'pass') return world.pass(step.ms);
  const each = clients[step.client] as StoreClient;
  if (step.kind === 'leave') each.disconnect();
  else if (step.kind === 'slow') each.readSlowly(step.count + 1);
  else if (step.kind === 'resume') each.resume();
  else {
    each.disconnect();
    each.connect();
  }
}

/** All events of the world that match, from a revision on. */
function eventsOf(world: BroadcastWorld, filter: LiveFilter) {
  const previous = previousSessions(world.changes);
  const match = matchChanges(
    liveMatcher(filter, () => false),
    previous,
  );
  const events: string[] = [];
  world.changes.subscribe(({ changes }) => {
    for (const change of changes) if (match(change, 0)) events.push(eventName(change));
  });
  return events;
}

describe('Over random changes, disconnects and slow clients', () => {
  test('each event arrives exactly once and in order, and the store equals the list', async () => {
    await fc.assert(
      fc.asyncProperty(filters, steps, async (filter, story) => {
        const world = broadcastWorld();
        // Ticks then run even while the group is closed.
        world.broadcaster.watch({ filter: {}, onTick() {}, onRestart() {} });
        const events = eventsOf(world, filter);
        const groupOf = groups(world, filter);
        const clients = Array.from({ length: CLIENTS }, () => storeClient(world, filter, groupOf));
        for (const each of clients) each.connect();
        for (const step of story) await play(world, clients, step);
        for (const each of clients) {
          each.connect();
          each.resume();
        }
        await world.pass();
        for (const each of clients) {
          expect(each.resyncs).toBe(0);
          expect(each.events).toEqual(events);
          expect(each.ids).toEqual(world.matching(filter));
          each.disconnect();
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('a client whose position is no longer held is told so once, and its store equals the list', async () => {
    await fc.assert(
      fc.asyncProperty(filters, steps, async (filter, story) => {
        const world = broadcastWorld({ maxChanges: 3 });
        const groupOf = groups(world, filter);
        const clients = Array.from({ length: CLIENTS }, () => storeClient(world, filter, groupOf));
        for (const each of clients) each.connect();
        for (const step of story) await play(world, clients, step);
        for (const each of clients) {
          each.connect();
          each.resume();
        }
        await world.pass();
        for (const each of clients) {
          expect(each.ids).toEqual(world.matching(filter));
          each.disconnect();
        }
      }),
      { numRuns: RUNS },
    );
  });
});
