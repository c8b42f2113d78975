import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { type Answer, startGateway, type TestGateway } from '../support/gateway.ts';
import { PAGE } from '../support/pages.ts';
import { SESSIONS } from '../support/sessions.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

/** Shorter than the pause between two pages. */
const TTL_MS = 1;

const LIST = `query ($first: Int, $after: String) {
  appStreamSessions(stackName: "Design", fleetName: "design", first: $first, after: $after) {
    edges { cursor node { id sessionId state } } ${PAGE}
  }
}`;

const designWorld = (count: number) =>
  buildWorld().fleet('design').stack('Design').associate('Design', 'design').appStreamSessions({
    stack: 'Design',
    fleet: 'design',
    count,
  });

async function page(first: number, after: string | null = null) {
  await pause(5);
  const { data } = await gateway.query(LIST, { first, after });
  return data.appStreamSessions;
}

const calls = () => gateway.emulator.count('DescribeSessions');

describe('A client that reads for longer than pages are cached', () => {
  test.each([
    [50, 20],
    [20, 20],
    [7, 20],
    [200, 20],
  ])('and follows the pages of 1,000 sessions with first: %i pays for %i calls', async (first, most) => {
    gateway = await startGateway({ world: designWorld(1_000).world, cacheTtlMs: TTL_MS });
    let after: string | null = null;
    let seen = 0;
    do {
      const { edges, pageInfo } = await page(first, after);
      seen += edges.length;
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(seen).toBe(1_000);
    expect(calls()).toBe(most);
  });

  test('is served the prefetched page; a new traversal is not', async () => {
    const { world, location } = designWorld(100);
    gateway = await startGateway({ world, cacheTtlMs: TTL_MS });
    const { pageInfo } = await page(50);
    expect(calls()).toBe(2);
    await page(50, pageInfo.endCursor);
    expect(calls()).toBe(2);

    const [first] = [...location.appStreamSessions.values()];
    location.appStreamSessions.delete(first?.Id ?? '');
    const anew = await page(200);
    expect(anew.edges).toHaveLength(99);
    expect(calls()).toBe(4);
  });

  test('pages through the unified list without a call for what was read ahead', async () => {
    const { world } = designWorld(160);
    gateway = await startGateway({ world, cacheTtlMs: TTL_MS, authenticationTypes: ['API'] });
    const filter = { services: ['APPSTREAM'] };
    let after: string | null = null;
    for (let number = 1; number <= 4; number += 1) {
      await pause(5);
      // Each a document of its own: one that comes again may be executed in another way.
      const document = SESSIONS.replace('query', `query Page${number}`);
      const { data }: Answer = await gateway.query(document, { first: 40, after, filter });
      const { sessions } = data;
      expect(sessions.edges).toHaveLength(40);
      after = sessions.pageInfo.endCursor;
    }
    expect(calls()).toBe(4);
  });

  test('sees what a mutation of the gateway changed', async () => {
    gateway = await startGateway({ world: designWorld(60).world, cacheTtlMs: TTL_MS });
    const { pageInfo } = await page(10);
    const [next] = (await page(1, pageInfo.endCursor)).edges;
    await gateway.query('mutation ($id: ID!) { terminateSession(input: { id: $id }) { outcome } }', {
      id: next.node.id,
    });
    const { edges } = await page(50, pageInfo.endCursor);
    const shown = edges.map(({ node }: { node: { sessionId: string; state: string } }) => node);
    expect(shown).not.toContainEqual(expect.objectContaining({ sessionId: next.node.sessionId, state: 'ACTIVE' }));
  });
});

test('A fleet that starts is seen to run, though fleets are cached for longer', async () => {
  const { world, location } = buildWorld().fleet('design', { State: 'STARTING' });
  gateway = await startGateway({ world, cacheTtlMs: 60_000 });
  const state = async () => (await gateway.query('{ fleet(name: "design") { state } }')).data.fleet.state;
  expect(await state()).toBe('STARTING');
  const fleet = location.fleets.get('design');
  if (fleet) fleet.State = 'RUNNING';
  expect(await state()).toBe('STARTING');
  await pause(2_100);
  expect(await state()).toBe('RUNNING');
});
