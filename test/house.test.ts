import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;

interface SourceFile {
  /** From the root: `src/paging/cursor.ts`. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** Imports: paths from the root, or package names. */
  readonly imports: readonly string[];
}

function filesIn(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.endsWith('__generated__'))
    .map((entry) => read(relative(ROOT, join(entry.parentPath, entry.name))));
}

function read(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)]
    .map(([, name = '']) => name)
    .map((name) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name));
  return { path, text, lines: text.split('\n').length - 1, imports };
}

const source = filesIn('src');
const emulator = filesIn('emulator');
const tests = filesIn('test');
const examples = filesIn('examples');
const web = filesIn('console/src');

/** `main → gateway → server → schema → live → store → sessions → services → aws`; paging knows errors and log only, and errors, log, config and outbound import none of the others. */
const LAYERS = ['main', 'gateway', 'server', 'schema', 'live', 'store', 'sessions', 'services', 'aws'];
const LEAVES = ['errors', 'log', 'paging', 'config', 'outbound'];
const importedByLeaf = (leaf: string) => (leaf === 'paging' ? ['errors', 'log'] : ['errors']);

/** Folders of the one circle by design: a provider implements the interface of `sessions/provider.ts`, as types only. */
const CIRCLES_ALLOWED = /^src\/(?:services|sessions)\b/;

function layerOf(path: string): string {
  return path.split('/')[1]?.replace('.ts', '') ?? '';
}

/** The exception: a service implements the interface of `sessions`, and so imports its types. */
const isProviderType = ({ path, text }: SourceFile, name: string): boolean =>
  /^src\/services\/[\w-]+\/provider\.ts$/.test(path) &&
  name === 'src/sessions/provider.ts' &&
  !/import (?!type )[^;]*sessions\/provider/.test(text);

/** Matches of a pattern, with their files. */
const found = (files: readonly SourceFile[], odd: RegExp) =>
  files
    .filter(({ path }) => path !== 'test/house.test.ts')
    .flatMap(
      ({ path, text }) =>
        text
          .match(odd)
          ?.slice(0, 1)
          .map((match) => `${path}: ${match}`) ?? [],
    );

describe('Imports', () => {
  test('point down the tree, never up', () => {
    const upward = source.flatMap((file) =>
      file.imports
        .filter((name) => name.startsWith('src/'))
        .filter((name) => !isProviderType(file, name))
        .filter((name) => {
          const from = LAYERS.indexOf(layerOf(file.path));
          const to = layerOf(name);
          if (from === -1) return to !== layerOf(file.path) && !importedByLeaf(layerOf(file.path)).includes(to);
          return LEAVES.includes(to) ? false : LAYERS.indexOf(to) < from;
        })
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(upward).toEqual([]);
  });

  test('form no circles between folders', () => {
    const edges = new Map<string, Set<string>>();
    for (const { path, imports } of source) {
      const from = dirname(path);
      const targets = imports.filter((name) => name.startsWith('src/')).map((name) => dirname(name));
      // `src` itself holds main.ts and gateway.ts, whose imports the layers order.
      for (const to of targets)
        if (to !== from && from !== 'src') edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      [...(edges.get(from) ?? [])].some((next) => {
        if (next === to) return true;
        if (seen.has(next)) return false;
        seen.add(next);
        return reaches(next, to, seen);
      });
    const circular = [...edges.keys()].filter(
      (folder) => CIRCLES_ALLOWED.test(folder) === false && reaches(folder, folder),
    );
    expect(circular).toEqual([]);
  });

  test('of the emulator stay in the emulator and Node, and only main.ts knows the emulator', () => {
    const foreign = emulator.flatMap((file) => file.imports.filter((name) => !/^(emulator\/|node:)/.test(name)));
    expect(foreign).toEqual([]);
    const users = source.filter((file) => file.imports.some((name) => name.startsWith('emulator/')));
    expect(users.map((file) => file.path)).toEqual(['src/main.ts']);
  });

  test('of an example, or of the console, stay there: it uses the gateway as any client does, by its URL and its published schema', () => {
    const ours = [...examples, ...web].flatMap((file) =>
      file.imports.filter((name) => /^(?:src|emulator|test)\//.test(name)),
    );
    expect(ours).toEqual([]);
  });

  test('of an SDK client stand in the folder of its service only, and its values in api.ts', () => {
    const clients = source.filter((file) => file.imports.some((name) => name.startsWith('@aws-sdk/client-')));
    const misplaced = clients.filter(({ path, text }) => {
      const isType = !/(?:import|export) (?!type)[^;]*from '@aws-sdk\/client-/.test(text);
      return (
        !/^src\/(services\/[\w-]+\/api|aws\/accounts\/account-credentials)\.ts$/.test(path) &&
        !(isType && path.startsWith('src/services/'))
      );
    });
    expect(misplaced.map((file) => file.path)).toEqual([]);
  });
});

describe('Files', () => {
  test('have at most 300 lines; half of them at most 80, nine in ten at most 180', () => {
    for (const files of [source, emulator, examples, web]) {
      const lengths = files.map((file) => file.lines).sort((one, other) => one - other);
      expect(files.filter((file) => file.lines > 300).map((file) => file.path)).toEqual([]);
      expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(80);
      expect(lengths[Math.floor(lengths.length * 0.9)]).toBeLessThanOrEqual(180);
    }
  });

  test('of tests have at most 300 lines', () => {
    expect(tests.filter((file) => file.lines > 300).map((file) => file.path)).toEqual([]);
  });

  test('leave the process to the two main.ts', () => {
    const users = [...source, ...emulator].filter(
      ({ text, imports }) => imports.includes('node:process') || /\bprocess\.(env|exit|argv|on|once)\b/.test(text),
    );
    expect(users.map((file) => file.path).sort()).toEqual(['emulator/main.ts', 'src/main.ts']);
  });

  test('have no `any`, no default export and no switched-off check', () => {
    const odd = /\bas any\b|: any\b|<any>|@ts-ignore|@ts-expect-error|biome-ignore|^export default/m;
    expect(
      [...source, ...emulator, ...examples, ...web].filter(({ text }) => odd.test(text)).map((file) => file.path),
    ).toEqual([]);
  });

  test('of tests assert no wall time: it is the machine that is tested then, and what else it has to do', () => {
    // With fake timers it is the test that makes time pass.
    const onTheClock = tests.filter(({ text }) => !/\buseFakeTimers\(/.test(text));
    expect(
      found(onTheClock, /(?:performance|Date)\.now\(\) *- *[a-z]|[a-z] *- *(?:performance|Date)\.now\(\)|hrtime/i),
    ).toEqual([]);
    // Each of these is a bound on what a machine needs for something; vitest.config.ts has one for all, which ends what hangs.
    expect(found(tests, /waitUntil\(|waitFor\(|AbortSignal\.timeout\(|\btimeout: *\d|^ *\}, [\d_]{4,}\);/m)).toEqual(
      [],
    );
  });

  test('of tests listen on free ports only', () => {
    expect(found(tests, /listen\((?:[1-9]|[^)]*\bport: [1-9])\d*/)).toEqual([]);
  });

  test('of tests skip nothing', () => {
    const skipping = tests.filter(
      ({ path, text }) => !path.endsWith('house.test.ts') && /\.(skip|only|todo)\b/.test(text),
    );
    expect(skipping.map((file) => file.path)).toEqual([]);
  });
});
