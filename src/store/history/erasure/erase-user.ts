import { randomBytes } from 'node:crypto';
import { writeRows } from '../../commit/write-rows.ts';
import type { SqlConnection, SqlRow } from '../../sql.ts';
import { among, raw, sql, toStatement } from '../../sql-text.ts';
import { deleteFrom } from '../delete-from.ts';
import { digestOf } from '../importing/import-ended.ts';
import type { Timestamp } from '../records/session-record.ts';
import { DAY_MS } from '../usage/buckets.ts';

/** Records of one transaction: others need not wait for long in between. */
const SLICE = 500;
/** Time for which AWS lists ended sessions, and for which erased ones are not imported again: 30 days of SSM, and one more. */
const LISTED_MS = 31 * DAY_MS;

const OF_USER = `select id, ended_before, is_listed from session where coalesce(user_name, '') = $1 limit ${SLICE}`;

/** Replaces all that names the user; ids of AWS may. What is counted stays: times, services, locations and resources. */
const RENAME = (name: string) => (values: string) =>
  `with erased (id, new_id) as (values ${values})
  update session set id = erased.new_id, user_name = '${name}', session_id = erased.new_id, body = null,
    instance_id = case when service = 'WORKSPACES_PERSONAL' then null else instance_id end
  from erased where session.id = erased.id`;
const RENAME_SPANS = (values: string) => `with erased (id, new_id) as (values ${values})
  update span set id = erased.new_id from erased where span.id = erased.id`;
const REMEMBER = (values: string) =>
  `insert into erased (digest, until_at) values ${values} on conflict (digest) do nothing`;

/** Returns the Node ids of all sessions of a user. */
export async function idsOfUser(connection: SqlConnection, userName: string): Promise<readonly string[]> {
  const rows = await connection.all(`select id from session where coalesce(user_name, '') = $1`, [userName]);
  return rows.map(({ id }) => id as string);
}

/**
 * Erases a user: records of ended sessions get a random name, one for each erasure, so that sums stay; those of sessions that have
 * not ended, or that AWS still lists, are deleted, and changes of all of them with those before.
 *
 * @returns the number of records, and of those whose sessions have not ended
 */
export async function eraseUser(
  connection: SqlConnection,
  userName: string,
  now: Timestamp,
): Promise<{ readonly records: number; readonly running: number }> {
  const name = `erased-${randomBytes(9).toString('hex')}`;
  await connection.run('delete from erased where until_at < $1', [now]);
  let [records, running] = [0, 0];
  for (let slice = SLICE; slice === SLICE; records += slice) {
    const rows = await connection.transaction(async (transaction) => {
      const found = await transaction.all(OF_USER, [userName]);
      await eraseRows(transaction, found, { name, first: records, until: now + LISTED_MS });
      return found;
    });
    slice = rows.length;
    running += rows.filter(({ ended_before }) => ended_before === null).length;
  }
  return { records, running };
}

async function eraseRows(
  connection: SqlConnection,
  rows: readonly SqlRow[],
  { name, first, until }: { readonly name: string; readonly first: number; readonly until: Timestamp },
): Promise<void> {
  const ids = rows.map(({ id }) => id as string);
  const isEnded = ({ ended_before, is_listed }: SqlRow) => ended_before !== null && is_listed === 0;
  const ended = rows.filter(isEnded).map(({ id }, at) => [id as string, `${name}-${first + at}`]);
  await writeRows(connection, ended, RENAME(name), ['text', 'text']);
  await writeRows(connection, ended, RENAME_SPANS, ['text', 'text']);
  const others = rows.filter((row) => !isEnded(row)).map(({ id }) => id as string);
  await deleteFrom(connection, 'session', others);
  await deleteFrom(connection, 'span', others);
  await deleteChanges(connection, ids);
  await deleteMessages(connection, ids);
  await writeRows(
    connection,
    ended.map(([id]) => [digestOf(id as string), until]),
    REMEMBER,
  );
}

/** Deletes the changes of sessions, and all before them: no client resumes before a gap. */
async function deleteChanges(connection: SqlConnection, ids: readonly string[]): Promise<void> {
  const { text, params } = toStatement(
    sql`delete from change where revision <= (select max(revision) from change where ${among(raw('id'), ids)})`,
  );
  await connection.run(text, params);
}

/** Deletes the messages of processes about sessions. There are few: they are deleted after a minute anyway. */
async function deleteMessages(connection: SqlConnection, ids: readonly string[]): Promise<void> {
  for (const { stamp, sender, body } of await connection.all('select stamp, sender, body from message')) {
    if (!ids.some((id) => (body as string).includes(id))) continue;
    await connection.run('delete from message where stamp = $1 and sender = $2', [stamp ?? null, sender ?? null]);
  }
}
