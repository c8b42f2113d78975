import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileStore } from '../../src/store/open/open-sqlite-store.ts';
import type { SqlRow } from '../../src/store/sql.ts';
import { HOUR, insert, OBSERVED, type StoredSession, store, WEEK } from './history-records.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { testAccountId, testRegion } from './world.ts';

/** Members that a test gives a session of the past; the others follow from its number. */
export interface PastSession {
  readonly user?: string | null;
  readonly fleet?: string;
  /** Hours after the begin of the week. */
  readonly from: number;
  /** Null while it lasts. */
  readonly to: number | null;
  /** Hours in which its user was connected. */
  readonly connected?: readonly (readonly [from: number, to: number])[];
}

export const at = (hours: number): number => WEEK + hours * HOUR;
export const iso = (hours: number): string => new Date(at(hours)).toISOString();

/** Writes sessions to the file of a store, as an earlier process would have left them. @returns the value of `GATEWAY_STORE` */
export async function storedHistory(
  sessions: readonly PastSession[],
  observed: readonly (readonly [from: number, to: number])[] = [],
): Promise<string> {
  return writeHistory(temporaryFolder(), sessions, observed);
}

/** Id of the record of the n-th session. */
export const recordId = (number: number): string =>
  Buffer.from(`SessionRecord["session-${number}"]`).toString('base64url');

/** Folder of a store that outlives a single test. */
export interface StoreFolder {
  /** Value of `GATEWAY_STORE`. */
  readonly store: string;
  remove(): void;
}

/** Writes sessions to a store that the tests of a file share. */
export async function sharedHistory(...history: Parameters<typeof storedHistory>): Promise<StoreFolder> {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  const store = await writeHistory(folder, ...history);
  return { store, remove: () => rmSync(folder, { recursive: true }) };
}

/** Writes sessions to a store in a folder. @returns the value of `GATEWAY_STORE` */
async function writeHistory(
  folder: string,
  sessions: readonly PastSession[],
  observed: readonly (readonly [from: number, to: number])[] = [],
): Promise<string> {
  const path = join(folder, 'store.db');
  const { sql, close } = await openFileStore(path);
  // Each statement alone would wait for the disk.
  await sql.transaction((transaction) => store(transaction, sessions.map(toStored)));
  const place = { service: 'APPSTREAM', account_id: testAccountId, region: testRegion, source_id: 'design' };
  await insert(
    sql,
    'observed',
    observed.map(([from, to]) => ({ ...place, from_at: at(from), to_at: at(to) })),
  );
  await close();
  return `sqlite:${path}`;
}

function toStored(session: PastSession, number: number): StoredSession {
  const { user = `user-${number}@example.com`, fleet = 'design', from, to, connected = [] } = session;
  const id = `session-${number}`;
  const end = to === null ? null : at(to);
  const row: SqlRow = {
    ...OBSERVED,
    ...{ id, type: 'AppStreamSession', service: 'APPSTREAM', account_id: testAccountId, region: testRegion },
    ...{ source_id: 'design', session_id: `aws-${number}`, user_name: user, resource: fleet, fleet_name: fleet },
    ...{ stack_name: 'Design', status: end === null ? 'CONNECTED' : 'TERMINATED', is_listed: 0 },
    ...{ started_at: at(from), started_after: at(from), started_before: at(from), ended_after: end, ended_before: end },
    end_reason: end === null ? null : 'DISAPPEARED',
  };
  const spans = connected.map(([begin, finish], seq) => ({
    ...{ id, seq, status: 'CONNECTED', from_after: at(begin), from_before: at(begin) },
    ...{ to_after: at(finish), to_before: at(finish) },
  }));
  return { row, spans };
}
