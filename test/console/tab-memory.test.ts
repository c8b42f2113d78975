import { expect } from 'vitest';
import type { LiveSession } from '../../src/live/live-session.ts';
import { nodeIdOf } from '../../src/schema/sessions/session-node.ts';
import { gone, openPage, seen, startForPage, browserTest as test } from '../support/console-page.ts';
import { driveLive, liveWorld } from '../support/live-subscriptions.ts';
import { measureTab } from '../support/tab-figures.ts';

/** Sessions that come, change and go in one round. */
const AT_ONCE = 300;
const ROUNDS = 4;

test('A tab holds no more after many sessions have come, changed and gone than before', async () => {
  const gateway = await startForPage({ world: liveWorld() });
  const page = await openPage(new URL('/sessions', gateway.url));
  await seen(page.getByText('Live', { exact: true }));
  const live = driveLive(gateway);
  const [alice] = await live.sessionsOf('alice@example.com');
  if (!alice) throw new Error('no session is there');
  const sessionOf = (name: string): LiveSession => {
    const session = { ...alice, session: { ...alice.session, Id: name } } as LiveSession;
    return { ...session, id: nodeIdOf(session) };
  };
  const crowd = page.getByRole('heading', { name: `Sessions (${5 + AT_ONCE})` });

  async function round(number: number): Promise<void> {
    const sessions = Array.from({ length: AT_ONCE }, (_, index) => sessionOf(`session-${number}-${index}`));
    live.start(...sessions);
    await seen(crowd);
    live.setStatusOfAll(sessions, 'DISCONNECTED');
    live.end(...sessions);
    await gone(crowd);
  }

  await round(0);
  const tab = await measureTab(page);
  const before = await tab.figures();
  for (let number = 1; number <= ROUNDS; number += 1) await round(number);
  // Relay collects what no view shows after some seconds; the last batch stays.
  await expect.poll(tab.sessionIds, { interval: 2_000 }).toBeLessThanOrEqual(2 * AT_ONCE);
  const after = await tab.figures();
  expect(after.nodes).toBeLessThan(before.nodes * 1.5);
  expect(after.listeners).toBeLessThan(before.listeners * 1.5);
});
