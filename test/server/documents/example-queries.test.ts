import { readdirSync } from 'node:fs';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { apiSchema } from '../../../src/schema/schema.ts';
import { EXAMPLES } from '../../../src/server/documents/example-queries.ts';

const FOLDER = new URL('../../../src/server/documents/examples/', import.meta.url);

test.each(EXAMPLES)('An example is one valid operation with a name and a comment: %s', (text) => {
  const document = parse(text);
  expect(validate(apiSchema, document)).toEqual([]);
  expect(document.definitions).toMatchObject([{ kind: 'OperationDefinition', name: { kind: 'Name' } }]);
  expect(text).toMatch(/^# /);
});

test('Each file of the folder is an example, ordered by name', () => {
  const files = readdirSync(FOLDER).sort();
  expect(files.every((name) => /^\d\d-[a-z-]+\.graphql$/.test(name))).toBe(true);
  expect(EXAMPLES).toHaveLength(files.length);
  expect(EXAMPLES[0]).toContain('query Sessions');
});
