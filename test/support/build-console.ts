import { execFileSync } from 'node:child_process';
import { isNewer } from './is-newer.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const BUILT = 'console/dist/index.html';
const SOURCES = ['console/src', 'console/build', 'console/index.html', 'console/vite.config.ts', 'schema.graphql'];

/** Builds the console once before the tests, unless it is newer than its sources. Vitest calls this. */
export function setup(): void {
  if (isNewer(BUILT, SOURCES)) return;
  execFileSync('npm', ['run', '-s', 'console'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
}
