import { constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Creates a folder that is removed when the test has finished. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Opens the reading end of a named pipe, without blocking. @returns its descriptor */
export function openPipeReader(path: string): number {
  return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
}

/** Reads the bytes that a pipe has, up to the length of `chunk`; an empty text where it has none. */
export function readAvailable(reader: number, chunk: Buffer, most = chunk.length): string {
  try {
    return chunk.toString('utf8', 0, readSync(reader, chunk, 0, most, null));
  } catch {
    return '';
  }
}
