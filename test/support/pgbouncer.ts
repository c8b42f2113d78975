import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { asUser, freePort, type PostgresServer } from './postgres.ts';

/** Path at which Debian installs PgBouncer. */
const PROGRAM = '/usr/sbin/pgbouncer';

export const HAS_PGBOUNCER = existsSync(PROGRAM);

/** PgBouncer in transaction mode in front of a server, in a folder that is removed with it. */
export interface Pgbouncer {
  readonly port: number;
  /** Maps the URL of a database of the server to the one through PgBouncer. */
  through(url: string): string;
  /** Ends all connections at once, as a crash does. */
  crash(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Maps the URL of a database to the one through a port of this machine. */
export function throughPort(port: number, url: string): string {
  const through = new URL(url);
  through.port = String(port);
  return through.href;
}

export async function startPgbouncer(server: Pick<PostgresServer, 'port'>): Promise<Pgbouncer> {
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
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const [command, args] = asUser(PROGRAM, ['-q', settings]);
    child = spawn(command, args, { stdio: 'ignore' });
    while (!(await accepts(port))) await wait(10);
  }

  async function crash(): Promise<void> {
    const killed = child;
    child = null;
    if (!killed || killed.exitCode !== null || killed.signalCode !== null) return;
    const exited = once(killed, 'exit');
    killed.kill('SIGKILL');
    await exited;
  }

  process.once('exit', () => {
    child?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  await start();
  return {
    port,
    through: (url) => throughPort(port, url),
    crash,
    start,
    async close() {
      await crash();
      rmSync(folder, { recursive: true, force: true });
    },
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
