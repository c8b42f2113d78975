import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = new URL('../..', import.meta.url).pathname;

interface Locked {
  readonly dev?: true;
  readonly optional?: true;
  readonly devOptional?: true;
  readonly link?: true;
}

/** One line of a Dockerfile: `COPY`, and what it says. Continued lines are one. */
type Instruction = readonly [name: string, text: string];

/** The stages of a Dockerfile, each from its FROM on. */
export function stagesOf(dockerfile: string): readonly (readonly Instruction[])[] {
  const lines = dockerfile.replaceAll(/\\\n\s*/g, '').split('\n');
  const instructions = lines
    .filter((line) => /^[A-Z]+ /.test(line))
    .map((line): Instruction => [line.split(' ')[0] ?? '', line.slice(line.indexOf(' ') + 1)]);
  const stages: Instruction[][] = [];
  for (const instruction of instructions) {
    if (instruction[0] === 'FROM') stages.push([]);
    stages.at(-1)?.push(instruction);
  }
  return stages;
}

/** Files that the last stage copies from the context, and from the stage before. */
export function copiesOf(stage: readonly Instruction[]): { readonly ours: string[]; readonly built: string[] } {
  const copies = stage.filter(([name]) => name === 'COPY').map(([, text]) => text.split(' '));
  return {
    ours: copies.filter(([first = '']) => !first.startsWith('--')).map(([from = '']) => from),
    built: copies.filter(([first = '']) => first.startsWith('--from=')).map(([, from = '']) => from),
  };
}

/**
 * The image's `/app` in a folder of its own: what the Dockerfile copies, the console that is built here, and the packages that `npm ci --omit=dev
 * --omit=optional` would install, which are taken from those that are installed here.
 */
export function buildApp(dockerfile: string): string {
  const app = mkdtempSync(join(tmpdir(), 'image-'));
  const [, build = [], final = []] = stagesOf(dockerfile);
  for (const path of copiesOf(final).ours) cpSync(join(ROOT, path), join(app, path), { recursive: true });

  const console = 'console/dist';
  cpSync(join(ROOT, console), join(app, console), { recursive: true });
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  for (const [path, { dev, optional, devOptional, link }] of Object.entries(packages)) {
    if (!path.startsWith('node_modules/') || link || dev || optional || devOptional) continue;
    // A package's own packages have entries of their own.
    const nested = join(ROOT, path, 'node_modules');
    cpSync(join(ROOT, path), join(app, path), { recursive: true, filter: (from) => !from.startsWith(nested) });
  }
  for (const [name, command] of build) {
    if (name === 'RUN' && !command.startsWith('npm ')) execFileSync('sh', ['-c', command], { cwd: app });
  }
  return app;
}

/** Bytes that a folder holds. */
export function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
