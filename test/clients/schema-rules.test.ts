import { readFileSync } from 'node:fs';
import * as graphqlEslint from '@graphql-eslint/eslint-plugin';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const SDL = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');

/** Rules that graphql-eslint recommends and Relay requires, as they come, but for those that Relay itself and AWS break. */
const RULES = {
  ...graphqlEslint.configs['flat/schema-recommended'].rules,
  ...graphqlEslint.configs['flat/schema-relay'].rules,
  // Forward only: AWS has no tokens that lead back.
  '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
  // There are lists of texts as well as of edges.
  '@graphql-eslint/relay-edge-types': [
    'error',
    { withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false },
  ],
  // `Pool.poolName` is AWS's name for it.
  '@graphql-eslint/no-typename-prefix': 'off',
  // What is no thing of its own has no `id`.
  '@graphql-eslint/strict-id-in-types': 'off',
  '@graphql-eslint/input-name': ['error', { caseSensitiveInputType: true }],
  '@graphql-eslint/no-scalar-result-type-on-mutation': 'error',
  '@graphql-eslint/require-description': [
    'error',
    { types: true, FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true },
  ],
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

test("graphql-eslint finds nothing to say about the schema by Relay's rules and those that it recommends", async () => {
  expect(await faultsOf(SDL)).toEqual([]);
});

test.each([
  ['a connection without its edges', 'edges: [FleetEdge!]!', 'rows: [FleetEdge!]!', 'relay-connection-types'],
  ['an edge without a cursor', /(type FleetEdge \{[^}]*?)cursor: String!/, '$1cursor: [String!]!', 'relay-edge-types'],
  ['a PageInfo of its own making', 'hasNextPage: Boolean!', 'hasNextPage: Int!', 'relay-page-info'],
  ['a number of items that is none', /first: Int\n/, 'first: String\n', 'relay-arguments'],
  ['a change that takes no input of its own', 'input: StartPoolInput!', 'id: StartPoolInput!', 'input-name'],
  ['a type in lower case', /\bAwsLocation\b/g, 'awsLocation', 'naming-convention'],
  ['a field without a description', '"""Item of the list."""', '', 'require-description'],
])('It would find %s', async (_title, from, to, rule) => {
  const changed = SDL.replace(from, to);
  expect(changed).not.toBe(SDL);
  expect((await faultsOf(changed)).join()).toContain(rule);
});
