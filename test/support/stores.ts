import { join } from 'node:path';
import { openFileStore, openMemoryStore } from '../../src/store/open/open-sqlite-store.ts';
import type { SqlRow } from '../../src/store/sql.ts';
import type { Store } from '../../src/store/store.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Engines of the store, each of which opens a new one. */
export const ENGINES: Readonly<Record<string, () => Promise<Store>>> = {
  'SQLite in memory': () => openMemoryStore(Number.MAX_SAFE_INTEGER),
  'SQLite in a file': () => openFileStore(join(temporaryFolder(), 'store.db')),
};

/** Tables, with the columns that order their rows. What differs from store to store is left out: its id, and those of writers. */
const TABLES: Readonly<Record<string, string>> = {
  clock: 'select revision, stamp from clock',
  writer: 'select number, revision_from, revision_to, committed_at from writer order by 1',
  session: 'select * from session order by id',
  span: 'select * from span order by id, seq',
  change: 'select * from change order by revision',
  source: 'select * from source order by id',
  observed: 'select * from observed order by source_id, from_at',
};

/** Returns all rows of a store, by table. */
export async function rowsOf({ sql }: Pick<Store, 'sql'>): Promise<Readonly<Record<string, readonly SqlRow[]>>> {
  const tables = [];
  for (const [name, text] of Object.entries(TABLES)) {
    tables.push([name, (await sql.all(text)).map((row) => ({ ...row }))] as const);
  }
  return Object.fromEntries(tables);
}
