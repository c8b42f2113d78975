import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

interface Manifest {
  readonly name: string;
  devDependencies?: unknown;
  optionalDependencies?: unknown;
}
interface Locked extends Partial<Manifest> {
  readonly dev?: true;
  readonly optional?: true;
  readonly devOptional?: true;
}

/**
 * What runs in production, as CycloneDX on stdout: npm's own bill of what `npm ci --omit=dev --omit=optional` installs. Made
 * of those parts of package.json and the lock file, for `npm sbom --omit=dev` (npm 11) leaves out as well what development
 * needs, too: GraphQL itself.
 */
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const manifest = read('package.json') as Manifest;
const lock = read('package-lock.json') as { packages: Record<string, Locked> };

const production = ({ devDependencies: _dev, optionalDependencies: _optional, ...rest }: Partial<Manifest>) => rest;
const packages = Object.entries(lock.packages)
  .filter(([, { dev, optional, devOptional }]) => !(dev || optional || devOptional))
  .map(([path, entry]) => [path, path === '' ? production(entry) : entry] as const);

const temporary = mkdtempSync(join(tmpdir(), 'sbom-'));
try {
  // npm calls what it describes by its folder.
  const folder = join(temporary, manifest.name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(production(manifest)));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }));
  const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
  process.stdout.write(execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] }));
} finally {
  rmSync(temporary, { recursive: true });
}
