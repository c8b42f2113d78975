import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { visibleViews } from '../../console/src/app/views.ts';
import { browserTest, openPage, seen, startForPage } from '../support/console-page.ts';
import { consoleWorld } from '../support/console-world.ts';
import { startGateway } from '../support/gateway.ts';
import { newKey, sign, startIssuer } from '../support/issuer.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const BUILT = new URL('../../console/dist/operations.json', import.meta.url);
const operations = Object.values(JSON.parse(readFileSync(BUILT, 'utf8')) as Record<string, string>);
const operationNamed = (name: string) => operations.find((text) => text.startsWith(`query ${name}`)) ?? '';

/** Environment of a gateway that executes persisted operations only: one, which is not the console's. */
function persistedOnly() {
  const path = join(temporaryFolder(), 'manifest.json');
  writeFileSync(path, JSON.stringify({ one: 'query One { fleets(first: 1) { nodes { name } } }' }));
  return { GATEWAY_PERSISTED_OPERATIONS: path, GATEWAY_PERSISTED_OPERATIONS_ONLY: 'on' };
}

describe('A gateway that executes persisted operations only', () => {
  test('executes the documents of the console, and of those alone the text', async () => {
    const gateway = await startGateway({ world: consoleWorld().world, environment: persistedOnly() });
    const codeOf = async (query: string) => (await gateway.query(query)).errors?.[0]?.extensions.code;
    expect(operations.length).toBeGreaterThan(20);
    for (const text of operations.filter((each) => each.startsWith('query')))
      expect([text, await codeOf(text)]).not.toEqual([text, 'FORBIDDEN']);
    const [text = ''] = operations;
    expect([await codeOf(`${text} `), await codeOf('{ __typename }')]).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    await gateway.close();
  });

  test('executes none of them without a console', async () => {
    const gateway = await startGateway({ environment: persistedOnly(), console: false });
    const { errors } = await gateway.query(operationNamed('fleetsViewQuery'));
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await gateway.close();
  });

  browserTest('shows the console as ever, with its live changes, and without a link to GraphiQL', async () => {
    const gateway = await startForPage({ world: consoleWorld().world, environment: persistedOnly() });
    const page = await openPage(new URL('/sessions', gateway.url));
    await seen(page.getByRole('heading', { name: 'Sessions (77)' }));
    await seen(page.getByText('Live', { exact: true }));
    expect(await page.getByRole('link', { name: 'GraphiQL' }).count()).toBe(0);
  });
});

test('A view that a caller may see asks for nothing that their scopes do not allow', async () => {
  const time = { from: '2026-11-26T00:00:00Z', to: '2026-11-27T00:00:00Z' };
  const queryOf = (scope: string): Readonly<Record<string, readonly [name: string, variables: object]>> => ({
    '/sessions': ['sessionsViewQuery', { first: 1 }],
    '/users': ['userListQuery', {}],
    '/fleets': ['fleetsViewQuery', {}],
    '/pools': ['poolsViewQuery', {}],
    '/shells': ['shellsViewQuery', { state: 'ACTIVE', withNodes: scope === 'fleets:read' }],
    '/history': ['historyViewQuery', { filter: time, first: 1 }],
    '/usage': ['usageReportQuery', { filter: time, interval: 'HOUR', by: null, isSplit: false }],
    '/sources': ['sourcesViewQuery', {}],
  });
  const key = await newKey('first');
  const issuer = await startIssuer(key);
  const gateway = await startGateway({ world: consoleWorld().world, authenticator: () => issuer.trusted() });
  const asked = new Set<string>();
  for (const scope of [
    'sessions:read',
    'sessions:read:own',
    'fleets:read',
    'history:read',
    'history:read:own',
    'usage:read',
  ]) {
    const token = await sign(key, { scope });
    for (const { path } of visibleViews(new Set([scope]), true)) {
      const [name, variables] = queryOf(scope)[path] ?? ['', {}];
      const { errors = [] } = await gateway.query(operationNamed(name), { ...variables }, token);
      const codes = errors.map(({ extensions }) => extensions.code);
      expect([scope, path, codes.filter((code) => code === 'FORBIDDEN' || code === undefined)]).toEqual([
        scope,
        path,
        [],
      ]);
      asked.add(path);
    }
  }
  expect(asked.size).toBe(8);
  await gateway.close();
  await issuer.close();
});
