import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

interface Manifest {
  readonly name: string;
  devDependencies?: unknown;
  optionalDependencies?: unknown;
  workspaces?: unknown;
}
interface Locked extends Partial<Manifest> {
  readonly dev?: true;
  readonly optional?: true;
  readonly devOptional?: true;
  readonly link?: true;
}

/**
 * Prints the software bill of materials of production as CycloneDX: the packages that `npm ci --omit=dev --omit=optional`
 * installs. Runs `npm sbom` on a reduced package.json and lock file, because `npm sbom --omit=dev` (npm 11) also omits
 * production packages that a development dependency needs, such as graphql.
 */
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const manifest = read('package.json') as Manifest;
const lock = read('package-lock.json') as { packages: Record<string, Locked> };

const production = ({
  devDependencies: _dev,
  optionalDependencies: _optional,
  workspaces: _workspaces,
  ...rest
}: Partial<Manifest>) => rest;
const isInstalled = (path: string) => path === '' || path.startsWith('node_modules/');
const packages = Object.entries(lock.packages)
  .filter(
    ([path, { dev, optional, devOptional, link }]) => isInstalled(path) && !(dev || optional || devOptional || link),
  )
  .map(([path, entry]) => [path, path === '' ? production(entry) : entry] as const);

const temporary = mkdtempSync(join(tmpdir(), 'sbom-'));
try {
  // npm names the product after its folder.
  const folder = join(temporary, manifest.name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(production(manifest)));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }));
  const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
  process.stdout.write(execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] }));
} finally {
  rmSync(temporary, { recursive: true });
}
