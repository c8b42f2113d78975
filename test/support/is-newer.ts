import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = new URL('../..', import.meta.url).pathname;

/** Tells if something exists that is as new as all files of some folders. @param made path from the root, as are `sources` */
export function isNewer(made: string, sources: readonly string[]): boolean {
  const path = join(ROOT, made);
  return existsSync(path) && statSync(path).mtimeMs >= newestOf(sources);
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
