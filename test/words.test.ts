import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { helpText } from '../src/config/config.ts';

const ROOT = new URL('..', import.meta.url).pathname;

/** Words of the right column of docs/glossary.md that have no other use here. */
const BANNED =
  /\b(?:doors?|passages?|lanes?|a moment ago|whoever|nobody|anybody|owed|owes|unfailing|unforeseen|culprits?|halv(?:e|es|ed|ing)|habits?|mend(?:s|ed|able)?|distorts?|looks? on|set aside|passed over|stretch(?:es)?|patience|keepMs|underWay|fast lane|long way)\b/gi;

function wordsIn(text: string): string[] {
  return [...text.matchAll(BANNED)].map(([word]) => word.toLowerCase());
}

const files = execFileSync('git', ['ls-files', 'src', 'emulator', 'schema.graphql', 'README.md'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((path) => /\.(?:ts|graphql|md)$/.test(path));

test.each(files)('%s has no word that the glossary replaces', (path) => {
  expect(wordsIn(readFileSync(`${ROOT}${path}`, 'utf8'))).toEqual([]);
});

test('`npm start -- --help` has no word that the glossary replaces', () => {
  expect(wordsIn(helpText())).toEqual([]);
});
