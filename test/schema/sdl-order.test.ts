import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

/** The side-effect imports of a file of the schema, by paths from `src/schema/`. */
function importsOf(file: string): string[] {
  const folder = file.includes('/') ? `${file.split('/')[0]}/` : '';
  const names = [...read(`src/schema/${file}`).matchAll(/^import '\.\/(.+)';$/gm)].map(
    ([, name]) => `${folder}${name}`,
  );
  return names.flatMap((name) => (/^(\w+)\/\1\.ts$/.test(name) ? importsOf(name) : [name]));
}

/** The files that define types, in the order in which `schema.ts` and the lists of the services import them. */
const FILES = importsOf('schema.ts');

// A test file of its own: nothing may have read the schema before.
test('Whatever order the files of the schema are read in, both schema files are the same', async () => {
  expect(FILES.length).toBeGreaterThan(10);
  for (const file of FILES.reverse()) await import(/* @vite-ignore */ `../../src/schema/${file}`);
  const { apiSdl } = await import('../../src/schema/schema.ts');
  const { subgraphSdl } = await import('../../src/schema/subgraph.ts');
  expect(apiSdl()).toBe(read('schema.graphql'));
  expect(subgraphSdl()).toBe(read('schema.subgraph.graphql'));
});
