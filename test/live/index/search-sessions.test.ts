import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../src/live/index/database.ts';
import { toSearch } from '../../../src/live/index/live-filter.ts';
import { liveMatcher, searchTextOf } from '../../../src/live/index/live-matcher.ts';
import { type Found, foundCondition, foundOneByOne, searchSessions } from '../../../src/live/index/search-sessions.ts';
import { createSessionTable } from '../../../src/live/index/session-table.ts';
import type { LiveSession } from '../../../src/live/live-session.ts';
import { liveSession, liveSessions } from '../../support/live-sessions.ts';

function filledWith(sessions: readonly LiveSession[]) {
  const database = openDatabase();
  const table = createSessionTable(database);
  for (const session of sessions) table.write(session);
  /** Finds the ids of the sessions that a search matches, by either condition. */
  function idsOf(found: Found, toCondition: typeof foundCondition): string[] {
    const { sql, parameters } = toCondition(found);
    const rows = database.rows(`select row from session where ${sql} order by row`, parameters);
    return rows.map(([row]) => table.sessionAt(row as number).id);
  }
  return { database, table, idsOf };
}

/** Sessions, and a part of the text of one of them: what a person types. */
const searches = fc
  .tuple(liveSessions, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 12 }))
  .map(([sessions, pick, start, length]) => {
    const texts = sessions.flatMap((session) => searchTextOf(session).split('\n'));
    const text = texts[pick % Math.max(1, texts.length)] ?? 'absent';
    const from = start % Math.max(1, text.length);
    return { sessions, search: toSearch(text.slice(from, from + length)) ?? text };
  });

test('Sessions that are found are those whose text contains the search, few or many', () => {
  fc.assert(
    fc.property(searches, fc.constantFrom(0, 2, 1_000), ({ sessions, search }, few) => {
      const { database, idsOf } = filledWith(sessions);
      const expected = sessions.filter(liveMatcher({ search }, () => false)).map(({ id }) => id);
      const found = searchSessions(database, search, few);
      expect(idsOf(found, foundCondition)).toEqual(expected);
      expect(idsOf(found, foundOneByOne)).toEqual(expected);
    }),
    { numRuns: 600 },
  );
});

test('Characters that mean something to SQLite are characters', () => {
  const users = [
    'o"neil',
    '"',
    '""',
    'a*c',
    '50%',
    'x_y',
    '(or)',
    'a and b',
    "d'arc",
    '[z]',
    'n^ear',
    '-minus',
    'a\0b',
    'long\0name',
    'ü:ber',
  ];
  const sessions = users.map((user, number) => liveSession(number, { service: 'SSM', user }));
  const { database, idsOf } = filledWith(sessions);
  for (const user of users)
    for (const few of [0, 99]) {
      const found = searchSessions(database, user, few);
      const expected = sessions.filter((session) => searchTextOf(session).includes(user)).map(({ id }) => id);
      expect(expected.length).toBeGreaterThan(0);
      expect(idsOf(found, foundCondition), `${user} ${few}`).toEqual(expected);
      expect(idsOf(found, foundOneByOne), `${user} ${few}`).toEqual(expected);
    }
});

test('Case is that of JavaScript: letters that Unicode folds to others are not those', () => {
  const { database } = filledWith([liveSession(1, { view: { sessionId: 'Ma\u017fs-STRA\u00dfE' } })]);
  const count = (search: string) => searchSessions(database, search, 9).parts.length;
  expect([count('ma\u017fs'), count('stra\u00dfe'), count('mass'), count('strasse')]).toEqual([1, 1, 0, 0]);
});

test('A text that a session has no more is not found, and the new one is', () => {
  const { database, table } = filledWith([liveSession(1, { view: { instanceId: 'i-before' } })]);
  const count = (search: string) => searchSessions(database, search, 9).parts.length;
  expect([count('i-before'), count('i-after'), count('i-')]).toEqual([1, 0, 1]);
  table.write(liveSession(1, { view: { instanceId: 'i-after' } }));
  expect([count('i-before'), count('i-after'), count('i-')]).toEqual([0, 1, 1]);
  table.remove('APPSTREAM-1');
  expect([count('i-after'), count('i-')]).toEqual([0, 0]);
});

test('Few sessions are their rows; of many, each part is a list or a condition', () => {
  const sessions = [1, 2, 3, 4].map((number) => liveSession(number, { user: `user-${number}` }));
  const { database } = filledWith(sessions);
  expect(searchSessions(database, 'user', 9).parts).toEqual([{ column: 'row', values: [0, 1, 2, 3] }]);
  expect(searchSessions(database, 'user', 3).parts).toEqual([{ column: 'user_name', values: null }]);
  expect(searchSessions(database, 'fleet-1', 1).parts).toEqual([{ column: 'resource', values: ['Fleet-1'] }]);
  expect(searchSessions(database, 'absent', 9).parts).toEqual([]);
});

test('The user id is searched also where it is not the user name', () => {
  const session = liveSession(1, { user: 'arn:aws:sts::123456789012:assumed-role/Admin/anna' });
  const { database } = filledWith([session]);
  expect(session.userName).toBe('anna');
  for (const search of ['anna', 'assumed-role/admin'])
    expect(searchSessions(database, search, 9).parts).toHaveLength(1);
});

test('A longer text is found by the index of three characters, a shorter one by reading', () => {
  const { database } = filledWith([liveSession(1)]);
  const plan = (search: string) => {
    const { sql, parameters } = foundCondition({ search, parts: [{ column: 'row', values: null }] });
    return database
      .rows(`explain query plan select row from session where ${sql}`, parameters)
      .map((row) => row[3])
      .join('\n');
  };
  expect(plan('abc')).toContain('SCAN own_text VIRTUAL TABLE INDEX 0:M1');
  expect(plan('äöü')).toContain('SCAN own_text VIRTUAL TABLE INDEX 0:M1');
  expect(plan('ab')).toMatch(/SCAN own_text VIRTUAL TABLE INDEX 0:$/m);
});
