import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, utimesSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { GATEWAY } from '../../bench/support/child.ts';
import { COMPILE_CACHE, COMPILE_CACHE_PATH } from './compile-cache.ts';
import { isNewer } from './is-newer.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const SOURCES = ['src', 'package-lock.json'];

/**
 * Fills the compile cache with the files of the gateway, unless it is newer than they are: Node writes it when a program ends by
 * itself, and tests kill theirs. Vitest calls this.
 */
export async function setup(): Promise<void> {
  if (isNewer(COMPILE_CACHE_PATH, SOURCES)) return;
  const child = spawn(process.execPath, [...GATEWAY], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', PORT: '0', NODE_COMPILE_CACHE: COMPILE_CACHE },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface(child.stdout).on('line', (line) => {
    if (line.includes('"msg":"ready"')) child.kill('SIGTERM');
  });
  await once(child, 'close');
  // There is none where NODE_DISABLE_COMPILE_CACHE is set.
  mkdirSync(COMPILE_CACHE, { recursive: true });
  utimesSync(COMPILE_CACHE, new Date(), new Date());
}
