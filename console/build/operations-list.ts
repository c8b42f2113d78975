import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Text of an operation in an artifact of relay-compiler, as JSON. */
const TEXT = /"text": ("(?:[^"\\]|\\.)*")/;

/**
 * Writes `operations.json`, the console's operations by their SHA-256, as Relay's compiler writes a manifest: the gateway executes them
 * where it executes persisted operations only.
 */
export function operationsList(artifacts: string, folder: string): Plugin {
  return {
    name: 'operations-list',
    apply: 'build',
    writeBundle() {
      const texts = readdirSync(artifacts)
        .map((name) => TEXT.exec(readFileSync(join(artifacts, name), 'utf8'))?.[1])
        .flatMap((json) => (json === undefined ? [] : [JSON.parse(json) as string]));
      const entries = texts.map((text) => [createHash('sha256').update(text).digest('hex'), text]);
      writeFileSync(join(folder, 'operations.json'), JSON.stringify(Object.fromEntries(entries), null, 2));
    },
  };
}
