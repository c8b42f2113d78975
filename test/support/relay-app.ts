import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const REPOSITORY = new URL('../..', import.meta.url).pathname;
const APP = 'examples/clients/relay';
const COMPILER = join(REPOSITORY, 'node_modules/relay-compiler/cli.js');

/** The example's Relay app, compiled against `schema.graphql`, in a copy of its own. */
export interface RelayApp {
  /** Folder of the compiler's files. */
  readonly folder: string;
  /** Artifact that the compiler made of a query, a fragment or a mutation. */
  artifact<Node>(name: string): Promise<Node>;
  close(): Promise<void>;
}

/**
 * @param change what is to be different about a file of the app
 * @throws what the compiler has to say where it does not accept the app
 */
export async function compileRelayApp(change?: { file: string; from: string; to: string }): Promise<RelayApp> {
  const root = await mkdtemp(join(tmpdir(), 'relay-app-'));
  const folder = join(root, APP);
  await cp(join(REPOSITORY, APP), folder, { recursive: true });
  await cp(join(REPOSITORY, 'schema.graphql'), join(root, 'schema.graphql'));
  await symlink(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'));
  const close = () => rm(root, { recursive: true });
  if (change) {
    const source = await readFile(join(folder, change.file), 'utf8');
    await writeFile(join(folder, change.file), source.replace(change.from, change.to));
  }
  try {
    await promisify(execFile)(process.execPath, [COMPILER], { cwd: folder });
  } catch (error) {
    await close();
    throw new Error((error as { stdout?: string; stderr?: string }).stderr);
  }
  await nameTypeScript(join(folder, '__generated__'));
  return {
    folder,
    close,
    async artifact<Node>(name: string) {
      const module = (await import(join(folder, '__generated__', `${name}.graphql.ts`))) as { default: Node };
      return module.default;
    },
  };
}

/** Completes the names by which compiled files import each other: bundlers, which they are for, find files without their extension. */
async function nameTypeScript(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const source = await readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, name), source.replaceAll(/(from|import\()( ?'\.\/\w+\.graphql)'/g, "$1$2.ts'"));
  }
}
