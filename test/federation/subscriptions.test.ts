import { expect, onTestFinished, test } from 'vitest';
import { person, startCompany } from '../support/company.ts';
import { openBody, parseEvents, subscribing } from '../support/event-stream.ts';
import { exampleYaml as yaml } from '../support/federation-example.ts';
import { driveLive, liveWorld } from '../support/live-subscriptions.ts';

const LIVE_PEOPLE = `subscription LivePeople {
  sessionChanges {
    totalCount
    updated { node { id status user { userName displayName team { name } } } }
  }
}`;

test('A subscription through Hive Gateway joins the people of each batch by one request to their subgraph, and ends with its client', async () => {
  const people = [person('alice', 'Design'), person('bob', 'Support')];
  const joined = await startCompany({ people }, { world: liveWorld() });
  onTestFinished(() => joined.close());
  const live = driveLive(joined.gateway);
  await live.position();
  const [alice] = await live.sessionsOf('alice@example.com');
  const [bob] = await live.sessionsOf('bob@example.com');
  if (!alice || !bob) throw new Error('no sessions');

  const open = await openBody(joined.url, subscribing(LIVE_PEOPLE));
  const batches = () => parseEvents(open.text).filter(({ event }) => event === 'next');
  await expect.poll(() => joined.requests.sessions).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const [turn, status] of (['DISCONNECTED', 'CONNECTED'] as const).entries()) {
    const before = joined.requests.directory;
    live.setStatusOfAll([alice, bob], status);
    await expect.poll(batches).toHaveLength(turn + 1);
    expect(joined.requests.directory - before).toBe(1);
  }
  const shown = batches().map(({ data }) => data.data.sessionChanges.updated.map(({ node }: { node: object }) => node));
  const users = people.map(({ userName, displayName, team }) => ({ userName, displayName, team: { name: team } }));
  expect(shown[1]).toEqual([
    { id: alice.id, status: 'CONNECTED', user: users[0] },
    { id: bob.id, status: 'CONNECTED', user: users[1] },
  ]);

  expect(joined.requests.sessions).toBe(1);
  open.close();
  const ends = () => joined.gateway.log.filter(({ msg }) => msg === 'stream');
  await expect.poll(ends).toHaveLength(1);
  expect(ends()[0]).toMatchObject({ operation: 'LivePeople', transport: 'sse', reason: 'disconnected', batches: 2 });
});

test('The configurations of routers subscribe to the gateway by a protocol that it serves', () => {
  const { subscription } = yaml('router.yaml');
  expect(subscription).toMatchObject({
    enabled: true,
    mode: { passthrough: { subgraphs: { sessions: { path: '/graphql', protocol: 'graphql_ws' } } } },
  });
  expect(JSON.stringify(subscription)).not.toMatch(/ignore_auth_context|callback/);
  expect(yaml('router.config.yaml').subscriptions).toEqual({ enabled: true });
  const [sessions] = yaml('cosmo-graph.yaml').subgraphs;
  expect(sessions).toMatchObject({ name: 'sessions', subscription: { protocol: 'sse_post' } });
});
