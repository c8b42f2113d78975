import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { COMPILE_CACHE } from './compile-cache.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** Fills the compile cache with the gateway's files, unless there is one. Node writes it at an orderly exit: tests kill. Vitest calls this. */
export async function setup(): Promise<void> {
  if (existsSync(COMPILE_CACHE)) return;
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', PORT: '0', NODE_COMPILE_CACHE: COMPILE_CACHE },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface(child.stdout).on('line', (line) => {
    if (line.includes('"msg":"ready"')) child.kill('SIGTERM');
  });
  await once(child, 'close');
}
