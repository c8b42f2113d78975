import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = new URL('../..', import.meta.url).pathname;
const BUILT = `${ROOT}console/dist/index.html`;
const SOURCES = ['console/src', 'console/build', 'console/index.html', 'console/vite.config.ts', 'schema.graphql'];

/** Builds the console once before the tests, unless it is newer than its sources. Vitest calls this. */
export function setup(): void {
  if (existsSync(BUILT) && statSync(BUILT).mtimeMs >= newestOf(SOURCES)) return;
  execFileSync('npm', ['run', '-s', 'console'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Time of the newest file, without those that the build itself writes. Milliseconds since 1970. */
function newestOf(paths: readonly string[]): number {
  const files = paths.flatMap((path) => {
    if (!statSync(join(ROOT, path)).isDirectory()) return [join(ROOT, path)];
    return readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('__generated__'))
      .map((entry) => join(entry.parentPath, entry.name));
  });
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}
