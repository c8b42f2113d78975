import { describe, expect, test } from 'vitest';
import { type Migrations, migrate } from '../../src/store/migrate.ts';
import { POSTGRES_MIGRATIONS } from '../../src/store/migrations/postgres/migrations.ts';
import { SQLITE_MIGRATIONS } from '../../src/store/migrations/sqlite/migrations.ts';
import type { SqlConnection, SqlRow } from '../../src/store/sql.ts';
import { emptyDatabases } from '../support/empty-databases.ts';
import { insert } from '../support/history-records.ts';

/** A row of each table of the first version, as a process of that time left them. */
const ROWS: Readonly<Record<string, SqlRow>> = {
  clock: { one: 1, store_id: 'a-store', revision: 7, stamp: 9 },
  writer: { id: 'w', number: 3, revision_from: 5, revision_to: 7, committed_at: 1_000 },
  session: {
    ...{ id: 's', type: 'SsmSession', service: 'SSM', account_id: '1', region: 'r', source_id: 'a', session_id: 'x' },
    ...{ user_name: 'änna', resource: 'i-1', fleet_name: null, stack_name: null, pool_id: null, target: 'i-1' },
    ...{ instance_id: null, status: 'CONNECTED', status_after: 1, status_before: 2, started_at: 1, started_after: 1 },
    ...{
      started_before: 1,
      first_seen_at: 1,
      last_seen_at: 9,
      expires_at: null,
      ended_after: null,
      ended_before: null,
    },
    ...{ end_reason: null, is_listed: 1, connections: 1, revision: 7, body: '{"a":1}' },
  },
  span: { id: 's', seq: 1, status: 'CONNECTED', from_after: 1, from_before: 2, to_after: null, to_before: null },
  change: { revision: 7, committed_at: 1_000, id: 's', body: '{}' },
  source: { id: 'a', service: 'SSM', account_id: '1', region: 'r', state: '{}', stamp: 9 },
  observed: { service: 'SSM', account_id: '1', region: 'r', source_id: 'a', from_at: 1, to_at: 9 },
  usage_hour: {
    ...{ hour: 0, service: 'SSM', account_id: '1', region: 'r', resource: 'i-1', sessions_started: 1, session_ms: 2 },
    ...{ connected_ms: 3, peak_concurrent: 4, peak_connected: 5, distinct_users: 6, observed_ms: 7 },
  },
  message: { stamp: 9, sender: 'w', sent_at: 1_000, kind: 'k', body: 'b' },
  lease: { source_id: 'a', holder: 'w', epoch: 2, until: 5_000 },
  replica: { id: 'w', until: 5_000 },
};

async function rowsIn(connection: SqlConnection): Promise<Readonly<Record<string, readonly SqlRow[]>>> {
  const tables = [];
  for (const name of Object.keys(ROWS)) {
    const rows = await connection.all(`select * from ${name}`);
    tables.push([name, rows.map((row) => ({ ...row }))] as const);
  }
  return Object.fromEntries(tables);
}

const versionIn = async (connection: SqlConnection) =>
  (await connection.all('select version from schema_version')).map(({ version }) => Number(version));

/** Names of all tables and indexes. */
const namesIn = async (connection: SqlConnection, text: string) =>
  (await connection.all(text)).map(({ name }) => String(name));

describe.each(emptyDatabases)('Migrations of $name', ({ open, migrations, names, missing }) => {
  const reason = missing === null ? '' : ` (skipped: ${missing})`;
  const it = test.skipIf(missing !== null);
  const older = migrations.map((_, at) => at + 1).slice(0, -1);

  it.each(older)(`keep every row of version %i, and give it the tables of a new store${reason}`, async (version) => {
    const [old, anew] = [await open(), await open()];
    expect(await migrate(old, migrations.slice(0, version))).toBe(0);
    for (const [table, row] of Object.entries(ROWS)) await insert(old, table, [row]);
    const before = await rowsIn(old);
    expect(await migrate(old, migrations)).toBe(version);
    expect(await rowsIn(old)).toEqual(before);
    expect(Object.values(before).flat()).toEqual(Object.values(ROWS));
    await migrate(anew, migrations);
    expect(await namesIn(old, names)).toEqual(await namesIn(anew, names));
    expect(await versionIn(old)).toEqual([migrations.length]);
  });

  it(`change nothing where they are done, and leave tables one version later as they are${reason}`, async () => {
    const connection = await open();
    await migrate(connection, migrations);
    const tables = await namesIn(connection, names);
    expect(await migrate(connection, migrations)).toBe(migrations.length);
    await migrate(connection, [...migrations, ['create table later (a integer)']]);
    expect(await migrate(connection, migrations)).toBe(migrations.length + 1);
    expect(await versionIn(connection)).toEqual([migrations.length + 1]);
    expect(await namesIn(connection, names)).toEqual(expect.arrayContaining(tables));
  });

  it(`that fail in the middle leave the tables and the version as they were${reason}`, async () => {
    const connection = await open();
    const bad: Migrations = [...migrations, ['create table later (a integer)', 'insert into nowhere values (1)']];
    await migrate(connection, migrations);
    const tables = await namesIn(connection, names);
    await expect(migrate(connection, bad)).rejects.toMatchObject({ name: 'StoreError' });
    expect(await namesIn(connection, names)).toEqual(tables);
    expect(await versionIn(connection)).toEqual([migrations.length]);
    expect(await migrate(connection, migrations)).toBe(migrations.length);
  });

  it(`reject tables that are two versions later${reason}`, async () => {
    const connection = await open();
    await migrate(connection, migrations);
    await connection.run('update schema_version set version = $1', [migrations.length + 2]);
    await expect(migrate(connection, migrations)).rejects.toMatchObject({ code: 'NEWER_SCHEMA' });
    expect(await versionIn(connection)).toEqual([migrations.length + 2]);
  });
});

test('Both engines have the same versions, tables and columns', async () => {
  expect(SQLITE_MIGRATIONS).toHaveLength(POSTGRES_MIGRATIONS.length);
  const shapeOf = (migrations: Migrations) =>
    migrations.map((statements) =>
      statements
        .map((text) => /(?:create|drop) (?:table|index) (\w+)/.exec(text.replace(' unlogged ', ' '))?.[0])
        .filter((text) => text !== undefined),
    );
  expect(shapeOf(SQLITE_MIGRATIONS)).toEqual(shapeOf(POSTGRES_MIGRATIONS));
});
