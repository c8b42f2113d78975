import { readFileSync } from 'node:fs';

/** The value that the README gives a variable in a shell example: `NAME='…'`. */
export function readmeExample(name: string): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const value = new RegExp(`${name}='([^']+)'`).exec(readme)?.[1];
  if (value === undefined) throw new Error(`The README gives ${name} no value.`);
  return value;
}
