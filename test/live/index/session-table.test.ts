import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../src/live/index/database.ts';
import { resourceOf } from '../../../src/live/index/live-filter.ts';
import { createSessionTable } from '../../../src/live/index/session-table.ts';
import type { LiveSession } from '../../../src/live/live-session.ts';
import { liveSession, liveSessions } from '../../support/live-sessions.ts';

function opened() {
  const database = openDatabase();
  return { database, table: createSessionTable(database) };
}

/** Numbers by key of a table, without those of zero. */
const counted = (database: Database, sql: string) =>
  Object.fromEntries(database.rows(sql, []).map((row) => [row.slice(0, -1).join(' '), row.at(-1)]));

function countedByHand(sessions: readonly LiveSession[], keyOf: (session: LiveSession) => string) {
  return Object.fromEntries([...Map.groupBy(sessions, keyOf)].map(([key, group]) => [key, group.length]));
}

const areaOf = ({ view: { service, location, status } }: LiveSession) =>
  [service, location.accountId, location.region, status].join(' ');
const size = (database: Database, name: string) => database.rows(`select count(*) from ${name}`, [])[0]?.[0];

/** Sessions of one number are versions of one session: each write replaces the one before. */
const histories = fc.tuple(liveSessions, liveSessions, fc.array(fc.nat(29), { maxLength: 20 }));

/** Writes sessions, replaces those of the same numbers, and removes some. Returns those that are left. */
function written([first, second, removed]: typeof histories extends fc.Arbitrary<infer Value> ? Value : never) {
  const { database, table } = opened();
  const left = new Map<string, LiveSession>();
  const idOf = (number: number) => `session-${number}`;
  for (const sessions of [first, second])
    for (const [number, session] of sessions.entries()) {
      const written = { ...session, id: idOf(number) };
      table.write(written);
      left.set(written.id, written);
    }
  for (const number of removed) {
    table.remove(idOf(number));
    left.delete(idOf(number));
  }
  return { database, table, left: [...left.values()] };
}

test('Counts of the small tables are those by hand, whatever was written, replaced and removed', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const { database, left } = written(history);
      expect(
        counted(
          database,
          `select service, account_id, region, name, sessions from area_count join area on area.id = area
            join status on status.id = status where sessions > 0`,
        ),
      ).toEqual(countedByHand(left, areaOf));
      expect(
        counted(database, 'select resource, sum(sessions) from place_count group by 1 having sum(sessions) > 0'),
      ).toEqual(countedByHand(left, (session) => resourceOf(session) ?? ''));
      expect(counted(database, 'select name, sessions from source')).toEqual(
        countedByHand(left, ({ sourceId }) => sourceId),
      );
      expect(counted(database, 'select name, sessions from user')).toEqual(
        countedByHand(left, ({ userName }) => userName ?? ''),
      );
    }),
    { numRuns: 500 },
  );
});

test('What no session has any more is deleted: users, sources, places and texts do not grow with time', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const { database, table, left } = written(history);
      expect(size(database, 'session')).toBe(left.length);
      expect(size(database, 'own_text')).toBe(left.length);
      expect(database.rows('select id from place except select place from session', [])).toEqual([]);
      expect(database.rows('select place from place_count except select place from session', [])).toEqual([]);
      for (const { id } of left) table.remove(id);
      for (const name of ['session', 'own_text', 'place', 'place_count', 'source', 'user'])
        expect(size(database, name), name).toBe(0);
      expect(table.sourceIds()).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('A session that is written again with the same values changes nothing', () => {
  const { database, table } = opened();
  table.write(liveSession(1));
  const changes = () => database.rows('select total_changes()', []);
  const before = changes();
  table.write(liveSession(1));
  expect(changes()).toEqual(before);
});

test('A change writes the columns that differ, and no index of the others', () => {
  const opened = openDatabase();
  const statements: string[] = [];
  const table = createSessionTable({
    ...opened,
    run(sql, parameters) {
      statements.push(sql);
      opened.run(sql, parameters);
    },
  });
  table.write(liveSession(1));
  statements.length = 0;
  table.write(liveSession(1, { view: { status: 'DISCONNECTED' }, statusSince: { after: null, before: 7 } }));
  expect(statements).toEqual(['update session set status_since = ?, status = ? where row = ?']);
});

test('An invalid time is an absent one', () => {
  const { database, table } = opened();
  table.write(liveSession(1, { view: { startedAt: new Date(Number.NaN), expiresAt: null } }));
  expect(database.rows('select started_at = expires_at from session', [])).toEqual([[1]]);
});

test('A session without a user, a resource or an instance is written', () => {
  const { database, table } = opened();
  const session = liveSession(1, { user: '', model: { FleetName: undefined }, view: { instanceId: null } });
  table.write({ ...session, userName: null });
  expect(database.rows('select user_name, resource, instance_id from session', [])).toEqual([['', '', '']]);
});
