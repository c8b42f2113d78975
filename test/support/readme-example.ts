import { readFileSync } from 'node:fs';

/** The value that the README gives a variable in a shell example: `NAME='…'`. */
export function readmeExample(name: string): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const value = new RegExp(`${name}='([^']+)'`).exec(readme)?.[1];
  if (value === undefined) throw new Error(`The README gives ${name} no value.`);
  return value;
}

/** The first code block of a language under a heading of the README. */
export function readmeBlock(heading: string, language: string): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, section = ''] = readme.split(`\n## ${heading}\n`);
  const block = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(section.split('\n## ')[0] ?? '')?.[1];
  if (block === undefined) throw new Error(`The README has no ${language} under ${heading}.`);
  return block;
}
