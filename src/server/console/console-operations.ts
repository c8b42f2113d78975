import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { BUILT } from './console-files.ts';

const operations = z.record(z.string(), z.string());

/** Reads the documents that the built console sends; none if it is not built. */
export function readConsoleOperations(folder = BUILT): ReadonlySet<string> {
  const path = `${folder}operations.json`;
  if (!existsSync(path)) return new Set();
  return new Set(Object.values(operations.parse(JSON.parse(readFileSync(path, 'utf8')))));
}
