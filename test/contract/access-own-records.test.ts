import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccessScope } from '../../src/schema/access/access.ts';
import type { Answer } from '../support/gateway.ts';
import { HISTORY_PAGE } from '../support/history-query.ts';
import { firstScan } from '../support/live-query.ts';
import { driveLive } from '../support/live-subscriptions.ts';
import { type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { appStreamId } from '../support/session-ids.ts';
import { iso, recordId, type StoreFolder, sharedHistory } from '../support/stored-history.ts';
import { STREAMS } from '../support/stream-results.ts';
import { buildWorld } from '../support/world.ts';

/** All that is Bob's has this in its name, whatever shows it. */
const BOBS = /b0b/i;
const ALICES = /a11ce/i;
const ALICE = 'a11ce@example.com';
const BOB = 'b0b@example.com';

const { world, location } = buildWorld()
  .fleet('shared')
  .stack('Design')
  .associate('Design', 'shared')
  .appStreamSessions({ stack: 'Design', fleet: 'shared', Id: 'a11ce-1', UserId: ALICE })
  .appStreamSessions({ stack: 'Design', fleet: 'shared', Id: 'b0b-1', UserId: BOB, InstanceId: 'i-b0b' });
const [alices, bobs] = [...location.appStreamSessions.values()].map((session) => appStreamId(session));
/** Records of sessions of the past: 0 is Alice's, 1 is Bob's, 2 has no user. */
const past = [
  { user: ALICE, fleet: 'fleet-of-a11ce', from: 0, to: 1 },
  { user: BOB, fleet: 'fleet-of-b0b', from: 0, to: 3 },
  { user: null, fleet: 'fleet-of-b0b', from: 0, to: 2 },
];
const [BOBS_RECORD, NO_ONES_RECORD] = [recordId(1), recordId(2)];

let guarded: Guarded;
let history: StoreFolder;
beforeAll(async () => {
  history = await sharedHistory(past);
  const environment = { GATEWAY_STORE: history.store, GATEWAY_HISTORY_DAYS: '3650' };
  guarded = await startGuarded({ world, environment, services: ['APPSTREAM'], limits: { maxAnswerValues: 5_000_000 } });
  await firstScan(guarded.gateway);
  const all = await guarded.ask(`{ liveSessions { totalCount } ${RECORDS} }`, {
    scopes: ['sessions:read', 'history:read'],
  });
  expect(all.data.liveSessions.totalCount).toBe(2);
  expect(all.data.sessionHistory.totalCount).toBe(5);
});
afterAll(async () => {
  await guarded.close();
  history.remove();
});

const FILTER = `filter: { from: "${iso(0)}", to: "${iso(9_000)}" }`;
const RECORDS = `sessionHistory(${FILTER}) { totalCount nodes { id } }`;
const RECORD = `id sessionId fleetName instanceId durationSeconds spans { status } user { id userName
  sessions { nodes { id sessionId } } liveSessions { totalCount nodes { id } } sessionHistory { totalCount nodes { id sessionId } } }
  session { id sessionId instanceId }`;
const SESSION = `id record { ${RECORD} }`;

/** Every way to a record, or from one. */
const WAYS: Record<string, string> = {
  'the list': `{ sessionHistory(${FILTER}) { totalCount edges { cursor node { ${RECORD} } } coverage { service observedShare } } }`,
  'the list of a resource': `{ sessionHistory(filter: { from: "${iso(0)}", to: "${iso(9_000)}", fleetNames: ["fleet-of-b0b", "shared"] }) { totalCount nodes { ${RECORD} } } }`,
  'the beginning of a name': `{ sessionHistory(filter: { from: "${iso(0)}", to: "${iso(9_000)}", userNamePrefix: "b" }) { totalCount nodes { ${RECORD} } } }`,
  'a name': `{ sessionHistory(filter: { from: "${iso(0)}", to: "${iso(9_000)}", userName: "${BOB}" }) { totalCount nodes { ${RECORD} } } }`,
  'a length': `{ sessionHistory(filter: { from: "${iso(0)}", to: "${iso(9_000)}", longerThanSeconds: 3700 }) { totalCount nodes { id sessionId } } }`,
  'a user': `{ user(userName: "${BOB}") { sessionHistory { totalCount nodes { sessionId fleetName } } } }`,
  'an id': `{ node(id: "${BOBS_RECORD}") { ... on SessionRecord { ${RECORD} } } }`,
  ids: `{ nodes(ids: ["${BOBS_RECORD}", "${NO_ONES_RECORD}"]) { ... on SessionRecord { ${RECORD} } } }`,
  'a reference of a router': `{ _entities(representations: [{ __typename: "SessionRecord", id: "${BOBS_RECORD}" }]) { ... on SessionRecord { ${RECORD} } } }`,
  'a reference to a user': `{ _entities(representations: [{ __typename: "User", userName: "${BOB}" }]) { ... on User { sessionHistory { totalCount nodes { sessionId } } } } }`,
  'a session': `{ node(id: "${bobs}") { ... on AppStreamSession { record { ${RECORD} } } } }`,
};
const OWN: readonly AccessScope[] = ['sessions:read:own', 'history:read:own'];

const ask = (document: string, scopes: readonly AccessScope[], user = ALICE): Promise<Answer> =>
  guarded.ask(document, { scopes, user });
/** Data as text, without the arguments that an error quotes. */
const shown = ({ data }: Answer) => JSON.stringify(data);

describe.each(Object.entries(WAYS))('By %s', (_, document) => {
  test('a caller with both scopes of their own sees nothing of another user', async () => {
    expect(shown(await ask(document, OWN))).not.toMatch(BOBS);
  });

  test('nor does one with history:read:own alone, or with usage:read and fleets:read beside it', async () => {
    for (const scopes of [['history:read:own'], ['history:read:own', 'usage:read', 'fleets:read', 'people:erase']])
      expect(shown(await ask(document, scopes as AccessScope[]))).not.toMatch(BOBS);
  });

  test('who may read all sees it: the way leads there', async () => {
    const answer = await ask(document, ['sessions:read', 'history:read']);
    expect(answer.errors).toBeUndefined();
    expect(shown(answer)).toMatch(/b0b|"totalCount":2/);
  });
});

describe('Scopes of sessions and of records are apart:', () => {
  const LIVE = `{ liveSessions { edges { node { ${SESSION} } } } sessions { nodes { ${SESSION} } } }`;
  const recordsIn = (answer: Answer) =>
    [...answer.data.liveSessions.edges.map(({ node }: { node: object }) => node), ...answer.data.sessions.nodes].map(
      ({ id, record }: { id: string; record: object | null }) => [id === bobs ? 'bob' : 'alice', record !== null],
    );

  test('who reads all sessions and their own records sees the sessions of others, and no record of them', async () => {
    const answer = await ask(LIVE, ['sessions:read', 'history:read:own']);
    expect(recordsIn(answer).sort()).toEqual([
      ['alice', true],
      ['alice', true],
      ['bob', false],
      ['bob', false],
    ]);
  });

  test('who reads their own sessions and all records sees the records of others, and no session of them', async () => {
    const { data } = await ask(WAYS['the list'] as string, ['sessions:read:own', 'history:read']);
    expect(data.sessionHistory.totalCount).toBe(5);
    const ofBob = data.sessionHistory.edges
      .map(({ node }: { node: { user: { userName: string } | null } }) => node)
      .filter(({ user }: { user: { userName: string } | null }) => user?.userName === BOB);
    expect(ofBob).toHaveLength(2);
    for (const record of ofBob) {
      expect(record.session).toBeNull();
      expect(record.user.sessions.nodes).toEqual([]);
      expect(record.user.liveSessions).toEqual({ totalCount: 0, nodes: [] });
      expect(record.user.sessionHistory.totalCount).toBe(2);
    }
  });

  test('who may not read sessions gets no session and no user’s sessions of a record, even of their own', async () => {
    const { data, errors } = await ask(WAYS['the list'] as string, ['history:read:own']);
    expect(shown({ data })).toMatch(ALICES);
    for (const { node } of data.sessionHistory.edges)
      expect(node).toMatchObject({ session: null, user: { sessions: null, liveSessions: null } });
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['FORBIDDEN']));
  });

  test('a number of records, of pages or of changes tells nothing of others', async () => {
    const { data } = await ask(
      `{ ${RECORDS} mine: user(userName: "${ALICE}") { sessionHistory { totalCount } } }`,
      OWN,
    );
    expect([data.sessionHistory.totalCount, data.mine.sessionHistory.totalCount]).toEqual([2, 2]);
    const page = await guarded.ask(HISTORY_PAGE, {
      ...{ scopes: OWN, user: ALICE },
      variables: { filter: { from: iso(0), to: iso(9_000) }, last: 1 },
    });
    expect(page.data.sessionHistory.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
  });
});

describe.each(Object.entries(STREAMS))('An event by %s', (_, open) => {
  const NODE = 'id sessionId record { id sessionId user { userName } session { id } }';
  const CHANGES = `subscription { sessionChanges { totalCount left entered { node { ${NODE} } } updated { node { ${NODE} } }
    events { sessionId session { ${NODE} } } } }`;

  test('shows a caller with scopes of their own no record of another', async () => {
    const live = driveLive(guarded.gateway);
    const url = `${guarded.listening.url}/graphql`;
    const token = async (scopes: readonly AccessScope[]) => `Bearer ${await guarded.tokenOf({ scopes, user: ALICE })}`;
    const own = await open(url, { query: CHANGES }, await token(OWN));
    const mixed = await open(url, { query: CHANGES }, await token(['sessions:read', 'history:read:own']));
    for (const user of [BOB, ALICE])
      for (const session of await live.sessionsOf(user)) live.setStatus(session, 'DISCONNECTED');
    const textOf = (stream: typeof own) => JSON.stringify(stream.results());
    await expect.poll(() => textOf(own)).toMatch(ALICES);
    await expect.poll(() => textOf(mixed)).toContain(String(bobs));
    expect(textOf(own)).not.toMatch(BOBS);
    expect(textOf(own)).not.toContain(String(bobs));
    const nodes = mixed.results().flatMap(({ data }) => data.sessionChanges.updated);
    for (const { node } of nodes) expect(node.record === null).toBe(node.id !== alices);
    for (const stream of [own, mixed]) stream.close();
    for (const user of [BOB, ALICE])
      for (const session of await live.sessionsOf(user)) live.setStatus(session, 'CONNECTED');
    await live.settled();
  });
});
