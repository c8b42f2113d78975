import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { LiveSession } from '../../src/live/live-session.ts';
import { droppingProxy } from '../support/dropping-proxy.ts';
import { startWired, type WiredGateway } from '../support/http-gateway.ts';
import { eventName, SCREENS, type Screen } from '../support/live-screens.ts';
import { type DrivenLive, driveLive, liveWorld } from '../support/live-subscriptions.ts';
import type { TransportName } from '../support/live-transports.ts';
import { recordEvents, wander } from '../support/live-wanderer.ts';
import { compileRelayApp, type RelayApp } from '../support/relay-app.ts';

/** Changes of the world in one test; connections break after each fourth. `npm run soak` breaks two hundred of each store. */
const CHANGES = 60;
const RETRY_MS = 5;

let app: RelayApp;
beforeAll(async () => {
  app = await compileRelayApp();
});
afterAll(() => app?.close());

async function show(store: keyof typeof SCREENS, transport: TransportName, url: string) {
  const seen: string[] = [];
  const screen = await SCREENS[store](
    { url, transport, retryMs: RETRY_MS, onEvents: (events) => seen.push(...events.map(eventName)) },
    app,
  );
  onTestFinished(screen.stop);
  await expect.poll(() => screen.ids()).toHaveLength(5);
  return { screen, seen };
}

/** Changes the world at random, and breaks connections meanwhile. */
async function drive(live: DrivenLive, breakAll: () => void | Promise<void>): Promise<void> {
  const step = await wander(live);
  for (let turn = 0; turn < CHANGES; turn += 1) {
    step(turn);
    if (turn % 4 !== 3) continue;
    await new Promise((resolve) => setTimeout(resolve, 40));
    await breakAll();
  }
}

async function check(gateway: WiredGateway, screen: Screen, seen: readonly string[], events: readonly string[]) {
  await expect.poll(() => seen.length).toBe(events.length);
  expect(seen).toEqual(events);
  const { data } = await gateway.query('{ liveSessions(first: 200) { nodes { id status } } }');
  const nodes = data.liveSessions.nodes as { id: string; status: string }[];
  expect(screen.ids().toSorted()).toEqual(nodes.map(({ id }) => id).toSorted());
  expect(screen.statuses()).toEqual(Object.fromEntries(nodes.map(({ id, status }) => [id, status])));
}

describe('Over broken connections, each event arrives exactly once, and the store equals the list in the end:', () => {
  test.each([
    ['Relay by server-sent events', 'relay', 'sse'],
    ['Apollo Client by multipart responses', 'apollo', 'multipart'],
    ['urql by WebSocket', 'urql', 'websocket'],
  ] as const)('%s', async (_name, store, transport) => {
    const gateway = await startWired({ world: liveWorld() });
    const { screen, seen } = await show(store, transport, gateway.url);
    const events = recordEvents(gateway);
    const live = driveLive(gateway);
    await drive(live, () => gateway.drainStreams(0));
    await live.settled();
    await check(gateway, screen, seen, events);
  });

  test.each([
    ['Relay behind a router that drops batches', 'relay', 'sse'],
    ['Apollo Client behind a router that drops batches', 'apollo', 'multipart'],
    ['urql behind a router that drops batches', 'urql', 'websocket'],
  ] as const)('%s', async (_name, store, transport) => {
    const gateway = await startWired({ world: liveWorld() });
    const proxy = await droppingProxy(gateway.url, 2);
    onTestFinished(proxy.close);
    const { screen, seen } = await show(store, transport, proxy.url);
    const events = recordEvents(gateway);
    const live = driveLive(gateway);
    await drive(live, proxy.breakAll);
    await live.settled();
    // What was dropped last shows with the next batch.
    proxy.dropNothing();
    live.setStatus((await live.sessionsOf('bob@example.com'))[0] as LiveSession, 'CONNECTED');
    await live.settled();
    await check(gateway, screen, seen, events);
    expect(proxy.dropped).toBeGreaterThan(0);
  });
});
