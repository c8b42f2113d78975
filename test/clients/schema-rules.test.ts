import { readFileSync } from 'node:fs';
import * as graphqlEslint from '@graphql-eslint/eslint-plugin';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const SDL = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');

/** Relay's rules, and those that any schema should keep. Not `no-typename-prefix`: `Pool.poolName` is AWS's name for it. */
const RULES = {
  // Forward only: AWS has no tokens that lead back.
  '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
  '@graphql-eslint/relay-connection-types': 'error',
  '@graphql-eslint/relay-edge-types': [
    'error',
    { withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false },
  ],
  '@graphql-eslint/relay-page-info': 'error',
  '@graphql-eslint/known-type-names': 'error',
  '@graphql-eslint/no-hashtag-description': 'error',
  '@graphql-eslint/no-unreachable-types': 'error',
  '@graphql-eslint/require-deprecation-reason': 'error',
  '@graphql-eslint/require-description': [
    'error',
    { types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true },
  ],
  '@graphql-eslint/unique-type-names': 'error',
} as const;

async function faultsOf(sdl: string): Promise<string[]> {
  const eslint = new ESLint({
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.graphql'],
      plugins: { '@graphql-eslint': graphqlEslint as never },
      languageOptions: { parser: graphqlEslint.parser as never, parserOptions: { graphQLConfig: { schema: sdl } } },
      rules: RULES as never,
    },
  });
  const [result] = await eslint.lintText(sdl, { filePath: 'schema.graphql' });
  return (result?.messages ?? []).map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`);
}

test("graphql-eslint finds nothing to say about the schema by Relay's rules", async () => {
  expect(await faultsOf(SDL)).toEqual([]);
});

test.each([
  ['a connection without its edges', 'edges: [FleetEdge!]!', 'rows: [FleetEdge!]!', 'relay-connection-types'],
  ['an edge without a cursor', /(type FleetEdge \{[^}]*?)cursor: String!/, '$1cursor: [String!]!', 'relay-edge-types'],
  ['a PageInfo of its own making', 'hasNextPage: Boolean!', 'hasNextPage: Int!', 'relay-page-info'],
  ['a number of items that is none', /first: Int\n/, 'first: String\n', 'relay-arguments'],
  ['a field without a description', '"""The item."""', '', 'require-description'],
])('It would find %s', async (_title, from, to, rule) => {
  const changed = SDL.replace(from, to);
  expect(changed).not.toBe(SDL);
  expect((await faultsOf(changed)).join()).toContain(rule);
});
