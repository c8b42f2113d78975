import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AccessScope, guardedFields } from '../../src/schema/access/access.ts';
import { apiSchema } from '../../src/schema/schema.ts';
import { subgraphSdl } from '../../src/schema/subgraph.ts';
import { first, IDS, state as location, world } from '../support/node-fixtures.ts';
import { codesOf, type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { recordId, type StoreFolder, sharedHistory } from '../support/stored-history.ts';

const arnOf = (things: ReadonlyMap<string, { readonly Arn?: string | undefined }>, name: string) =>
  things.get(name)?.Arn as string;
const FLEETS: readonly AccessScope[] = ['fleets:read'];
const SESSIONS: readonly AccessScope[] = ['sessions:read', 'sessions:read:own'];

/** Every key of every entity, and what it takes to see what it names. */
const KEYS: readonly (readonly [typename: string, key: string, value: string, needs: readonly AccessScope[]])[] = [
  ...IDS.map(([typename, id, needs]) => [typename, 'id', id, needs] as const),
  ['Fleet', 'arn', arnOf(location.fleets, 'design'), FLEETS],
  ['Stack', 'arn', arnOf(location.stacks, 'Design'), FLEETS],
  ['Pool', 'poolId', 'wspool-aaaaaaaaa', FLEETS],
  ['Workspace', 'workspaceId', 'ws-aaaaaaaaa', FLEETS],
  ['User', 'userName', 'alice@example.com', SESSIONS],
  ['SessionRecord', 'id', recordId(0), ['history:read', 'history:read:own']],
];

const ENTITIES = 'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }';

let guarded: Guarded;
let history: StoreFolder;
beforeAll(async () => {
  history = await sharedHistory([{ from: 0, to: 1, user: 'alice@example.com' }]);
  guarded = await startGuarded({ world, environment: { GATEWAY_STORE: history.store } });
});
beforeEach(() => guarded.gateway.emulator.clearCalls());
afterAll(async () => {
  await guarded.close();
  history.remove();
});

const askFor = (representations: readonly object[], scopes: readonly AccessScope[], user?: string) =>
  guarded.askTwice(ENTITIES, { scopes, variables: { representations }, ...(user && { user }) });

test('The table has every key of every entity', () => {
  const keys = [...subgraphSdl().matchAll(/^type (\w+)[^{]*?((?: @key\(fields: "\w+"\))+)/gm)].flatMap(
    ([, typename, all = '']) => [...all.matchAll(/"(\w+)"/g)].map(([, key]) => `${typename} ${key}`),
  );
  expect(keys.sort()).toEqual(KEYS.map(([typename, key]) => `${typename} ${key}`).sort());
});

describe.each(KEYS)('A reference to a %s by its %s', (typename, key, value, needs) => {
  const reference = { __typename: typename, [key]: value };

  test('is resolved for callers with the scope', async () => {
    for (const scope of needs) {
      const answer = await askFor([reference], [scope]);
      expect(answer).toEqual({ data: { _entities: [{ __typename: typename }] } });
    }
  });

  test('is denied to others before AWS is called', async () => {
    const others = needs.includes('fleets:read') ? SESSIONS : FLEETS;
    for (const scopes of [[], ['sessions:terminate', 'fleets:write', 'pools:write', ...others] as AccessScope[]]) {
      const { data, errors } = await askFor([reference, { __typename: typename, [key]: 'garbage' }], scopes);
      expect(data).toEqual({ _entities: [null, null] });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    }
    expect(guarded.gateway.emulator.count()).toBe(0);
  });
});

test('Of several references each is answered or denied by its type, at its position', async () => {
  const representations = IDS.map(([__typename, id]) => ({ __typename, id }));
  // Compiled the second time.
  for (let time = 1; time <= 2; time += 1) {
    const { data, errors } = await askFor([{ __typename: 'Fleet', id: 1 }, ...representations], FLEETS);
    const names = data._entities.map((thing: { __typename: string } | null) => thing?.__typename ?? null);
    const shown = IDS.map(([typename, , needs]) => (needs.includes('fleets:read') ? typename : null));
    expect(names).toEqual([null, ...shown]);
    const locations = errors?.map(({ path, extensions }) => [path?.[1], extensions.code]);
    const denied = shown.flatMap((name, index) => (name === null ? [[index + 1, 'FORBIDDEN']] : []));
    expect(denied).toHaveLength(5);
    expect(locations).toEqual([[0, 'BAD_USER_INPUT'], ...denied]);
  }
});

test('A reference to another user’s session is like one to a session that does not exist', async () => {
  const sessions = IDS.filter(([typename]) => typename.endsWith('Session'));
  const representations = sessions.map(([__typename, id]) => ({ __typename, id }));
  const owner = first(location.appStreamSessions.values()).UserId as string;
  const theirs = await askFor(representations, ['sessions:read:own'], owner);
  expect(theirs.data._entities).toContainEqual({ __typename: 'AppStreamSession' });
  const others = await askFor(representations, ['sessions:read:own'], 'mallory@example.com');
  expect(others).toEqual({ data: { _entities: [null, null, null, null] } });
});

test('The SDL says to routers what the fields of its objects need', () => {
  const guardedOnObjects = guardedFields(apiSchema).filter(
    ({ typeName, fieldName }) => typeName !== 'Session' && !/^nodes?$/.test(fieldName),
  );
  expect(subgraphSdl().match(/@requiresScopes/g)).toHaveLength(guardedOnObjects.length + 1);
  for (const { scopes } of guardedOnObjects) {
    expect(subgraphSdl()).toContain(`@requiresScopes(scopes: ${JSON.stringify(scopes).replaceAll(',', ', ')})`);
  }
});

test('A caller without scopes gets the SDL: routers need it', async () => {
  const answer = await guarded.askTwice('{ _service { sdl } }', { scopes: [] });
  expect(codesOf(answer)).toEqual([]);
  expect(answer.data._service.sdl).toBe(subgraphSdl());
});
