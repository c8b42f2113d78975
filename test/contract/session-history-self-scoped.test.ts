import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccessScope } from '../../src/schema/access/access.ts';
import { HISTORY_PAGE, historyPage, sessionIds } from '../support/history-query.ts';
import { codesOf, type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { iso, type StoreFolder, sharedHistory } from '../support/stored-history.ts';
import { buildWorld } from '../support/world.ts';

const ALICE = 'alice@example.com';
const OWN: readonly AccessScope[] = ['history:read:own'];
const ALL: readonly AccessScope[] = ['history:read'];
const FILTER = { from: iso(0), to: iso(24) };

let guarded: Guarded;
let history: StoreFolder;
beforeAll(async () => {
  const sessions = Array.from({ length: 12 }, (_, from) => ({
    user: from % 3 === 0 ? ALICE : 'bob@example.com',
    from,
    to: from + 1,
  }));
  history = await sharedHistory([...sessions, { user: null, from: 13, to: 14 }]);
  guarded = await startGuarded({
    world: buildWorld().world,
    live: 'off',
    environment: { GATEWAY_STORE: history.store },
  });
});
afterAll(async () => {
  await guarded.close();
  history.remove();
});

const ask = async (variables: Record<string, unknown> = {}, scopes = OWN, user?: string | null) =>
  guarded.ask(HISTORY_PAGE, {
    scopes,
    variables: { filter: FILTER, ...variables },
    ...(user === undefined ? {} : { user }),
  });

test('A caller with history:read:own sees pages and totals of a world in which no other user exists', async () => {
  const page = historyPage(await ask({ first: 3 }));
  expect(page.totalCount).toBe(4);
  expect(sessionIds(page)).toEqual(['aws-9', 'aws-6', 'aws-3']);
  const next = historyPage(await ask({ first: 3, after: page.pageInfo.endCursor }));
  expect(sessionIds(next)).toEqual(['aws-0']);
  expect(next.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  expect(historyPage(await ask({}, ALL)).totalCount).toBe(13);
});

test('More scopes of other kinds do not widen it, and history:read does', async () => {
  const others: readonly AccessScope[] = ['sessions:read', 'usage:read', 'people:erase', 'fleets:read'];
  expect(historyPage(await ask({}, [...OWN, ...others])).totalCount).toBe(4);
  expect(historyPage(await ask({}, [...OWN, ...ALL])).totalCount).toBe(13);
  expect(codesOf(await ask({}, others))).toEqual(['FORBIDDEN']);
});

test('Other users are not found by name, by the beginning of a name, nor by the field of a user', async () => {
  for (const conditions of [{ userName: 'bob@example.com' }, { userNamePrefix: 'b' }])
    expect(historyPage(await ask({ filter: { ...FILTER, ...conditions } }))).toMatchObject({
      totalCount: 0,
      edges: [],
    });
  const document = `{ bob: user(userName: "bob@example.com") { sessionHistory { totalCount nodes { id } } }
    alice: user(userName: "${ALICE}") { sessionHistory { totalCount } } }`;
  const { data } = await guarded.ask(document, { scopes: [...OWN, 'sessions:read'] });
  expect(data.bob.sessionHistory).toEqual({ totalCount: 0, nodes: [] });
  expect(data.alice.sessionHistory.totalCount).toBe(4);
});

test('A record of another user is null as a node, as one of nodes, and to routers', async () => {
  const { edges } = historyPage(await ask({ first: 200 }, ALL));
  const idOf = (sessionId: string) =>
    edges.find(({ node }: { node: { sessionId: string } }) => node.sessionId === sessionId).node.id;
  const document = `query ($ids: [ID!]!, $references: [_Any!]!) {
    nodes(ids: $ids) { ... on SessionRecord { sessionId } }
    _entities(representations: $references) { ... on SessionRecord { sessionId } }
  }`;
  const ids = ['aws-0', 'aws-1', 'aws-12'].map(idOf);
  const references = ids.map((id) => ({ __typename: 'SessionRecord', id }));
  const { data } = await guarded.ask(document, { scopes: OWN, variables: { ids, references } });
  expect(data.nodes).toEqual([{ sessionId: 'aws-0' }, null, null]);
  expect(data._entities).toEqual([{ sessionId: 'aws-0' }, null, null]);
});

test('Their cursors are encrypted: two of one place differ, and none is valid for another caller', async () => {
  const [one, other] = [historyPage(await ask({ first: 1 })), historyPage(await ask({ first: 1 }))];
  const after = one.pageInfo.endCursor;
  expect(other.pageInfo.endCursor).not.toBe(after);
  expect(codesOf(await ask({ after }, ALL))).toEqual(['INVALID_CURSOR']);
  expect(codesOf(await ask({ after }, OWN, 'bob@example.com'))).toEqual(['INVALID_CURSOR']);
  expect(codesOf(await ask({ after }))).toEqual([]);
});

test('A caller without a name has no records, not even those without a user', async () => {
  expect(historyPage(await ask({}, OWN, null))).toMatchObject({ totalCount: 0, edges: [] });
});
