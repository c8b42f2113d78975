import { readFileSync } from 'node:fs';

export const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The value that the README gives a variable in a shell example: `NAME='…'`. */
export function readmeExample(name: string): string {
  const value = new RegExp(`${name}='([^']+)'`).exec(readme)?.[1];
  if (value === undefined) throw new Error(`The README gives ${name} no value.`);
  return value;
}

/** The first code block of a language under a heading of the README. */
export function readmeBlock(heading: string, language: string): string {
  const [, section = ''] = readme.split(`\n## ${heading}\n`);
  const block = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(section.split('\n## ')[0] ?? '')?.[1];
  if (block === undefined) throw new Error(`The README has no ${language} under ${heading}.`);
  return block;
}

/** The shape of an answer: who is there changes by the hour, what can be asked does not. */
export function shapeOf(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (_key, leaf) => (typeof leaf === 'object' ? leaf : typeof leaf)));
}
