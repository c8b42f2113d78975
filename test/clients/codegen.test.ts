import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { preset } from '@graphql-codegen/client-preset';
import { codegen } from '@graphql-codegen/core';
import { parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { apiSchema, apiSdl } from '../../src/schema/schema.ts';
import { readManifest } from '../../src/server/documents/persisted-manifest.ts';
import { DEFAULT_LIMITS } from '../support/limits.ts';

const REPOSITORY = new URL('../..', import.meta.url).pathname;
const CONFIG = parseYaml(readFileSync(join(REPOSITORY, 'examples/clients/codegen.yml'), 'utf8'));

const ROW = `fragment SessionRow on Session {
  service
  startedAt
  user { userName }
  ... on SsmSession { managedNode { computerName } }
}`;
const CONNECTED = `query Connected($first: Int!, $after: String, $filter: SessionFilter) {
  sessions(first: $first, after: $after, filter: $filter) {
    edges { node { id ...SessionRow } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Source of a front end. */
const program = ({ shown = 'session.service', listed = 'rowOf(node)', variables = '{ first: 20 }' } = {}) => `
import type { TypedDocumentNode } from '@urql/core';
import { type FragmentType, graphql, useFragment } from './gql/index.js';
const Row = graphql(\`${ROW}\`);
const Connected = graphql(\`${CONNECTED}\`);
declare function ask<Data, Variables>(query: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>;
function rowOf(row: FragmentType<typeof Row>): string {
  const session = useFragment(Row, row);
  return ${shown};
}
export async function list(): Promise<string[]> {
  const { sessions } = await ask(Connected, ${variables});
  return (sessions?.edges ?? []).map(({ node }) => ${listed});
}
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codegen-'));
  await symlink(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const { presetConfig, config } = CONFIG.generates['src/gql/'];
  const files = await preset.buildGeneratesSection({
    baseOutputDir: join(folder, 'gql/'),
    schema: parse(apiSdl()),
    schemaAst: apiSchema,
    documents: [ROW, CONNECTED].map((rawSDL) => ({ location: 'program.ts', document: parse(rawSDL), rawSDL })),
    presetConfig,
    // Node's own resolution, for there is no bundler here.
    config: { ...config, importExtension: '.js' },
    plugins: [],
    pluginMap: {},
  });
  await mkdir(dirname(files[0]?.filename ?? ''), { recursive: true });
  // At once: the manifest waits for the documents.
  await Promise.all(files.map(async (file) => writeFile(file.filename, await codegen(file))));
});
afterAll(() => rm(folder, { recursive: true }));

/** Diagnostics of TypeScript for a front end; empty if it accepts it. */
async function faultsOf(source: string): Promise<string> {
  await writeFile(join(folder, 'program.ts'), source);
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--skipLibCheck', 'program.ts'];
  const ran = promisify(execFile)(join(REPOSITORY, 'node_modules/.bin/tsc'), options, { cwd: folder });
  return ran.then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );
}

test("GraphQL Code Generator's client preset makes types of it that TypeScript accepts", async () => {
  const shown = "[session.service, session.user?.userName ?? 'absent', session.startedAt?.slice(0, 10)].join(' ')";
  const variables = "{ first: 20, filter: { services: ['SSM'], startedAfter: '2026-11-23T00:00:00Z' } }";
  expect(await faultsOf(program({ shown, variables }))).toBe('');
});

test.each([
  ['a user that may not be there', { shown: 'session.user.userName' }, /possibly 'null'/],
  ['a field that was not asked for', { shown: 'session.status' }, /'status' does not exist/],
  ['a field of a fragment of someone else', { listed: 'node.service' }, /'service' does not exist/],
  ['a page without its size', { variables: '{}' }, /'first' is missing/],
  ['a service that there is not', { variables: "{ first: 1, filter: { services: ['RDP'] } }" }, /"RDP"' is not/],
])('They reject %s', async (_title, wrong, message) => {
  expect(await faultsOf(program(wrong))).toMatch(message);
});

test('What it writes of persisted documents is a manifest of the gateway', () => {
  const manifest = readManifest(join(folder, 'gql/persisted-documents.json'), apiSchema, DEFAULT_LIMITS);
  expect([...manifest]).toEqual([
    [expect.stringMatching(/^sha256:[0-9a-f]{64}$/), expect.stringContaining('query Connected')],
  ]);
});
