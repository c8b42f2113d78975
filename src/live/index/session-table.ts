import { CONDITIONS } from '../../sessions/providers.ts';
import type { LiveSession } from '../live-session.ts';
import type { Database, SqlValue } from './database.ts';
import { conditionValue, resourceOf, searchText } from './live-filter.ts';
import { idDigest, ORDER_FIELDS, SORT_COLUMNS } from './live-order.ts';
import { CONDITION_COLUMNS, TABLES } from './tables.ts';

/** Sessions in the database, and whole in memory: the table has what is sorted, counted and searched by. */
export interface SessionTable {
  /** Returns the session of a row. */
  sessionAt(row: number): LiveSession;
  /** Returns the session with a Node id; undefined if there is none. */
  sessionOf(id: string): LiveSession | undefined;
  /** Number of sessions. */
  readonly size: number;
  /** Returns the ids of the sources that sessions are of. */
  sourceIds(): readonly string[];
  /** Adds a session, or replaces the one with its id. */
  write(session: LiveSession): void;
  /** Removes a session; does nothing for one that is not there. */
  remove(id: string): void;
}

const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ');

const ADD_AREA = 'insert into area (service, account_id, region) values (?, ?, ?) on conflict do nothing';
const ADD_PLACE = `insert into place (key, resource, search, ${CONDITION_COLUMNS.join(', ')})
  values (${marks(3 + CONDITION_COLUMNS.length)}) on conflict do nothing`;
const ADD_SOURCE = 'insert into source (name) values (?) on conflict do nothing';
const ADD_USER = 'insert into user (name, search) values (?, ?) on conflict do nothing';
const WRITE_TEXT = 'replace into own_text (rowid, search) values (?, ?)';

/** Column of `session`: its value is a parameter, or a number that a small table has for some. */
interface Column {
  readonly name: string;
  readonly value: string;
  readonly parametersOf: (session: LiveSession) => readonly SqlValue[];
}

/** Columns of the resource that a session runs on, which stays for its life. */
const PLACE_COLUMNS: readonly Column[] = [
  {
    name: 'area',
    value: '(select id from area where service = ? and account_id = ? and region = ?)',
    parametersOf: ({ view }) => [view.service, view.location.accountId, view.location.region],
  },
  { name: 'place', value: '(select id from place where key = ?)', parametersOf: (session) => [placeKey(session)] },
];

const OTHER_COLUMNS: readonly Column[] = [
  { name: 'source', value: '(select id from source where name = ?)', parametersOf: ({ sourceId }) => [sourceId] },
  { name: 'first_seen_at', value: '?', parametersOf: ({ firstSeenAt }) => [firstSeenAt] },
  ...ORDER_FIELDS.map(
    (field): Column => ({
      name: SORT_COLUMNS[field].column,
      value: '?',
      parametersOf: (session) => [SORT_COLUMNS[field].valueOf(session)],
    }),
  ),
];

const COLUMNS = [...PLACE_COLUMNS, ...OTHER_COLUMNS];

const ADD_SESSION = `insert into session (row, tie, ${COLUMNS.map(({ name }) => name).join(', ')})
  values (?, ?, ${COLUMNS.map(({ value }) => value).join(', ')})`;

/** Creates the tables in an empty database. */
export function createSessionTable(database: Database): SessionTable {
  database.execute(TABLES);
  const rows = new Map<string, number>();
  const sessions = new Map<number, LiveSession>();
  let nextRow = 0;

  return {
    sessionAt: (row) => sessions.get(row) as LiveSession,
    sessionOf(id) {
      const row = rows.get(id);
      return row === undefined ? undefined : sessions.get(row);
    },
    get size() {
      return sessions.size;
    },
    sourceIds: () => database.rows('select name from source', []).map(([name]) => name as string),
    write(session) {
      const row = rows.get(session.id) ?? nextRow++;
      const before = sessions.get(row);
      rows.set(session.id, row);
      sessions.set(row, session);
      writeShared(database, session, before);
      if (before) update(database, row, session, before);
      else
        database.run(ADD_SESSION, [
          row,
          idDigest(session.id),
          ...COLUMNS.flatMap(({ parametersOf }) => parametersOf(session)),
        ]);
      const text = ownText(session);
      if (!before || ownText(before) !== text) database.run(WRITE_TEXT, [row, text]);
    },
    remove(id) {
      const row = rows.get(id);
      if (row === undefined) return;
      database.run('delete from session where row = ?', [row]);
      rows.delete(id);
      sessions.delete(row);
    },
  };
}

/** Adds what a session has in common with others, where its row is not there yet. */
function writeShared(database: Database, session: LiveSession, before: LiveSession | undefined): void {
  const { view, sourceId, userName } = session;
  if (!before || !isSamePlace(session, before)) {
    database.run(ADD_AREA, [view.service, view.location.accountId, view.location.region]);
    const resource = resourceOf(session);
    database.run(ADD_PLACE, [placeKey(session), resource ?? '', searchText(resource), ...conditionValues(session)]);
  }
  if (before?.sourceId !== sourceId) database.run(ADD_SOURCE, [sourceId]);
  if (!before || before.userName !== userName) database.run(ADD_USER, [userName ?? '', (userName ?? '').toLowerCase()]);
}

/** Writes the columns that differ: indexes of the others are not touched. */
function update(database: Database, row: number, session: LiveSession, before: LiveSession): void {
  const columns = isSamePlace(session, before) ? OTHER_COLUMNS : COLUMNS;
  const changed = columns.filter(({ parametersOf }) => {
    const old = parametersOf(before);
    return parametersOf(session).some((value, at) => value !== old[at]);
  });
  if (changed.length === 0) return;
  database.run(
    `update session set ${changed.map(({ name, value }) => `${name} = ${value}`).join(', ')} where row = ?`,
    [...changed.flatMap(({ parametersOf }) => parametersOf(session)), row],
  );
}

function conditionValues(session: LiveSession): SqlValue[] {
  return CONDITIONS.map(({ name }) => conditionValue(session, name));
}

function isSamePlace(session: LiveSession, before: LiveSession): boolean {
  const [one, other] = [session.view, before.view];
  return (
    one.service === other.service &&
    one.location.accountId === other.location.accountId &&
    one.location.region === other.location.region &&
    CONDITIONS.every(({ name }) => conditionValue(session, name) === conditionValue(before, name))
  );
}

function placeKey(session: LiveSession): string {
  const { service, location } = session.view;
  return JSON.stringify([service, location.accountId, location.region, conditionValues(session)]);
}

/** Returns the text to search besides those of user and resource; the user id only where it is not the user name. */
function ownText({ userName, view }: LiveSession): string {
  const { userId, instanceId, sessionId } = view;
  const isSame = userId?.toLowerCase() === userName?.toLowerCase();
  return searchText(isSame ? null : userId, instanceId, sessionId);
}
