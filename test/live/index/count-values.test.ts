import { expect, test } from 'vitest';
import {
  countGroups,
  countResources,
  countSources,
  countUsers,
  sumGroups,
} from '../../../src/live/index/count-values.ts';
import { type Database, openDatabase } from '../../../src/live/index/database.ts';
import type { LiveFilter } from '../../../src/live/index/live-filter.ts';
import { createSessionTable } from '../../../src/live/index/session-table.ts';
import { type Where, whereOf } from '../../../src/live/index/where.ts';
import type { LiveSession } from '../../../src/live/live-session.ts';
import { liveSession } from '../../support/live-sessions.ts';

function filledWith(sessions: readonly LiveSession[]) {
  const database = openDatabase();
  const table = createSessionTable(database);
  for (const session of sessions) table.write(session);
  return { database, table };
}

const where = (filter: LiveFilter) => whereOf(filter, { before: 0, staleSources: [] }, null);

/** Returns the steps by which SQLite counts. */
function planOf(count: (database: Database, where: Where) => unknown, filter: LiveFilter): string {
  const { database } = filledWith([1, 2, 3].map((number) => liveSession(number)));
  const plans: unknown[] = [];
  const explained: Database = {
    ...database,
    rows(sql, parameters) {
      plans.push(...database.rows(`explain query plan ${sql}`, parameters).map((row) => row[3]));
      return database.rows(sql, parameters);
    },
  };
  count(explained, where(filter));
  return plans.join('\n');
}

/** Filters that triggers have counted sessions for. */
const COUNTED: readonly LiveFilter[] = [
  {},
  { statuses: ['CONNECTED'] },
  { services: ['APPSTREAM'], regions: ['eu-west-1'], accountIds: ['123456789012'] },
  { fleetNames: ['Fleet-1'], stackNames: ['Stack-1'], statuses: ['CONNECTED', 'DISCONNECTED', 'FAILED'] },
];

/** Filters that only sessions themselves meet, or not. */
const UNCOUNTED: readonly LiveFilter[] = [
  { startedAfter: 1 },
  { startedBefore: 9, statuses: ['CONNECTED'] },
  { statusBefore: 9, regions: ['eu-west-1'] },
];

const OF_A_USER: readonly LiveFilter[] = [
  { userName: 'user-1' },
  { onlyUser: 'user-1', startedAfter: 1, fleetNames: ['Fleet-1'] },
];

const ALL_COUNTS: readonly ((database: Database, at: Where) => unknown)[] = [
  countGroups,
  countSources,
  (database, at) => countResources(database, at, 9),
  (database, at) => countUsers(database, at, 9),
];

test.each(COUNTED)('Totals and facets of %j read no session', (filter) => {
  for (const count of [countGroups, (database: Database, at: Where) => countResources(database, at, 9)])
    expect(planOf(count, filter)).not.toMatch(/(SCAN|SEARCH) session/);
});

test.each(UNCOUNTED)('Totals and facets of %j read an index of sessions, not their table', (filter) => {
  for (const count of ALL_COUNTS)
    expect(planOf(count, filter)).toMatch(/(SCAN|SEARCH) session USING COVERING INDEX session_/);
});

test.each(OF_A_USER)('Totals and facets of %j read the sessions of the user', (filter) => {
  for (const count of ALL_COUNTS)
    expect(planOf(count, filter)).toMatch(/SEARCH session USING (COVERING )?INDEX session_user_name \(user_name=\?\)/);
});

test('All users and all sources are read from their counts, the most frequent users first', () => {
  const first = (database: Database, at: Where) => countUsers(database, at, 9);
  expect(planOf(first, {})).toBe('SCAN user USING COVERING INDEX user_sessions');
  expect(planOf(countSources, {})).toBe('SCAN source');
});

test('A total by service, account, region and status groups in the order of an index: nothing is sorted', () => {
  for (const filter of [{}, { startedAfter: 1 }, { statuses: ['FAILED' as const] }])
    expect(planOf(countGroups, filter)).not.toContain('TEMP B-TREE');
});

test('Groups are added up by each of their values, the most frequent first, then in the order of their texts', () => {
  const group = { SERVICE: 'SSM', ACCOUNT: '1', REGION: 'r', STATUS: 'CONNECTED', count: 1 };
  const groups = [group, { ...group, STATUS: 'FAILED', count: 2 }, { ...group, STATUS: 'CONNECTING' }, group];
  expect(sumGroups(groups, 'STATUS', 9)).toEqual([
    { value: 'CONNECTED', count: 2 },
    { value: 'FAILED', count: 2 },
    { value: 'CONNECTING', count: 1 },
  ]);
  expect(sumGroups(groups, 'SERVICE', 9)).toEqual([{ value: 'SSM', count: 5 }]);
  expect(sumGroups(groups, 'STATUS', 1)).toHaveLength(1);
  expect(sumGroups([], 'REGION', 9)).toEqual([]);
});

test('A value that no session has any more is not counted, also where triggers have counted it', () => {
  const { database, table } = filledWith([liveSession(1), liveSession(2)]);
  expect(countResources(database, where({ statuses: ['UNKNOWN'] }), 9)).toHaveLength(2);
  table.write(liveSession(1, { view: { status: 'FAILED' } }));
  table.write(liveSession(2, { view: { status: 'FAILED' } }));
  expect(countGroups(database, where({})).map(({ STATUS, count }) => [STATUS, count])).toEqual([['FAILED', 2]]);
  expect(countResources(database, where({ statuses: ['UNKNOWN'] }), 9)).toEqual([]);
  table.remove('APPSTREAM-1');
  expect(countResources(database, where({}), 9)).toEqual([{ value: 'Fleet-2', count: 1 }]);
  expect([...countSources(database, where({}))]).toEqual([['APPSTREAM eu-west-1', 1]]);
});
