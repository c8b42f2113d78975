import { expect, test } from 'vitest';
import { toSearch } from '../../../src/live/index/live-filter.ts';
import { createLiveIndex, type LiveIndex } from '../../../src/live/index/live-index.ts';
import { DEFAULT_ORDER, type LiveOrder } from '../../../src/live/index/live-order.ts';
import type { LiveSession } from '../../../src/live/live-session.ts';
import { commits, ended, liveSession, MINUTE, SEEN, sourceState, started } from '../../support/live-sessions.ts';

/** An index with sessions of one commit, and a clock that tests set. */
function start(sessions: readonly LiveSession[] = [], sources = [sourceState('one')]) {
  const clock = { now: SEEN };
  const index = createLiveIndex({ maxAgeMs: MINUTE, now: () => clock.now });
  const commit = commits();
  index.apply(commit(sessions.map(started), sources));
  return { index, commit, clock };
}

const query = { filter: {}, order: DEFAULT_ORDER, limit: 200, isBackward: false, from: null };
const shown = async (index: LiveIndex, order: readonly LiveOrder[] = DEFAULT_ORDER) =>
  (await index.page({ ...query, order })).items.map(({ session }) => session.id);

test('A change of a session replaces it: it is listed, counted and found once', async () => {
  const before = liveSession(1, { user: 'anna' });
  const { index, commit } = start([before]);
  const after = liveSession(1, { user: 'bruno', view: { status: 'DISCONNECTED', userId: 'bruno' } });
  index.apply(commit([{ kind: 'UPDATED', session: after, at: after.statusSince, previousStatus: 'CONNECTED' }]));
  expect((await index.page(query)).items.map(({ session }) => session)).toEqual([after]);
  expect(await index.count({ search: 'anna' })).toBe(0);
  expect(await index.count({ search: 'bruno' })).toBe(1);
  expect((await index.facet({}, 'STATUS', 9)).values).toEqual([{ value: 'DISCONNECTED', count: 1 }]);
  expect((await index.facet({}, 'USER', 9)).values).toEqual([{ value: 'bruno', count: 1 }]);
});

test('A session that ended is not listed, and one that is not known ends without effect', async () => {
  const sessions = [1, 2, 3].map((number) => liveSession(number));
  const { index, commit } = start(sessions);
  index.apply(commit([ended(liveSession(1)), ended(liveSession(9))]));
  expect(await shown(index)).toEqual(['APPSTREAM-2', 'APPSTREAM-3']);
  expect(index.revision).toBe(5);
});

test('A session that ended stays with its status while AWS lists it', async () => {
  const { index, commit } = start([liveSession(1)]);
  const session = liveSession(1, { view: { status: 'TERMINATED' } });
  index.apply(commit([ended(session, true)]));
  expect(await index.count({ statuses: ['TERMINATED'] })).toBe(1);
  index.apply(commit([{ kind: 'UNLISTED', session }]));
  expect(await index.count({})).toBe(0);
});

test('Sessions are those that were written, as whole', async () => {
  const sessions = [liveSession(1), liveSession(2, { service: 'SSM' }), liveSession(3, { service: 'WORKSPACES' })];
  const { index } = start(sessions);
  expect((await index.page(query)).items.map(({ session }) => session)).toEqual(sessions);
});

test('A page reads after all commits before it, however large they are', async () => {
  const { index } = start(Array.from({ length: 2_500 }, (_, number) => liveSession(number)));
  expect(index.revision).toBeLessThan(2_500);
  expect(await index.count({})).toBe(2_500);
});

test('Absent values come first in ascending order and last in descending order', async () => {
  const { index } = start([liveSession(1), liveSession(2, { view: { startedAt: null } }), liveSession(3)]);
  expect(await shown(index, [{ field: 'STARTED_AT', direction: 'ASC' }])).toEqual([
    'APPSTREAM-2',
    'APPSTREAM-3',
    'APPSTREAM-1',
  ]);
  expect(await shown(index, [{ field: 'STARTED_AT', direction: 'DESC' }])).toEqual([
    'APPSTREAM-1',
    'APPSTREAM-3',
    'APPSTREAM-2',
  ]);
});

test('A session is unverified once neither its source nor itself was seen for the maximum age', async () => {
  const { index, commit, clock } = start([liveSession(1, { sourceId: 'one' })]);
  const unverified = async () => [
    await index.count({ unverified: true }),
    (await index.page(query)).items[0]?.isUnverified,
  ];
  clock.now = SEEN + MINUTE;
  expect(await unverified()).toEqual([0, false]);
  clock.now = SEEN + MINUTE + 1;
  expect(await unverified()).toEqual([1, true]);
  index.apply(commit([], [sourceState('one', { asOf: SEEN + 1 })]));
  expect(await unverified()).toEqual([0, false]);
  expect((await index.page(query)).items[0]?.lastSeenAt).toBe(SEEN + 1);
});

test('A session of a source without a complete scan was seen last when it was seen first', async () => {
  const { index, clock } = start([liveSession(1, { sourceId: 'one' })], [sourceState('one', { asOf: null })]);
  expect((await index.page(query)).items[0]?.lastSeenAt).toBe(SEEN);
  clock.now = SEEN + 2 * MINUTE;
  expect(await index.count({ unverified: true })).toBe(1);
});

test('Sources are those of the last commits with the numbers of their sessions that match', async () => {
  const sessions = [1, 2, 3].map((number) => liveSession(number, { sourceId: number === 3 ? 'two' : 'one' }));
  const { index, commit } = start(sessions, [sourceState('two'), sourceState('one')]);
  const counts = async (filter = {}) => (await index.sources(filter)).map(({ id, sessions: count }) => [id, count]);
  expect(await counts()).toEqual([
    ['one', 2],
    ['two', 1],
  ]);
  expect(await counts({ onlyUser: 'user-3' })).toEqual([
    ['one', 0],
    ['two', 1],
  ]);
  index.apply({ ...commit(), removedSources: ['two'] });
  expect(await counts()).toEqual([['one', 2]]);
});

test('A search ignores case and white space around it, and finds parts of each text', async () => {
  const { index } = start([liveSession(7, { service: 'SSM', user: 'Anna@Example.com' })]);
  const found = (text: string) => index.count({ search: toSearch(text) ?? '' });
  for (const text of ['ANNA', ' example ', 'Role/admin', 'i-node-1', 'com-7']) expect(await found(text), text).toBe(1);
  expect(await found('stack')).toBe(0);
  expect(toSearch(' \n\t')).toBeUndefined();
});

test('A facet is counted without the conditions of its dimension, and with those of the only user', async () => {
  const { index } = start([liveSession(1, { user: 'anna' }), liveSession(4, { user: 'bruno' })]);
  const users = async (filter: object) => (await index.facet(filter, 'USER', 9)).values.map(({ value }) => value);
  expect(await users({ userName: 'anna' })).toEqual(['anna', 'bruno']);
  expect(await users({ onlyUser: 'anna' })).toEqual(['anna']);
  expect(await users({ onlyUser: null })).toEqual([]);
});
