import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Encoding } from '../http/accepted-encoding.ts';

/** Folder of the built console: see `console/README.md`. */
export const BUILT = new URL('../../../console/dist/', import.meta.url).pathname;

/** File of the console, held in memory once per encoding for all readers. */
export interface ConsoleFile {
  readonly type: string;
  /** True for a file whose name has the hash of its content. */
  readonly isHashed: boolean;
  readonly etag: string;
  /** Bodies by encoding; `identity` is always there. */
  readonly bodies: ReadonlyMap<Encoding, Buffer>;
}

/** Files by their path in a URL: `/assets/index-B1x2.js`. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
  woff: 'font/woff',
};
const COMPRESSED: readonly (readonly [Encoding, string])[] = [
  ['br', '.br'],
  ['gzip', '.gz'],
];

/**
 * Reads the built console into memory, some three megabytes with its compressed copies, so that a request reads no file.
 *
 * @returns null if the console is not built
 */
export function readConsoleFiles(folder = BUILT): ConsoleFiles | null {
  if (!existsSync(join(folder, 'index.html'))) return null;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  const known = new Set(names);
  return new Map(
    names.flatMap((name): [string, ConsoleFile][] => {
      const type = TYPES[name.slice(name.lastIndexOf('.') + 1)];
      if (type === undefined) return [];
      const compressed = COMPRESSED.filter(([, suffix]) => known.has(name + suffix)).map(
        ([encoding, suffix]) => [encoding, readFileSync(join(folder, name + suffix))] as const,
      );
      return [
        [`/${name}`, consoleFile(type, readFileSync(join(folder, name)), compressed, name.startsWith('assets/'))],
      ];
    }),
  );
}

export function consoleFile(
  type: string,
  identity: Buffer,
  compressed: readonly (readonly [Encoding, Buffer])[] = [],
  isHashed = false,
): ConsoleFile {
  const etag = createHash('sha256').update(identity).digest('base64url').slice(0, 22);
  return { type, isHashed, etag, bodies: new Map([['identity', identity], ...compressed]) };
}
