import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChangeBatch } from '../../../src/live/broadcaster/session-changes.ts';
import type { LiveFilter } from '../../../src/live/index/live-filter.ts';
import type { LiveSession, SessionChange } from '../../../src/live/live-session.ts';
import { type BroadcastWorld, broadcastWorld } from '../../support/broadcast-world.ts';
import { ended, liveSession, SEEN, started } from '../../support/live-sessions.ts';
import { changesOf, steps } from '../../support/random-changes.ts';

type Predicate = (session: LiveSession) => boolean;

/** Filters, each with a predicate by hand. */
const FILTERS: readonly (readonly [LiveFilter, Predicate])[] = [
  [{}, () => true],
  [{ statuses: ['CONNECTED', 'UNKNOWN'] }, ({ view }) => ['CONNECTED', 'UNKNOWN'].includes(view.status)],
  [{ services: ['SSM'] }, ({ view }) => view.service === 'SSM'],
  [{ userName: 'usér 1' }, ({ userName }) => userName === 'usér 1'],
  [{ onlyUser: 'usér 2', statuses: ['CONNECTED'] }, (each) => each.userName === 'usér 2' && isConnected(each)],
  [{ statusBefore: SEEN + 6_000 }, ({ statusSince }) => statusSince.before < SEEN + 6_000],
  [{ startedBefore: SEEN + 1 }, ({ view }) => view.startedAt !== null],
  [{ search: 'fleet-0' }, ({ session }) => 'FleetName' in session && session.FleetName === 'Fleet-0'],
];
const isConnected: Predicate = ({ view }) => view.status === 'CONNECTED';

interface Expected {
  readonly entered: readonly string[];
  readonly updated: readonly string[];
  readonly left: readonly string[];
  readonly events: readonly SessionChange[];
}

/** Plays changes by hand, one after the other. Returns what a client learns that has seen the first `seen` of them. */
function byHand(changes: readonly SessionChange[], seen: number, matches: Predicate): Expected {
  const listed = new Map<string, LiveSession>();
  const matchedAtFirst = new Map<string, boolean>();
  const matchedEver = new Set<string>();
  const matchedThroughout = new Map<string, boolean>();
  const events: SessionChange[] = [];
  const isMatch = (session: LiveSession | undefined) => session !== undefined && matches(session);
  for (const [index, change] of changes.entries()) {
    const { id } = change.session;
    const before = listed.get(id);
    if (change.kind === 'UNLISTED' || (change.kind === 'ENDED' && !change.isListed)) listed.delete(id);
    else listed.set(id, change.session);
    if (index < seen) continue;
    const [was, is] = [isMatch(before), isMatch(listed.get(id))];
    if (!matchedAtFirst.has(id)) matchedAtFirst.set(id, was);
    if (was || is) matchedEver.add(id);
    matchedThroughout.set(id, (matchedThroughout.get(id) ?? was) && is);
    const isTransient = !before && !listed.has(id) && matches(change.session);
    if ((was || is || isTransient) && change.kind !== 'UNLISTED') events.push(change);
  }
  const now = [...matchedEver].filter((id) => isMatch(listed.get(id)));
  return {
    entered: now.filter((id) => !matchedThroughout.get(id)).sort(),
    updated: now.filter((id) => matchedThroughout.get(id)).sort(),
    left: [...matchedEver].filter((id) => !isMatch(listed.get(id))).sort(),
    events,
  };
}

function batchAfter(world: BroadcastWorld, filter: LiveFilter, seen: number): Expected {
  const watch = world.source(filter).open({ onNews() {}, onRestart() {} });
  const { event } = watch.following(seen, Infinity) ?? {};
  watch.close();
  if (!event) return { entered: [], updated: [], left: [], events: [] };
  const { entered, updated, left, events } = event.event('p0') as ChangeBatch;
  const ids = (sessions: readonly LiveSession[]) => sessions.map(({ id }) => id).sort();
  return { entered: ids(entered), updated: ids(updated), left: [...left].sort(), events };
}

describe('Sessions enter, are updated and leave', () => {
  test.each(FILTERS)('as a list kept by hand says, with the filter %j', (filter, matches) => {
    fc.assert(
      fc.property(steps, fc.nat(), (commits, pick) => {
        const world = broadcastWorld();
        const all = changesOf(commits);
        for (const changes of all) world.commit(changes);
        const changes = all.flat();
        const seen = pick % (changes.length + 1);
        expect(batchAfter(world, filter, seen)).toEqual(byHand(changes, seen, matches));
      }),
      { numRuns: 60 },
    );
  });

  test('with the members of their last change', () => {
    const world = broadcastWorld();
    const [one, two] = [liveSession(1), liveSession(1, { view: { instanceId: 'i-2' } })];
    world.commit([started(one)]);
    world.commit([{ kind: 'UPDATED', session: two, at: two.statusSince, previousStatus: 'CONNECTED' }]);
    const watch = world.source({}).open({ onNews() {}, onRestart() {} });
    const batchOf = (seen: number) => watch.following(seen, 10)?.event?.event('') as ChangeBatch;
    expect(batchOf(0).entered).toEqual([two]);
    expect(batchOf(1).updated).toEqual([two]);
  });

  test('not at all where a session is elsewhere all the time: another user, another service', () => {
    const world = broadcastWorld();
    world.commit([started(liveSession(1)), started(liveSession(2, { service: 'SSM' })), ended(liveSession(1))]);
    const watch = world.source({ services: ['WORKSPACES'] }).open({ onNews() {}, onRestart() {} });
    expect(watch.following(0, 10)).toEqual({ revision: 3, isLast: true });
  });
});
