import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { Client } from 'pg';

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

/** PostgreSQL does not run as root. */
export function asUser(command: string, args: readonly string[]): [string, string[]] {
  if (process.getuid?.() !== 0) return [command, [...args]];
  return ['setpriv', ['--reuid=postgres', '--regid=postgres', '--init-groups', '--pdeathsig=QUIT', command, ...args]];
}

/** Creates an empty database with a name of its own on a server of `startPostgres`. @returns its URL */
export async function createDatabase(port: number): Promise<string> {
  const name = `d${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: urlOf(port, 'postgres') });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  return urlOf(port, name);
}

function urlOf(port: number, database: string): string {
  return `postgres://gateway@127.0.0.1:${port}/${database}`;
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
  const folder = mkdtempSync(join(tmpdir(), 'gateway-postgres-'));
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
  let server: ReturnType<typeof spawn> | null = null;

  async function start(): Promise<void> {
    const options = ['fsync=off', 'full_page_writes=off', 'max_connections=300', 'shared_buffers=16MB'];
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
    url: (database) => urlOf(port, database),
    createDatabase: () => createDatabase(port),
    crash: () => stop('SIGQUIT'),
    start,
    async close() {
      await stop('SIGQUIT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
