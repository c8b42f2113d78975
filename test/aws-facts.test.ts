import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;

interface Fact {
  readonly id: string;
  readonly fact: string;
  readonly tests: readonly string[];
}

const FACTS: readonly Fact[] = readFileSync(join(ROOT, 'docs/aws-facts.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| F-'))
  .map((line) => {
    const [id = '', fact = '', , tests = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    return { id, fact, tests: [...tests.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path) };
  });

/** Citations by id: the files that contain it. */
function citations(folders: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const cited = new Map<string, string[]>();
  for (const folder of folders) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const path = join(folder, name);
      for (const [id] of readFileSync(join(ROOT, path), 'utf8').matchAll(/\bF-\d{2}\b/g))
        cited.set(id, [...(cited.get(id) ?? []), path]);
    }
  }
  return cited;
}

test('Every fact has an id of its own, in ascending order', () => {
  const ids = FACTS.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  expect(ids.length).toBeGreaterThan(40);
});

test('Every fact is cited in src/ or emulator/, or marked [D]', () => {
  const cited = citations(['src', 'emulator']);
  expect(FACTS.filter(({ id, fact }) => !cited.has(id) && !fact.includes('**[D]**')).map(({ id }) => id)).toEqual([]);
  expect(FACTS.filter(({ id, fact }) => cited.has(id) && fact.includes('**[D]**')).map(({ id }) => id)).toEqual([]);
});

test('Every cited fact exists', () => {
  const known = new Set(FACTS.map(({ id }) => id));
  const unknown = [...citations(['src', 'emulator', 'test', 'bench'])].filter(([id]) => !known.has(id));
  expect(unknown).toEqual([]);
});

test('Every fact names a test that exists, or none', () => {
  const missing = FACTS.flatMap(({ tests }) => tests).filter((path) => !existsSync(join(ROOT, path)));
  expect(missing).toEqual([]);
});

/** Constants of src/ and emulator/ that AWS dictates, by their names: page sizes, limits of batches, ranges. */
const DICTATED =
  /^(?!\s*(?:\/?\*|\/\/)).*\b(?:\w+_PER_PAGE|\w+_PER_CALL|defaultLimit|maxLimit|defaultMaxResults|defaultDurationSeconds|thirtyDays) = .*\d/;

test('Every constant that AWS dictates cites its fact, on its line or just before', () => {
  const uncited: string[] = [];
  for (const folder of ['src/services', 'emulator']) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const lines = readFileSync(join(ROOT, folder, name), 'utf8').split('\n');
      for (const [index, line] of lines.entries())
        if (DICTATED.test(line) && !/\bF-\d{2}\b/.test(`${lines.slice(Math.max(0, index - 3), index + 1).join('\n')}`))
          uncited.push(`${folder}/${name}: ${line.trim()}`);
    }
  }
  expect(uncited).toEqual([]);
});
