import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { MULTIPART, openBody, parseEvents, SSE, subscribing } from '../../support/event-stream.ts';
import { acknowledged, openSocket } from '../../support/graphql-ws.ts';
import { startWired } from '../../support/http-gateway.ts';
import { sign } from '../../support/issuer.ts';
import { type Guarded, startGuarded } from '../../support/protected-gateway.ts';
import { type TestSubscriptions, testSubscriptions } from '../../support/test-subscriptions.ts';

const TICKS = 'subscription Ticks { ticks { number } }';
/** Lets an hour pass by the clock that tokens are judged by; timers and connections go on. */
function passAnHour(): void {
  onTestFinished(() => void vi.useRealTimers());
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
}

describe('With authentication', () => {
  let subscriptions: TestSubscriptions;
  let guarded: Guarded;
  beforeEach(async () => {
    subscriptions = testSubscriptions();
    guarded = await startGuarded({ plugins: [subscriptions.plugin] });
  });
  afterEach(() => guarded.close());

  const url = () => `${guarded.listening.url}/graphql`;
  const tokenFor = (seconds: number) => sign(guarded.key, { in: seconds });

  test('a stream ends with UNAUTHENTICATED when its token expires, and is not completed', async () => {
    const authorization = `Bearer ${await tokenFor(600)}`;
    const sse = await openBody(url(), subscribing(TICKS, SSE, { authorization }));
    const multipart = await openBody(url(), subscribing(TICKS, MULTIPART, { authorization }));
    const raw = await acknowledged(url(), { authorization });
    raw.send({ id: 'a', type: 'subscribe', payload: { query: TICKS } });
    const valid = await openBody(url(), subscribing(TICKS, SSE, { authorization: `Bearer ${await tokenFor(7_200)}` }));
    await expect.poll(() => subscriptions.open).toBe(4);
    passAnHour();

    await Promise.all([sse.ended, multipart.ended, raw.closed]);
    const [event, ...others] = parseEvents(sse.text);
    expect(event).toEqual({
      event: 'next',
      data: { errors: [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } })] },
    });
    expect(others).toEqual([]);
    expect(multipart.text).toContain('"payload":null,"errors":[{"message":"The token has expired."');
    expect(raw.messages.at(-1)).toMatchObject({
      id: 'a',
      type: 'error',
      payload: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(await raw.closed).toEqual([4403, 'UNAUTHENTICATED']);
    await expect.poll(() => subscriptions.open).toBe(1);
    expect(guarded.gateway.log.filter(({ reason }) => reason === 'unauthenticated')).toHaveLength(3);
    valid.close();
  });

  test('a WebSocket takes the token from `connectionParams`, by any of the names in use, or from its handshake', async () => {
    const token = await tokenFor(600);
    for (const payload of [
      { authorization: `Bearer ${token}` },
      { Authorization: `Bearer ${token}` },
      { token },
      { token: `Bearer ${token}` },
    ]) {
      const raw = await acknowledged(url(), payload);
      expect(raw.messages).toEqual([{ type: 'connection_ack' }]);
    }
    const raw = await openSocket(url(), { authorization: `Bearer ${token}` });
    raw.send({ type: 'connection_init' });
    await expect.poll(() => raw.messages).toEqual([{ type: 'connection_ack' }]);
  });

  test.each([
    ['without a token', undefined],
    ['with an invalid token', { token: 'invalid' }],
    ['with a token that is no text', { token: 1 }],
  ])('a WebSocket %s is closed', async (_case, payload) => {
    const raw = await openSocket(url());
    raw.send({ type: 'connection_init', payload });
    const [code, reason] = await raw.closed;
    expect([code, reason]).toEqual([4403, expect.stringContaining('UNAUTHENTICATED')]);
    expect(raw.messages).toEqual([]);
  });

  test('an operation of a WebSocket whose token has expired is rejected, and the connection closed', async () => {
    const raw = await acknowledged(url(), { token: await tokenFor(600) });
    passAnHour();
    raw.send({ id: 'a', type: 'subscribe', payload: { query: '{ greeting }' } });
    expect(await raw.closed).toEqual([4403, 'UNAUTHENTICATED']);
    expect(raw.messages.at(-1)).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  test('a stream without a token is answered with 401', async () => {
    const body = await openBody(url(), subscribing(TICKS));
    expect(body.status).toBe(401);
    expect(subscriptions.open).toBe(0);
  });
});

describe('Draining', () => {
  async function startTicks() {
    const subscriptions = testSubscriptions();
    return { subscriptions, gateway: await startWired({ plugins: [subscriptions.plugin] }) };
  }

  test('breaks streams without completing them, so that clients reconnect, and closes WebSockets without one', async () => {
    const { subscriptions, gateway } = await startTicks();
    const bodies = await Promise.all(
      [SSE, MULTIPART].map((accept) => openBody(gateway.url, subscribing(TICKS, accept))),
    );
    const busy = await acknowledged(gateway.url);
    busy.send({ id: 'a', type: 'subscribe', payload: { query: TICKS } });
    const idle = await acknowledged(gateway.url);
    await expect.poll(() => subscriptions.open).toBe(3);
    await gateway.drainStreams(0);
    expect(await Promise.all(bodies.map(({ ended }) => ended))).toEqual([false, false]);
    for (const { text } of bodies) expect(text).not.toMatch(/complete|--graphql--/);
    expect((await busy.closed)[0]).toBe(1012);
    expect((await idle.closed)[0]).toBe(1012);
    expect(busy.messages.map(({ type }) => type)).toEqual(['connection_ack']);
    await expect.poll(() => subscriptions.open).toBe(0);
    expect(gateway.log.filter(({ msg }) => msg === 'stream').map(({ reason }) => reason)).toEqual(
      Array(3).fill('drained'),
    );
  });

  test('spreads the ends over the delay: each subscriber still gets results until its own', async () => {
    const { subscriptions, gateway } = await startTicks();
    const bodies = await Promise.all(Array.from({ length: 10 }, () => openBody(gateway.url, subscribing(TICKS))));
    await expect.poll(() => subscriptions.open).toBe(10);
    const seen = new Set<number>();
    const draining = gateway.drainStreams(600);
    const watching = setInterval(() => seen.add(subscriptions.open), 1);
    await draining;
    clearInterval(watching);
    await Promise.all(bodies.map(({ ended }) => ended));
    // Not all at once: a machine that is busy sees some of the steps only.
    expect(seen.size).toBeGreaterThan(2);
  });
});
