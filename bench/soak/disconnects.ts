import { registerHooks } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../../src/server/http/listen.ts';
import { type DroppingProxy, droppingProxy } from '../../test/support/dropping-proxy.ts';
import { startGateway, type TestGateway } from '../../test/support/gateway.ts';
import { eventName, SCREENS, type Screen } from '../../test/support/live-screens.ts';
import { driveLive, liveWorld } from '../../test/support/live-subscriptions.ts';
import type { TransportName } from '../../test/support/live-transports.ts';
import { recordEvents, wander } from '../../test/support/live-wanderer.ts';
import { compileRelayApp, type RelayApp } from '../../test/support/relay-app.ts';
import { seededRandom } from '../support/live-world.ts';
import { faultList, until, type Verdict } from './verdict.ts';

/** Forced disconnects of each store and transport. */
const DISCONNECTS = 200;
/** One of so many batches is dropped by the proxy. */
const DROPPED = 3;
/** Longest time between two disconnects of a store, and of two changes. Milliseconds. */
const OPEN_MS = 400;
const CHANGE_MS = 80;
const RETRY_MS = 5;
/** Time in which stores have caught up at the end: bookmarks come every 15 s. Milliseconds. */
const SETTLE_MS = 40_000;
const TRANSPORTS: readonly TransportName[] = ['sse', 'multipart', 'websocket'];

/** A store behind a proxy of its own, and what it has seen. */
interface Watched {
  readonly name: string;
  readonly proxy: DroppingProxy;
  readonly screen: Screen;
  readonly seen: readonly string[];
}

/**
 * Two hundred disconnects at random moments of each store (Relay, Apollo Client, urql) over each transport, behind routers that drop
 * batches: every event arrives exactly once, and the stores equal the list.
 */
export async function disconnects(): Promise<Verdict> {
  // Relay's compiler imports its files as bundlers resolve them: without an extension.
  registerHooks({
    resolve: (name, context, next) => next(name.endsWith('.graphql') ? `${name}.ts` : name, context),
  });
  const app = await compileRelayApp();
  const gateway = await startGateway({ world: liveWorld() });
  const where = { port: 0, host: '127.0.0.1', upgrade: gateway.upgrade };
  const listening = await listen(gateway.handler, where);
  const watched: Watched[] = [];
  try {
    for (const store of Object.keys(SCREENS) as (keyof typeof SCREENS)[])
      for (const transport of TRANSPORTS) watched.push(await watch(store, transport, `${listening.url}/graphql`, app));
    await until(() => watched.every(({ screen }) => shows(screen, 5)), 20_000);
    const events = recordEvents(gateway);
    await drive(gateway, watched);
    await gateway.live?.recorder.settled();
    await until(() => watched.every(({ seen }) => seen.length >= events.length), SETTLE_MS);
    return await verdict(gateway, watched, events);
  } finally {
    for (const { screen, proxy } of watched) {
      screen.stop();
      proxy.close();
    }
    await gateway.drainStreams(0);
    await listening.drain({ answerMs: 0 });
    await gateway.close();
    await app.close();
  }
}

async function watch(
  store: keyof typeof SCREENS,
  transport: TransportName,
  url: string,
  app: RelayApp,
): Promise<Watched> {
  const proxy = await droppingProxy(url, DROPPED);
  const seen: string[] = [];
  const screen = await SCREENS[store](
    { url: proxy.url, transport, retryMs: RETRY_MS, onEvents: (batch) => seen.push(...batch.map(eventName)) },
    app,
  );
  return { name: `${store} by ${transport}`, proxy, screen, seen };
}

/** True if a store has read its list. */
function shows(screen: Screen, count: number): boolean {
  try {
    return screen.ids().length === count;
  } catch {
    return false;
  }
}

/** Changes the world until each store was disconnected often enough, each at random moments of its own. */
async function drive(gateway: TestGateway, watched: readonly Watched[]): Promise<void> {
  const random = seededRandom(14);
  const step = await wander(driveLive(gateway));
  const isDone = ({ proxy }: Watched) => proxy.broken >= DISCONNECTS;
  const breaking = watched.map(async (each) => {
    while (!isDone(each)) {
      await sleep(random(OPEN_MS));
      each.proxy.breakAll();
    }
  });
  for (let turn = 0; !watched.every(isDone); turn += 1) {
    step(turn);
    await sleep(random(CHANGE_MS));
  }
  await Promise.all(breaking);
  for (const { proxy } of watched) proxy.dropNothing();
  // What was dropped last shows with the next batch.
  step(0);
  step(1);
}

async function verdict(gateway: TestGateway, watched: readonly Watched[], events: readonly string[]): Promise<Verdict> {
  const { faults, check } = faultList();
  const { data } = await gateway.query('{ liveSessions(first: 200) { nodes { id status } } }');
  const nodes = data.liveSessions.nodes as { id: string; status: string }[];
  const listed = JSON.stringify(nodes.map(({ id, status }) => [id, status]).sort());
  for (const { name, screen, seen } of watched) {
    check(seen.length === events.length, `${name}: ${seen.length} of ${events.length} events`);
    check(seen.join() === events.join(), `${name}: events differ`);
    const shown = JSON.stringify(Object.entries(screen.statuses()).sort());
    check(shown === listed, `${name}: the store differs from the list: ${shown} instead of ${listed}`);
  }
  return {
    faults,
    figures: [
      `${events.length} events to ${watched.length} stores, each exactly once, in order`,
      ...watched.map(({ name, proxy }) => `${name}: ${proxy.broken} disconnects, ${proxy.dropped} batches dropped`),
    ],
  };
}
