import { execFile, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Folder in which Debian installs the latest version of PostgreSQL; null if there is none. */
export const POSTGRES = findPostgres();

function findPostgres(): string | null {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return null;
  const [latest] = readdirSync(root)
    .filter((version) => existsSync(join(root, version, 'bin/initdb')))
    .sort((one, other) => Number(other) - Number(one));
  return latest === undefined ? null : join(root, latest, 'bin');
}

/** A PostgreSQL server of its own, in a folder that is removed with it. */
export interface PostgresServer {
  readonly port: number;
  /** URL of the superuser, for a database. */
  url(database: string): string;
  /** Creates an empty database with a name of its own. @returns its URL */
  createDatabase(): Promise<string>;
  /** Ends all connections at once, as a crash does. */
  crash(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

const PREFIX = 'gateway-postgres-';

/** Removes the folders of servers that ended with their process: a worker of the tests runs nothing when it ends. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    // Young folders may be those of servers that have not begun yet.
    const since = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (since < Date.now() - 600_000 && !isServed(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns true if a process works in a folder. While `initdb` does, the number of its process is negative. */
function isServed(folder: string): boolean {
  try {
    const [pid] = readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n');
    return existsSync(`/proc/${Math.abs(Number(pid))}`);
  } catch {
    return false;
  }
}

let shared: Promise<PostgresServer> | undefined;

/** Returns the server of all tests of this process, which ends with it. */
export function sharedPostgres(): Promise<PostgresServer> {
  shared ??= startPostgres();
  return shared;
}

/** PostgreSQL does not run as root. */
export function asUser(command: string, args: readonly string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [command, [...args]];
  return ['setpriv', ['--reuid=postgres', '--regid=postgres', '--init-groups', '--pdeathsig=QUIT', command, ...args]];
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a server on a free port of the loopback address. Nothing of it is synced to the disk. */
export async function startPostgres(): Promise<PostgresServer> {
  if (POSTGRES === null) throw new Error('PostgreSQL is not installed');
  const bin = POSTGRES;
  removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  const data = join(folder, 'data');
  if (process.getuid?.() === 0) await run('chown', ['postgres', folder]);
  else chmodSync(folder, 0o700);
  await run(
    ...asUser(join(bin, 'initdb'), [
      '-D',
      data,
      '-U',
      'gateway',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--no-sync',
      '--locale=C',
    ]),
  );
  const port = await freePort();
  let databases = 0;
  let server: ReturnType<typeof spawn> | null = null;

  const url = (database: string) => `postgres://gateway@127.0.0.1:${port}/${database}`;

  async function start(): Promise<void> {
    const options = ['fsync=off', 'full_page_writes=off', 'max_connections=60', 'shared_buffers=16MB'];
    const [command, args] = asUser(join(bin, 'postgres'), [
      ...['-D', data, '-k', folder, '-h', '127.0.0.1', '-p', String(port)],
      ...options.flatMap((option) => ['-c', option]),
    ]);
    const started = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    server = started;
    await new Promise<void>((resolve, reject) => {
      let text = '';
      started.stderr.on('data', (chunk: Buffer) => {
        text += String(chunk);
        if (text.includes('ready to accept connections')) resolve();
      });
      started.on('exit', () => reject(new Error(`PostgreSQL has ended: ${text}`)));
    });
  }

  async function stop(signal: 'SIGQUIT' | 'SIGINT'): Promise<void> {
    const stopped = server;
    server = null;
    if (!stopped || stopped.exitCode !== null) return;
    const exited = new Promise((resolve) => stopped.on('exit', resolve));
    stopped.kill(signal);
    await exited;
  }

  await start();
  process.once('exit', () => {
    server?.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    port,
    url,
    async createDatabase() {
      databases += 1;
      const name = `d${databases}`;
      await run(join(bin, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'gateway', name]);
      return url(name);
    },
    crash: () => stop('SIGQUIT'),
    start,
    async close() {
      await stop('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
