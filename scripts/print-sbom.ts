import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

type Versions = Readonly<Record<string, string>>;
interface Manifest {
  readonly name: string;
  readonly dependencies?: Versions;
  readonly peerDependencies?: Versions;
  readonly devDependencies?: unknown;
  readonly optionalDependencies?: unknown;
  readonly workspaces?: unknown;
}
interface Locked extends Partial<Manifest> {
  readonly version?: string;
  readonly dev?: true;
  readonly optional?: true;
  readonly devOptional?: true;
  readonly link?: true;
}

/**
 * Prints the software bill of materials of production as CycloneDX: the packages that `npm ci --omit=dev --omit=optional`
 * installs, and those whose modules are in the built console. Runs `npm sbom` on a reduced package.json and lock file, because
 * `npm sbom --omit=dev` (npm 11) also omits production packages that a development dependency needs, such as graphql.
 */
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const BUNDLED = 'console/dist/packages.json';
if (!existsSync(new URL(`../${BUNDLED}`, import.meta.url)))
  throw new Error('The console is not built: npm run console');

const manifest = read('package.json') as Manifest;
const lock = read('package-lock.json') as { packages: Record<string, Locked> };
const bundled = new Set(read(BUNDLED) as readonly string[]);
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const atTop = [...bundled].filter((path) => path === `node_modules/${nameOf(path)}`);

const production = ({
  devDependencies: _dev,
  optionalDependencies: _optional,
  workspaces: _workspaces,
  ...rest
}: Partial<Manifest>) => ({
  ...rest,
  dependencies: {
    ...Object.fromEntries(atTop.map((path) => [nameOf(path), versionOf(path)])),
    ...rest.dependencies,
  },
});

function versionOf(path: string): string {
  const { version } = lock.packages[path] ?? {};
  if (version === undefined) throw new Error(`${path} is in the console and not in package-lock.json: npm run console`);
  return version;
}

const isInstalled = (path: string) => path === '' || path.startsWith('node_modules/');
const isProduction = (path: string, { dev, optional, devOptional, link }: Locked) =>
  isInstalled(path) && !(dev || optional || devOptional || link);

/** Path of the package that a package's import of a name leads to: its own copy, or one further up. */
function resolved(from: string, name: string): string {
  const path = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (lock.packages[path] || from === '') return path;
  return resolved(from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), name);
}

/** Entry of a package that is in the console alone: what it needs and the build left out is not shipped. */
function bundledEntry(path: string, { dependencies = {}, ...entry }: Locked): Locked {
  const { dev: _dev, peerDependencies: _peers, optionalDependencies: _optional, ...rest } = entry;
  const shipped = Object.entries(dependencies).filter(([name]) => bundled.has(resolved(path, name)));
  return { ...rest, dependencies: Object.fromEntries(shipped) };
}

const packages = Object.entries(lock.packages).flatMap(([path, entry]): [string, object][] => {
  if (path === '') return [[path, production(entry)]];
  if (isProduction(path, entry)) return [[path, entry]];
  return bundled.has(path) ? [[path, bundledEntry(path, entry)]] : [];
});

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
