import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const INSTALLED = '/usr/lib/postgresql';
const IS_ROOT = process.getuid?.() === 0;

/** A PostgreSQL server of its own, whose data end with it. */
export interface Database {
  readonly url: string;
  stop(): Promise<void>;
}

/** @throws when PostgreSQL is not where Debian and Ubuntu install it, with what to do */
export async function startDatabase(): Promise<Database> {
  const version = existsSync(INSTALLED)
    ? readdirSync(INSTALLED)
        .sort((one, other) => Number(other) - Number(one))
        .find((each) => existsSync(join(INSTALLED, each, 'bin/initdb')))
    : undefined;
  if (version === undefined) {
    throw new Error(
      'PostgreSQL is not installed: apt-get install postgresql, or set GATEWAY_STORE to the URL of an empty database.',
    );
  }
  const bin = join(INSTALLED, version, 'bin');
  const folder = mkdtempSync(join(tmpdir(), 'gateway-replicas-'));
  const data = join(folder, 'data');
  if (IS_ROOT) await run('chown', ['postgres', folder]);
  else chmodSync(folder, 0o700);
  await run(...asUser(join(bin, 'initdb'), ['-D', data, '-U', 'gateway', '-A', 'trust', '-E', 'UTF8', '--no-sync']));
  const port = await freePort();
  const server = spawn(
    ...asUser(join(bin, 'postgres'), [
      '-D',
      data,
      '-k',
      folder,
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      '-c',
      'fsync=off',
    ]),
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  process.once('exit', () => {
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  });
  await new Promise<void>((resolve, reject) => {
    let text = '';
    server.stderr.on('data', (chunk: Buffer) => {
      text = `${text}${chunk}`.slice(-4_000);
      if (text.includes('ready to accept connections')) resolve();
    });
    server.once('exit', () => reject(new Error(`PostgreSQL has ended: ${text}`)));
  });
  return {
    url: `postgres://gateway@127.0.0.1:${port}/postgres`,
    async stop() {
      const exited = once(server, 'exit');
      server.kill('SIGINT');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL does not run as root. */
function asUser(command: string, args: readonly string[]): [string, string[]] {
  if (!IS_ROOT) return [command, [...args]];
  return ['setpriv', ['--reuid=postgres', '--regid=postgres', '--init-groups', '--pdeathsig=QUIT', command, ...args]];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
