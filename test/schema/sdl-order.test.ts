import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

/** The files in which the schema is written down, as `schema.ts` imports them. */
const FILES = [...read('src/schema/schema.ts').matchAll(/^import '\.\/(.+)';$/gm)].map(([, file]) => file);

// A test file of its own: nothing may have read the schema before.
test('Whatever order the files of the schema are read in, both schema files are the same', async () => {
  expect(FILES.length).toBeGreaterThan(10);
  for (const file of FILES.reverse()) await import(/* @vite-ignore */ `../../src/schema/${file}`);
  const { apiSdl } = await import('../../src/schema/schema.ts');
  const { subgraphSdl } = await import('../../src/schema/subgraph.ts');
  expect(apiSdl()).toBe(read('schema.graphql'));
  expect(subgraphSdl()).toBe(read('schema.subgraph.graphql'));
});
