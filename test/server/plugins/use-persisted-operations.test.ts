import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { apiSchema } from '../../../src/schema/schema.ts';
import { readManifest } from '../../../src/server/documents/persisted-manifest.ts';
import { type Listening, listen } from '../../../src/server/http/listen.ts';
import { type Answer, startGateway, type TestGateway } from '../../support/gateway.ts';
import { DEFAULT_LIMITS } from '../../support/limits.ts';
import { run } from '../../support/process.ts';
import { buildWorld } from '../../support/world.ts';

const FLEET = 'query Fleet($name: String!) { fleet(name: $name) { name } }';
const RENAME = 'mutation Rename { updateFleet(input: { name: "design", displayName: "D" }) { userErrors { code } } }';
const idOf = (document: string) => createHash('sha256').update(document).digest('hex');

const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
afterAll(() => rmSync(folder, { recursive: true }));

function manifest(content: unknown): string {
  const path = join(folder, `${idOf(JSON.stringify(content)).slice(0, 8)}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const RELAY = { [idOf(FLEET)]: FLEET, [idOf(RENAME)]: RENAME };
const APOLLO = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [
    { id: idOf(FLEET), name: 'Fleet', type: 'query', body: FLEET },
    { id: idOf(RENAME), name: 'Rename', type: 'mutation', body: RENAME },
  ],
};
const read = (content: unknown) => readManifest(manifest(content), apiSchema, DEFAULT_LIMITS);

const forApollo = (id: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: id } } });

/** Names by which clients send an operation. */
const NAMED: Record<string, (id: string) => object> = {
  'Apollo and urql': forApollo,
  Relay: (id) => ({ doc_id: id }),
  'the draft of the specification': (id) => ({ documentId: id }),
  others: (id) => ({ id }),
};

describe.each([
  ['Relay', RELAY, false],
  ['Apollo', APOLLO, true],
] as const)('With a manifest of %s', (_format, content, only) => {
  let gateway: TestGateway;
  let listening: Listening;
  beforeAll(async () => {
    gateway = await startGateway({
      world: buildWorld().fleet('design', { State: 'STOPPED' }).world,
      persisted: { documents: read(content), only },
    });
    listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
  });
  beforeEach(() => {
    gateway.emulator.clearCalls();
    gateway.emulator.faults.splice(0);
  });
  afterAll(async () => {
    await listening.drain();
    await gateway.close();
  });

  const post = (params: object, headers: Record<string, string> = {}) =>
    fetch(`${listening.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(params),
    });
  const answerTo = async (params: object) => (await (await post(params)).json()) as Answer;
  const variables = { name: 'design' };

  test.each(Object.entries(NAMED))(
    'an operation is executed by its id, as %s name it, first and again',
    async (_who, named) => {
      for (let time = 0; time < 3; time += 1)
        expect(await answerTo({ ...named(idOf(FLEET)), variables })).toEqual({ data: { fleet: { name: 'design' } } });
    },
  );

  test('may be sent by GET', async () => {
    const inUrl = [
      `documentId=${idOf(FLEET)}`,
      `extensions=${encodeURIComponent(JSON.stringify(forApollo(idOf(FLEET)).extensions))}`,
    ];
    for (const id of inUrl) {
      const response = await fetch(
        `${listening.url}/graphql?${id}&variables=${encodeURIComponent('{"name":"design"}')}`,
      );
      expect(await response.json()).toEqual({ data: { fleet: { name: 'design' } } });
    }
  });

  test('an unknown id is rejected with the message that Apollo and urql recognise', async () => {
    const response = await post(forApollo('f'.repeat(64)), { accept: 'application/graphql-response+json' });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect((await answerTo({ doc_id: '__proto__' })).errors?.[0]?.message).toBe('PersistedQueryNotFound');
  });

  test('neither an id nor a document is BAD_USER_INPUT', async () => {
    for (const params of [{}, { id: 7 }, { extensions: { persistedQuery: null } }])
      expect((await answerTo(params)).errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
  });

  test('a mutation is rejected by GET, and never sent twice', async () => {
    const get = await fetch(`${listening.url}/graphql?doc_id=${idOf(RENAME)}`);
    expect(get.status).toBe(405);
    gateway.emulator.faults.push({
      service: 'appstream',
      operation: 'UpdateFleet',
      kind: 'error',
      code: 'AccessDeniedException',
    });
    await post({ doc_id: idOf(RENAME) });
    expect(gateway.emulator.count('UpdateFleet')).toBe(1);
    expect(gateway.audit.filter(({ phase }) => phase === 'intent')).toHaveLength(1);
  });

  test(
    only ? 'and nothing but it, a document is FORBIDDEN, introspection too' : 'a document is executed as ever',
    async () => {
      for (const query of ['{ __typename }', '{ __schema { queryType { name } } }', FLEET]) {
        const { data, errors } = await answerTo({ query, variables });
        if (only) expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'FORBIDDEN' }]);
        else expect(data).toBeDefined();
      }
      const response = await post({ query: FLEET, variables }, { accept: 'application/graphql-response+json' });
      expect(response.status).toBe(only ? 403 : 200);
    },
  );

  test(only ? 'without GraphiQL' : 'with GraphiQL', async () => {
    const response = await fetch(`${listening.url}/graphql`, { headers: { accept: 'text/html' } });
    expect((await response.text()).includes('<title>')).toBe(!only);
  });
});

describe('An invalid manifest', () => {
  test.each([
    ['{', /JSON/],
    [[], 'it is neither a Relay nor an Apollo manifest'],
    [{ a: 1 }, 'it is neither a Relay nor an Apollo manifest'],
    [{ ...APOLLO, version: 2 }, 'it is neither a Relay nor an Apollo manifest'],
    [{ good: FLEET, bad: '{ fleets {' }, 'operation bad: Syntax Error: Expected Name, found <EOF>.'],
    [{ bad: '{ nonsense }' }, 'operation bad: Cannot query field "nonsense" on type "Query".'],
    [
      { bad: `{ ${Array.from({ length: 201 }, (_, i) => `a${i}: __typename`).join(' ')} }` },
      'operation bad: At most 200 aliases are allowed, and there are 201.',
    ],
    [{ bad: ' '.repeat(100_001) }, 'operation bad: it has more than 100000 characters'],
  ])('%#: %j', (content, message) => {
    expect(() => read(content)).toThrow(message);
  });

  test.each([
    [
      { GATEWAY_PERSISTED_OPERATIONS: manifest({ bad: '{ nonsense }' }) },
      /^GATEWAY_PERSISTED_OPERATIONS is ".*"; it must be .* \(operation bad: Cannot query field .*\)\.\n$/,
    ],
    [
      { GATEWAY_PERSISTED_OPERATIONS: '/nowhere.json' },
      /^GATEWAY_PERSISTED_OPERATIONS is "\/nowhere\.json"; .*ENOENT.*\n$/,
    ],
    [
      { GATEWAY_PERSISTED_OPERATIONS_ONLY: 'on' },
      /^GATEWAY_PERSISTED_OPERATIONS_ONLY is "on"; .*GATEWAY_PERSISTED_OPERATIONS is not set\)\.\n$/,
    ],
  ])('stops the start with one line: %j', async (environment, line) => {
    const { code, stderr } = await run('src/main.ts', [], { PORT: '0', ...(environment as Record<string, string>) })
      .ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(line);
  });
});
