import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS_SCOPES, type AccessScope } from '../../src/schema/access/access.ts';
import { SUBSCRIBED } from '../support/access-table.ts';
import { openBody, parseEvents, SSE } from '../support/event-stream.ts';
import { CHANGES, type DrivenLive, driveLive, liveWorld } from '../support/live-subscriptions.ts';
import { type Guarded, startGuarded } from '../support/protected-gateway.ts';

const OWN: readonly AccessScope[] = ['sessions:read:own'];
const ALL: readonly AccessScope[] = ['sessions:read'];

let guarded: Guarded;
let live: DrivenLive;
beforeAll(async () => {
  guarded = await startGuarded({ world: liveWorld(), cursorSecret: 'a secret of this test' });
  live = driveLive(guarded.gateway);
  await live.position(await guarded.tokenOf({ scopes: ALL }));
});
afterAll(() => guarded.close());

async function subscribe(scopes: readonly AccessScope[], user: string, variables: object = {}, query = CHANGES) {
  const token = await guarded.tokenOf({ scopes, user });
  const open = await openBody(`${guarded.listening.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: SSE, authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return { open, changes: () => parseEvents(open.text).map(({ data }) => data.data.sessionChanges) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 400));

describe('A self-scoped caller', () => {
  test('is sent its own sessions, counts and events only, by positions that tell nothing', async () => {
    const all = await subscribe(ALL, 'carol@example.com');
    const alice = await subscribe(OWN, 'alice@example.com');
    const bob = await subscribe(OWN, 'bob@example.com');
    await settled();
    const [session] = await live.sessionsOf('bob@example.com');
    if (!session) throw new Error('no session');
    live.setStatus(session, 'DISCONNECTED');
    await expect.poll(bob.changes).toHaveLength(1);
    await expect.poll(all.changes).toHaveLength(1);
    await settled();
    expect(alice.changes()).toEqual([]);
    expect(bob.changes()[0]).toMatchObject({ totalCount: 2, updated: [{ node: { id: session.id } }] });
    expect(all.changes()[0]).toMatchObject({ totalCount: 5 });
    for (const { label } of bob.changes()[0].sources) expect(label).not.toMatch(/design/i);
    // Signed positions are readable; those of self-scoped callers are encrypted.
    expect(bob.changes()[0].to).not.toBe(all.changes()[0].to);
    for (const { open } of [all, alice, bob]) open.close();
  });

  test('gets nothing by the name of another', async () => {
    const [session] = await live.sessionsOf('bob@example.com');
    if (!session) throw new Error('no session');
    const spy = await subscribe(OWN, 'alice@example.com', { filter: { userName: 'bob@example.com' } });
    const bob = await subscribe(OWN, 'bob@example.com');
    await settled();
    live.setStatus(session, 'CONNECTED');
    await expect.poll(bob.changes).toHaveLength(1);
    await settled();
    expect(spy.changes()).toEqual([]);
    for (const { open } of [spy, bob]) open.close();
  });

  test('cannot use the position of a caller of another kind', async () => {
    const position = await live.position(await guarded.tokenOf({ scopes: ALL }));
    const { open } = await subscribe(OWN, 'alice@example.com', { after: position });
    await open.ended;
    expect(open.text).toContain('INVALID_CURSOR');
  });
});

const QUERIES = ['subscription { sessionCounts { totalCount } }', CHANGES];

test.each(ACCESS_SCOPES.flatMap((scope) => QUERIES.map((query) => [scope, query] as const)))(
  'The scope %s alone opens a subscription or is FORBIDDEN: %s',
  async (scope, query) => {
    const { open } = await subscribe([scope], 'alice@example.com', {}, query);
    if (scope.startsWith('sessions:read')) {
      await settled();
      expect(open.text).not.toContain('FORBIDDEN');
      return open.close();
    }
    expect(await open.ended).toBe(true);
    const [error] = parseEvents(open.text)[0]?.data.errors ?? [];
    expect(error.extensions.code).toBe('FORBIDDEN');
    for (const needed of SUBSCRIBED['Subscription.sessionChanges'] ?? []) expect(error.message).toContain(needed);
  },
);
