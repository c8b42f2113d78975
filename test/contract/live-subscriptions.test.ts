import { beforeEach, describe, expect, test } from 'vitest';
import type { LiveSession } from '../../src/live/live-session.ts';
import { MULTIPART, type OpenBody, openBody, parseEvents, type ServerSentEvent, SSE } from '../support/event-stream.ts';
import { acknowledged } from '../support/graphql-ws.ts';
import { startWired, type WiredGateway } from '../support/http-gateway.ts';
import { CHANGES, type DrivenLive, driveLive, liveWorld } from '../support/live-subscriptions.ts';

type Data = ServerSentEvent['data'];

let gateway: WiredGateway;
let live: DrivenLive;
beforeEach(async () => {
  gateway = await startWired({ world: liveWorld(), cursorSecret: 'a secret of this test' });
  live = driveLive(gateway);
});

const body = (query: string, variables: object, accept: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', accept },
  body: JSON.stringify({ query, variables }),
});

/** Results of a subscription over each transport, as they come. */
const TRANSPORTS: Record<string, (variables: object, query?: string) => Promise<() => Data[]>> = {
  async sse(variables, query = CHANGES) {
    const open = await openBody(gateway.url, body(query, variables, SSE));
    return () => parseEvents(open.text).map(({ data }) => data);
  },
  async multipart(variables, query = CHANGES) {
    const open: OpenBody = await openBody(gateway.url, body(query, variables, MULTIPART));
    return () =>
      open.text
        .split('--graphql')
        .flatMap((part) => part.split('\r\n\r\n')[1] ?? [])
        .map((json) => JSON.parse(json).payload);
  },
  async websocket(variables, query = CHANGES) {
    const raw = await acknowledged(gateway.url);
    raw.send({ id: 'a', type: 'subscribe', payload: { query, variables } });
    return () => raw.messages.filter(({ type }) => type === 'next').map(({ payload }) => payload);
  },
};

async function first(userName: string): Promise<LiveSession> {
  const [session] = await live.sessionsOf(userName);
  if (!session) throw new Error(`no session of ${userName}`);
  return session;
}

describe.each(Object.keys(TRANSPORTS))('sessionChanges by %s', (transport) => {
  const open = (variables: object, query?: string) =>
    TRANSPORTS[transport]?.(variables, query) as Promise<() => Data[]>;

  test('sends what changed since the position of a page: sessions, events, counts and sources', async () => {
    const after = await live.position();
    const session = await first('alice@example.com');
    const results = await open({ after });
    live.setStatus(session, 'DISCONNECTED');
    await expect.poll(results).toHaveLength(1);
    const [{ data, errors }] = results();
    expect(errors).toBeUndefined();
    const node = { id: session.id, status: 'DISCONNECTED' };
    expect(data.sessionChanges).toEqual({
      from: after,
      to: expect.any(String),
      asOf: expect.any(String),
      resync: false,
      totalCount: 5,
      left: [],
      entered: [],
      updated: [
        { cursor: expect.any(String), unverified: false, node: { ...node, user: { userName: 'alice@example.com' } } },
      ],
      events: [
        {
          kind: 'DISCONNECTED',
          sessionId: session.id,
          at: { after: expect.any(String), before: expect.any(String) },
          previousStatus: 'CONNECTED',
          reason: null,
          session: node,
        },
      ],
      sources: expect.any(Array),
    });
    expect(await live.position()).toBe(data.sessionChanges.to);
  });

  test('tells when a session enters and leaves its filter, and nothing of others', async () => {
    const after = await live.position();
    const [alice, bob] = [await first('alice@example.com'), await first('bob@example.com')];
    const results = await open({ after, filter: { userName: 'Alice@Example.com', statuses: ['CONNECTED'] } });
    const changes = () => results().map(({ data }) => data.sessionChanges);
    const disconnected = live.setStatus(alice, 'DISCONNECTED');
    live.setStatus(bob, 'DISCONNECTED');
    await expect.poll(changes).toHaveLength(1);
    expect(changes()[0]).toMatchObject({ left: [alice.id], entered: [], totalCount: 2 });
    expect(changes()[0].events).toHaveLength(1);
    live.setStatus(disconnected, 'CONNECTED');
    await expect.poll(changes).toHaveLength(2);
    expect(changes()[1]).toMatchObject({ left: [], entered: [{ node: { id: alice.id } }], totalCount: 3 });
    expect(changes()[1].from).toBe(changes()[0].to);
    live.end(alice);
    await expect.poll(changes).toHaveLength(3);
    expect(changes()[2]).toMatchObject({ left: [alice.id], totalCount: 2 });
    expect(changes()[2].events[0]).toMatchObject({ kind: 'ENDED', reason: 'DISAPPEARED' });
  });

  test('resumes after a position, and begins with `resync` after one of another process', async () => {
    const after = await live.position();
    const session = await first('alice@example.com');
    live.end(session);
    const results = await open({ after });
    await expect.poll(results).toHaveLength(1);
    expect(results()[0].data.sessionChanges).toMatchObject({ from: after, resync: false, left: [session.id] });

    const other = await startWired({ world: liveWorld(), cursorSecret: 'a secret of this test' });
    const foreign = await driveLive(other).position();
    const again = await open({ after: foreign });
    await expect.poll(again).toHaveLength(1);
    expect(again()[0].data.sessionChanges).toMatchObject({ from: foreign, resync: true, totalCount: 4, left: [] });
    expect(again()[0].data.sessionChanges.to).toBe(await live.position());
  });
});

describe('sessionCounts', () => {
  const COUNTS = `subscription ($filter: LiveSessionFilter) {
    sessionCounts(filter: $filter, by: STATUS) { totalCount incomplete facet { values { value count } otherCount } }
  }`;

  test('sends the counts of now at once, and again when they have changed', async () => {
    await live.position();
    const results = (await TRANSPORTS.sse?.({}, COUNTS)) as () => Data[];
    await expect.poll(results).toHaveLength(1);
    const facet = (values: object[]) => ({ values, otherCount: 0 });
    expect(results()[0].data.sessionCounts).toEqual({
      totalCount: 5,
      incomplete: false,
      facet: facet([{ value: 'CONNECTED', count: 5 }]),
    });
    const session = await first('bob@example.com');
    live.setStatus(session, 'DISCONNECTED');
    await expect.poll(results).toHaveLength(2);
    expect(results()[1].data.sessionCounts.facet).toEqual(
      facet([
        { value: 'CONNECTED', count: 4 },
        { value: 'DISCONNECTED', count: 1 },
      ]),
    );
  });
});

test.each([
  ['a position that is none', { after: 'garbled' }, 'INVALID_CURSOR'],
  ['a region that is not read', { filter: { regions: ['mars-1'] } }, 'BAD_USER_INPUT'],
  ['too long a search', { filter: { search: 'x'.repeat(300) } }, 'BAD_USER_INPUT'],
])('sessionChanges with %s is rejected', async (_case, variables, code) => {
  const open = await openBody(gateway.url, body(CHANGES, variables, SSE));
  expect(await open.ended).toBe(true);
  expect(parseEvents(open.text)[0]?.data.errors[0].extensions.code).toBe(code);
});

test('A subscription to live sessions that are off is SERVICE_DISABLED', async () => {
  const off = await startWired({ live: 'off' });
  const open = await openBody(off.url, body('subscription { sessionCounts { totalCount } }', {}, SSE));
  await open.ended;
  expect(open.text).toContain('SERVICE_DISABLED');
});
