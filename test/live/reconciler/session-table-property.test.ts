import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SessionChange } from '../../../src/live/live-session.ts';
import { createSessionTable } from '../../../src/live/reconciler/session-table.ts';
import { type SourceRecord, sourceRecord } from '../../../src/live/reconciler/source-record.ts';
import type { SessionStatus } from '../../../src/sessions/provider.ts';
import { liveSession } from '../../support/live-changes.ts';

const IDS = ['a', 'b', 'c'];
const SOURCES = ['one', 'two'];

const id = fc.constantFrom(...IDS);
const source = fc.constantFrom(...SOURCES);
const status = fc.constantFrom<SessionStatus>('CONNECTED', 'DISCONNECTED', 'TERMINATING', 'TERMINATED');
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('see'), id, source, status, lateBy: fc.constantFrom(0, 0, 0, 25) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('end'), id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('report'), id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('forget', 'release'), id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore'), id, source }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('claim', 'endUnclaimed'), source }) },
);
interface Step {
  readonly kind: string;
  readonly id: string;
  readonly source: string;
  readonly status: SessionStatus;
  readonly lateBy: number;
}

/** Session as a reader of the changes knows it: in the index, in it with its end reported, or gone. */
type Place = 'live' | 'ended' | 'gone';

/** Kinds of changes that may follow in each place of a session, and the place that they lead to. */
const FOLLOWS: Readonly<Record<Place | 'unknown', Readonly<Record<string, Place>>>> = {
  unknown: { STARTED: 'live' },
  live: { CONNECTED: 'live', DISCONNECTED: 'live', UPDATED: 'live', ENDED: 'gone' },
  ended: { REAPPEARED: 'live', UPDATED: 'ended', UNLISTED: 'gone' },
  gone: { REAPPEARED: 'live', UPDATED: 'ended' },
};

function tableWorld() {
  const table = createSessionTable();
  const metadata = {
    service: 'SSM',
    location: { accountId: '123456789012', region: 'eu-west-1' },
    label: 'x',
  } as const;
  const recordOf = (name: string): SourceRecord =>
    sourceRecord([name], 'ssm', { node: { key: name, children: async () => [] }, metadata }, 1_000);
  const records = new Map(SOURCES.map((name) => [name, recordOf(name)]));
  const places = new Map<string, Place>();
  const hidden = new Set<string>();
  /** Restored sessions that no source has claimed. */
  const unclaimed = new Map<string, string>();
  let now = 1_000;

  function follow(changes: readonly SessionChange[]): void {
    for (const change of changes) {
      const before = places.get(change.session.id) ?? 'unknown';
      const after = FOLLOWS[before][change.kind];
      if (after === undefined) throw new Error(`${change.session.id} is ${before} when ${change.kind} follows.`);
      const isListed = change.kind === 'ENDED' && change.isListed;
      places.set(change.session.id, isListed ? 'ended' : (after as Place));
    }
  }

  function recordFor(name: string): SourceRecord {
    return records.get(name) as SourceRecord;
  }

  const RUN: Readonly<Record<string, (each: Step) => void>> = {
    see(each) {
      const requestedTick = now - each.lateBy;
      const { view, ...rest } = liveSession(each.id);
      const seen = { ...rest, view: { ...view, status: each.status } };
      const times = { requestedAt: requestedTick, requestedTick, answeredAt: now, scannedBefore: null };
      const sighting = { seen, id: each.id, sourceId: each.source, userName: null, list: '', scan: now, ...times };
      const changes = table.see(recordFor(each.source), sighting);
      if (hidden.has(each.id)) expect(changes).toEqual([]);
      else unclaimed.delete(each.id);
      follow(changes);
    },
    end(each) {
      const found = table.find(each.id);
      const change = table.end(found?.record ?? recordFor('one'), each.id, 'DISAPPEARED', now, now);
      expect(change === null).toBe(found === null);
      follow(change ? [change] : []);
    },
    report(each) {
      const found = table.find(each.id);
      const { view, ...rest } = liveSession(each.id);
      const seen = { ...rest, view: { ...view, status: 'TERMINATED' as const, endedAt: new Date(now - 3) } };
      const change = table.endReported(found?.record ?? recordFor('one'), each.id, seen, { answeredAt: now, now });
      expect(change === null).toBe(found === null);
      follow(change ? [change] : []);
    },
    forget(each) {
      const known = table.forget(each.id);
      const isThere = ['live', 'ended'].includes(places.get(each.id) ?? '');
      expect(known !== null).toBe(isThere);
      hidden.add(each.id);
      unclaimed.delete(each.id);
      places.delete(each.id);
    },
    release(each) {
      table.release(each.id);
      hidden.delete(each.id);
    },
    restore(each) {
      if (places.has(each.id)) return;
      const session = liveSession(each.id, { sourceId: each.source });
      table.restore({ sessions: [{ session, hasEnded: false }], sources: [], ended: new Map() });
      if (hidden.has(each.id)) return;
      unclaimed.set(each.id, each.source);
      places.set(each.id, 'live');
    },
    claim(each) {
      const record = recordFor(each.source);
      Object.assign(record, { id: each.source });
      table.claim(record);
      for (const [name, of] of unclaimed) if (of === each.source) unclaimed.delete(name);
    },
    endUnclaimed(each) {
      const expected = [...unclaimed].filter(([, of]) => of === each.source).map(([name]) => name);
      const changes = table.endUnclaimed(each.source, 'RESOURCE_DELETED', now, now);
      expect(changes.map(({ session }) => session.id).sort()).toEqual(expected.sort());
      for (const name of expected) unclaimed.delete(name);
      follow(changes);
    },
  };

  return {
    run(each: Step) {
      now += 10;
      RUN[each.kind]?.(each);
    },
    /** Checks that the table holds exactly what the changes so far add up to, each session once. */
    check() {
      const held = [...records.values()].flatMap((record) =>
        [...record.sessions].map(([name, { hasEnded }]) => ({
          name,
          hasEnded,
          isFound: table.find(name)?.record === record,
        })),
      );
      const isListed = (name: string) => ['live', 'ended'].includes(places.get(name) ?? '') && !unclaimed.has(name);
      const expected = IDS.filter(isListed).map((name) => ({
        name,
        hasEnded: places.get(name) === 'ended',
        isFound: true,
      }));
      expect(held.sort((one, other) => one.name.localeCompare(other.name))).toEqual(expected);
      expect(IDS.filter((name) => table.find(name) !== null)).toEqual(IDS.filter(isListed));
    },
  };
}

test('A table holds what its changes add up to, and no session starts, ends or leaves twice', () => {
  fc.assert(
    fc.property(fc.array(step as fc.Arbitrary<Step>, { maxLength: 40 }), (steps) => {
      const world = tableWorld();
      for (const each of steps) {
        world.run(each);
        world.check();
      }
    }),
    { numRuns: 100 },
  );
});

test('A page that was requested before a session ended does not bring it back; one requested later does', () => {
  const world = tableWorld();
  const see = (lateBy: number): Step => ({ kind: 'see', id: 'a', source: 'one', status: 'CONNECTED', lateBy });
  world.run(see(0));
  world.run({ ...see(0), kind: 'end' });
  world.run(see(25));
  world.check();
  world.run(see(0));
  expect(() => world.check()).not.toThrow();
});
