import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/log/log.ts';
import { openStore } from '../../src/store/open/open-store.ts';
import { clientConfig } from '../../src/store/postgres/postgres-pool.ts';
import { reasonOf, StoreError } from '../../src/store/store-error.ts';
import { liveSession, started } from '../support/live-sessions.ts';
import { POSTGRES } from '../support/postgres.ts';
import { storeCommits } from '../support/random-changes.ts';
import { createDatabase } from '../support/shared-postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const log = createLog('silent');
const ROOT = new URL('../..', import.meta.url).pathname;

async function run(store: string, command: string, ...options: readonly string[]) {
  const child = promisify(execFile)(process.execPath, ['scripts/store/main.ts', command, ...options], {
    cwd: ROOT,
    env: { ...process.env, GATEWAY_STORE: store },
  });
  return child.then(
    ({ stdout }) => ({ stdout, stderr: '', code: 0 }),
    ({ stdout, stderr, code }: { stdout: string; stderr: string; code: number }) => ({ stdout, stderr, code }),
  );
}

const reasonWhy = (error: unknown) => (error instanceof StoreError ? reasonOf(error) : String(error));
const reasonFor = (path: string) => openStore({ kind: 'sqlite', path }, log).then(() => 'opened', reasonWhy);

describe('`npm run store`', () => {
  test('creates tables, finds contradictions, and prints records', async () => {
    const path = join(temporaryFolder(), 'a.db');
    expect(await run(`sqlite:${path}`, 'migrate')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^version \d+\n$/),
    });
    const store = await openStore({ kind: 'sqlite', path }, log);
    const [commit] = storeCommits([[0, 1, 2].map((number) => started(liveSession(number)))]);
    if (commit) await store.commit(commit);
    await store.sql.run("insert into span (id, seq, status, from_before) values ('lost', 1, 'CONNECTED', 1)");
    await store.close();
    const check = await run(`sqlite:${path}`, 'check');
    expect(check).toEqual({
      stdout: '1 spans without a session\nrevision 3, 3 sessions, 3 changes, 1 faults\n',
      stderr: '',
      code: 1,
    });
    const { stdout } = await run(`sqlite:${path}`, 'export');
    const records = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records.map(({ user_name }) => user_name)).toEqual(['user-0', 'user-1', 'user-2']);
    expect(Object.keys(records[0] ?? {})).not.toContain('body');
  });

  test('ends with one line for a store that is not there', async () => {
    expect(await run('memory', 'check')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^GATEWAY_STORE must be .+\n$/),
    });
    expect(await run('sqlite:/nowhere/a.db', 'migrate')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The store cannot be used: .+\n$/),
    });
    const path = join(temporaryFolder(), 'mistyped.db');
    for (const command of ['check', 'export'])
      expect(await run(`sqlite:${path}`, command)).toEqual({
        code: 1,
        stdout: '',
        stderr: `There is no file ${path}.\n`,
      });
    expect(existsSync(path)).toBe(false);
  });
});

describe('A SQLite file', () => {
  test('is used by one process: the second one says so', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const store = await openStore({ kind: 'sqlite', path }, log);
    const { code, stderr } = await run(`sqlite:${path}`, 'check');
    expect([code, stderr]).toEqual([1, 'The store cannot be used: another process uses the file; SQLITE_BUSY.\n']);
    await store.close();
    expect((await run(`sqlite:${path}`, 'check')).code).toBe(0);
  });

  test('is readable by its owner alone', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const store = await openStore({ kind: 'sqlite', path }, log);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    for (const beside of ['-wal', '-shm']) expect(statSync(`${path}${beside}`).mode & 0o777).toBe(0o600);
    await store.close();
  });

  test('that is none, or in a folder that is not there, is not opened', async () => {
    const path = join(temporaryFolder(), 'text.db');
    writeFileSync(path, 'no database '.repeat(100));
    expect(await reasonFor(path)).toBe('the file is no SQLite database; SQLITE_NOTADB');
    expect(await reasonFor('/nowhere/a.db')).toMatch(/; ENOENT$/);
  });

  test('of a later build is not opened, unless its tables are one version later', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const setVersion = async (version: number) => {
      const store = await openStore({ kind: 'sqlite', path }, log);
      await store.sql.run('update schema_version set version = version + $1', [version]);
      await store.close();
    };
    await setVersion(1);
    await setVersion(1);
    expect(await reasonFor(path)).toMatch(/^The store has version \d+; this build knows \d+\.; NEWER_SCHEMA$/);
  });
});

const it = test.skipIf(POSTGRES === null);
const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

describe('A PostgreSQL database', () => {
  it(`that does not exist stops the start; one that is away is waited for${reason}`, async () => {
    const url = new URL(await createDatabase());
    const missing = new URL(url);
    missing.pathname = '/nowhere';
    await expect(openStore({ kind: 'postgres', url: missing.href }, log)).rejects.toMatchObject({ code: '3D000' });
    const away = new URL(url);
    away.port = '1';
    const store = await openStore({ kind: 'postgres', url: away.href }, log);
    expect([store.isOpen, store.isDurable, store.isShared]).toEqual([false, true, true]);
    await expect(store.sql.all('select 1')).rejects.toMatchObject({ code: 'NOT_OPEN' });
    await store.close();
  });

  it(`has the view for reports that docs/store.md describes${reason}`, async () => {
    const url = await createDatabase();
    const store = await openStore({ kind: 'postgres', url }, log);
    const [commit] = storeCommits([[started(liveSession(1))]]);
    if (commit) await store.commit(commit);
    const [, , view = ''] = readFileSync(join(ROOT, 'docs/store.md'), 'utf8').split('```sql\n');
    const statements = (view.split('```')[0] ?? '').split(';').filter((text) => text.trim() !== '');
    expect(statements).toHaveLength(3);
    for (const statement of statements) await store.sql.run(statement);
    const [row] = await store.sql.all('select user_name, connections from session_report');
    expect(row).toEqual({ user_name: 'user-1', connections: 0 });
    await store.close();
  });

  it(`takes its password from a file, and no error shows it${reason}`, async () => {
    const url = new URL(await createDatabase());
    const file = join(temporaryFolder(), 'password');
    writeFileSync(file, 'a-secret\n');
    url.password = 'another-secret';
    const { password, connectionString } = clientConfig(url.href, file);
    expect(typeof password === 'function' && (await password())).toBe('a-secret');
    expect(connectionString).not.toContain('secret');
    const store = await openStore({ kind: 'postgres', url: url.href }, log, file);
    await expect(store.sql.all('select * from nothing')).rejects.toThrow(/^(?!.*secret)/);
    await store.close();
  });
});
