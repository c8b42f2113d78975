import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { helpText } from '../src/config/config.ts';

const ROOT = new URL('..', import.meta.url).pathname;

/** Words of the right column of docs/glossary.md that have no other use here. */
const BANNED =
  /\b(?:doors?|passages?|lanes?|a moment ago|whoever|nobody|anybody|owed|owes|unfailing|unforeseen|culprits?|halv(?:e|es|ed|ing)|habits?|mend(?:s|ed|able)?|distorts?|looks? on|set aside|passed over|stretch(?:es)?|patience|keepMs|underWay|fast lane|long way|refus(?:e|es|ed|ing|als?)|everybody)\b/gi;

function wordsIn(text: string): string[] {
  return [...text.matchAll(BANNED)].map(([word]) => word.toLowerCase());
}

/** Files that name the words: the glossary, the tests that ban them, and what was renamed. */
const EXCEPTIONS: readonly string[] = ['docs/glossary.md', 'test/words.test.ts', 'test/schema/descriptions.test.ts'];

/** Docstrings, or lines of one, that begin with a question word instead of a verb or a noun. */
const QUESTION = /^\s*(?:\/\*\*|\*) (?:What|Who|Whether|Where|When|How|Why)\b.*/gm;

const FOLDERS = [
  ...['src', 'console', 'emulator', 'test', 'bench', 'scripts', 'examples'],
  ...['docs', 'published', 'schema.graphql', 'README.md'],
];
const files = execFileSync('git', ['ls-files', ...FOLDERS], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((path) => /\.(?:tsx?|css|graphql|md)$/.test(path) && !EXCEPTIONS.includes(path));

test.each(files)('%s has no word that the glossary replaces', (path) => {
  expect(wordsIn(readFileSync(`${ROOT}${path}`, 'utf8'))).toEqual([]);
});

test('docstrings begin with a verb or a noun', () => {
  const asking = files
    .filter((path) => /\.tsx?$/.test(path))
    .flatMap((path) =>
      (readFileSync(`${ROOT}${path}`, 'utf8').match(QUESTION) ?? []).map((line) => `${path}: ${line}`),
    );
  expect(asking).toEqual([]);
});

test('`npm start -- --help` has no word that the glossary replaces', () => {
  expect(wordsIn(helpText())).toEqual([]);
});
