import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect } from 'vitest';
import { asUser, freePort, sharedPostgres } from './postgres.ts';

/** Path at which Debian installs PgBouncer. */
const PROGRAM = '/usr/sbin/pgbouncer';

export const HAS_PGBOUNCER = existsSync(PROGRAM);

let shared: Promise<(url: string) => string> | undefined;

/** Starts PgBouncer in transaction mode in front of the server of all tests. @returns a function that maps URLs of its databases */
export function sharedPgbouncer(): Promise<(url: string) => string> {
  shared ??= start();
  return shared;
}

async function start(): Promise<(url: string) => string> {
  const server = await sharedPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'gateway-pgbouncer-'));
  const port = await freePort();
  const settings = join(folder, 'pgbouncer.ini');
  const users = join(folder, 'users.txt');
  writeFileSync(users, '"gateway" ""\n');
  writeFileSync(
    settings,
    [
      '[databases]',
      `* = host=127.0.0.1 port=${server.port}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = trust',
      `auth_file = ${users}`,
      'pool_mode = transaction',
      'default_pool_size = 5',
    ].join('\n'),
  );
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', 'postgres', folder]);
  const [command, args] = asUser(PROGRAM, ['-q', settings]);
  const child: ChildProcess = spawn(command, args, { stdio: 'ignore' });
  process.once('exit', () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  await expect.poll(() => accepts(port)).toBe(true);
  return (url) => {
    const through = new URL(url);
    through.port = String(port);
    return through.href;
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
      .on('connect', () => resolve(true))
      .on('error', () => resolve(false))
      .on('close', () => socket.destroy());
    socket.on('connect', () => socket.end());
  });
}
