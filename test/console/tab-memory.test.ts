import { expect } from 'vitest';
import type { LiveSession } from '../../src/live/live-session.ts';
import { gone, openPage, seen, startForPage, browserTest as test } from '../support/console-page.ts';
import { driveLive, liveWorld } from '../support/live-subscriptions.ts';
import { tabFigures } from '../support/tab-figures.ts';

/** Sessions that come, change and go in one round. */
const AT_ONCE = 200;
/** Rounds before the first measurement, and before the second. */
const ROUNDS = [2, 6] as const;

test.each([false, true])(
  'A tab holds no more after thousands of sessions have come, changed and gone than before (followed: %s)',
  async (follows) => {
    const gateway = await startForPage({ world: liveWorld() });
    const page = await openPage(new URL('/sessions', gateway.url), { preferences: { follows } });
    await seen(page.getByText('Live', { exact: true }));
    const live = driveLive(gateway);
    const [alice] = await live.sessionsOf('alice@example.com');
    if (!alice) throw new Error('no session is there');
    const figures = await tabFigures(page);
    const count = (number: number) => page.getByRole('heading', { name: `Sessions (${number})` });

    async function round(number: number): Promise<void> {
      const sessions = Array.from({ length: AT_ONCE }, (_, index) => {
        const name = `session-${number}-${index}`;
        return { ...alice, id: name, session: { ...alice?.session, Id: name } } as LiveSession;
      });
      live.start(...sessions);
      await seen(count(5 + AT_ONCE));
      live.setStatusOfAll(sessions, 'DISCONNECTED');
      live.end(...sessions);
      await gone(count(5 + AT_ONCE));
    }

    for (let number = 0; number < ROUNDS[0]; number += 1) await round(number);
    const before = await figures();
    for (let number = 0; number < ROUNDS[1]; number += 1) await round(ROUNDS[0] + number);
    let after = before;
    const idsNow = async () => {
      after = await figures();
      return after.ids;
    };
    // Relay collects what no view shows after some seconds.
    await expect.poll(idsNow, { interval: 2_000 }).toBeLessThanOrEqual(2 * AT_ONCE);
    expect(after.nodes).toBeLessThan(before.nodes * 1.5);
    expect(after.listeners).toBeLessThan(before.listeners * 1.5);
  },
);
