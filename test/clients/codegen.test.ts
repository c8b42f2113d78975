import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiSchema, apiSdl } from '../../src/schema/schema.ts';

const NODE_MODULES = new URL('../../node_modules', import.meta.url).pathname;

const DOCUMENT = `query Connected($first: Int!, $filter: SessionFilter) {
  sessions(first: $first, filter: $filter) {
    nodes {
      service
      startedAt
      user { userName }
      ... on SsmSession { target managedNode { computerName } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** What a front end writes. */
const program = (uses: string) => `
import { type ConnectedQuery, type ConnectedQueryVariables } from './gql/graphql.js';
export const variables: ConnectedQueryVariables = { first: 20, filter: { services: ['SSM'] } };
export function show({ sessions }: ConnectedQuery): string[] {
  return sessions.nodes.map((session) => ${uses});
}
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codegen-'));
  await symlink(NODE_MODULES, join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const files = await preset.buildGeneratesSection({
    baseOutputDir: join(folder, 'gql/'),
    schema: parse(apiSdl()),
    schemaAst: apiSchema,
    documents: [{ location: 'connected.ts', document: parse(DOCUMENT), rawSDL: DOCUMENT }],
    config: { useTypeImports: true, scalars: { DateTime: 'string' }, importExtension: '.js' },
    presetConfig: { fragmentMasking: false },
    plugins: [],
    pluginMap: {},
  });
  for (const file of files) {
    await mkdir(dirname(file.filename), { recursive: true });
    await writeFile(file.filename, await codegen(file));
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** What TypeScript has to say of a front end; empty where it accepts it. */
async function faultsOf(source: string): Promise<string> {
  await writeFile(join(folder, 'program.ts'), source);
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--skipLibCheck', 'program.ts'];
  const ran = promisify(execFile)(join(NODE_MODULES, '.bin/tsc'), options, { cwd: folder });
  return ran.then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );
}

test("GraphQL Code Generator's client preset makes types of it that TypeScript accepts", async () => {
  const uses = "[session.service, session.user?.userName ?? 'nobody', session.startedAt ?? ''].join(' ')";
  expect(await faultsOf(program(uses))).toBe('');
});

test.each([
  ['a user that may not be there', 'session.user.userName', /possibly 'null'/],
  ['a field that was not asked for', 'session.status', /'status' does not exist/],
])('They refuse %s', async (_title, uses, message) => {
  expect(await faultsOf(program(uses))).toMatch(message);
});
