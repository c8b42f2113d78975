import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config/config.ts';
import { createLog } from '../../src/log/log.ts';
import { openConfiguredStore } from '../../src/store/open/open-configured-store.ts';
import { openFileStore } from '../../src/store/open/open-sqlite-store.ts';
import { POSTGRES } from '../support/postgres.ts';
import { killAfterEach, run } from '../support/process.ts';
import { createDatabase } from '../support/shared-postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const kept = killAfterEach();
const log = createLog('silent');
const shared = { GATEWAY_CURSOR_SECRET: 'a'.repeat(16) };
const ALLOWED =
  'GATEWAY_STORE is (not shown); it must be "memory", "sqlite:/path" or "postgres://user@host:port/database"';

/** Opens the store of some variables, which cannot be used. @returns the line that stops the start */
async function lineOf(environment: Record<string, string>): Promise<string> {
  const opened = openConfiguredStore(parseConfig(environment), log);
  const error: unknown = await opened.then(
    (store) => store.close(),
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ConfigError);
  const { message } = error as ConfigError;
  expect(message).not.toContain('\n');
  return message;
}

function noDatabase(): string {
  const path = join(temporaryFolder(), 'text.db');
  writeFileSync(path, 'no database '.repeat(100));
  return path;
}

describe('A store that cannot be used stops the start with one line:', () => {
  test('on stderr, with exit code 1', async () => {
    const program = kept(run('src/main.ts', [], { PORT: '0', GATEWAY_STORE: 'sqlite:/nowhere/a.db' }));
    const { code, stderr } = await program.ended;
    expect([code, stderr.split('\n')]).toEqual([1, [expect.stringContaining(`${ALLOWED} (ENOENT`), '']]);
    expect(program.lines).toEqual([]);
  });

  test.each<[string, () => string, string]>([
    ['a file in a folder that is not there', () => '/nowhere/a.db', 'ENOENT'],
    ['a folder', temporaryFolder, 'EISDIR'],
    ['a file of something else', noDatabase, 'SQLITE_NOTADB'],
  ])('%s', async (_, path, code) => {
    const line = await lineOf({ GATEWAY_STORE: `sqlite:${path()}` });
    expect(line.startsWith(ALLOWED)).toBe(true);
    expect(line).toContain(code);
  });

  test('a file that another process uses', async () => {
    const path = join(temporaryFolder(), 'a.db');
    const used = await openFileStore(path);
    const line = await lineOf({ GATEWAY_STORE: `sqlite:${path}` });
    expect(line).toBe(`${ALLOWED} (another process uses the file; SQLITE_BUSY).`);
    await used.close();
  });

  test('a file of the password that cannot be read, named by its own variable', async () => {
    const files = { GATEWAY_STORE_PASSWORD_FILE: '/nowhere/password', GATEWAY_LIVE: 'always' };
    const line = await lineOf({ ...shared, ...files, GATEWAY_STORE: 'postgres://gateway:hunter2@127.0.0.1:1/gateway' });
    expect(line).toMatch(
      /^GATEWAY_STORE_PASSWORD_FILE is "\/nowhere\/password"; it must be the path of a file \(ENOENT.*\)\.$/,
    );
    expect(line).not.toContain('hunter2');
  });

  const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';
  test.skipIf(POSTGRES === null)(`a database that does not exist, without its password${reason}`, async () => {
    const url = new URL(await createDatabase());
    url.pathname = '/nowhere';
    url.password = 'hunter2';
    const line = await lineOf({ ...shared, GATEWAY_STORE: url.href });
    expect(line.startsWith(ALLOWED)).toBe(true);
    expect(line).toMatch(/; 3D000\)\.$/);
    expect(line).not.toContain('hunter2');
  });
});
