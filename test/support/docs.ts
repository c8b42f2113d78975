import { readFileSync } from 'node:fs';

const ROOT = new URL('../../', import.meta.url);

/** The text of a page, by its path from the root: `docs/clients.md`. */
export function page(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

/** The value that a page gives a variable in a shell example: `NAME='…'`. */
export function exampleValue(path: string, name: string): string {
  const value = new RegExp(`${name}='([^']+)'`).exec(page(path))?.[1];
  if (value === undefined) throw new Error(`${path} gives ${name} no value.`);
  return value;
}

/** The first code block of a language under a heading of a page, or in the whole page. */
export function codeBlock(path: string, language: string, heading?: string): string {
  const text = heading === undefined ? page(path) : (page(path).split(`\n## ${heading}\n`)[1] ?? '').split('\n## ')[0];
  const block = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(text ?? '')?.[1];
  if (block === undefined) throw new Error(`${path} has no ${language} under ${heading ?? 'any heading'}.`);
  return block;
}

/** The shape of an answer: values change by the hour, fields and their types do not. */
export function shapeOf(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (_key, leaf) => (typeof leaf === 'object' ? leaf : typeof leaf)));
}
