import { getEventListeners } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openBody, parseEvents, SSE } from '../../support/event-stream.ts';
import { startWired } from '../../support/http-gateway.ts';
import { CHANGES, driveLive, liveWorld } from '../../support/live-subscriptions.ts';

const EVENTS = 8;

test('Results of a subscription leave no listener on a signal that outlives them: they would pile up until the process ends', async () => {
  const gateway = await startWired({ world: liveWorld() });
  const live = driveLive(gateway);
  await live.position();
  let [session] = await live.sessionsOf('alice@example.com');
  if (!session) throw new Error('no session');
  const stream = await openBody(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: SSE },
    body: JSON.stringify({ query: CHANGES }),
  });
  const listening = vi.spyOn(EventTarget.prototype, 'addEventListener');
  onTestFinished(() => listening.mockRestore());

  for (let sent = 1; sent <= EVENTS; sent += 1) {
    session = live.setStatus(session, sent % 2 === 1 ? 'DISCONNECTED' : 'CONNECTED');
    await expect.poll(() => parseEvents(stream.text).length).toBeGreaterThanOrEqual(sent);
  }
  const signals = new Set(listening.mock.contexts.filter((target) => target instanceof AbortSignal));
  const listeners = [...signals].map((signal) => getEventListeners(signal, 'abort').length);
  expect(Math.max(0, ...listeners)).toBeLessThan(EVENTS / 2);
});
