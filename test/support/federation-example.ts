import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const FOLDER = new URL('../../examples/federation/', import.meta.url);

/** Reads a file of `examples/federation`. */
export const exampleText = (path: string): string => readFileSync(new URL(path, FOLDER), 'utf8');

// biome-ignore lint/suspicious/noExplicitAny: each file has a format of its own, and is read as a test reads it
export const exampleYaml = (path: string): any => parse(exampleText(path));
