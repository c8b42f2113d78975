import type { Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../src/server/http/listen.ts';
import { MULTIPART, openBody, parseEvents, SSE, subscribing, unread } from '../support/event-stream.ts';
import { startGateway } from '../support/gateway.ts';
import { acknowledged } from '../support/graphql-ws.ts';
import { driveLive, liveWorld } from '../support/live-subscriptions.ts';

/** More than the operating system buffers for a connection: some 6 MB. */
const EVENTS = 12_000;
const NODE =
  'session { id sessionId status service startedAt expiresAt user { id userName } location { accountId region } }';
const SUBSCRIPTION = `subscription { sessionChanges { from to resync events { kind sessionId at { before } ${NODE} } } }`;
const TIMEOUTS = { headersMs: 60_000, requestMs: 60_000, checkMs: 20, stalledMs: 60_000, stalledStreamMs: 700 };

/** A gateway whose server shows its connections, and what it closed. */
async function start() {
  const gateway = await startGateway({ world: liveWorld() });
  const [sockets, cut] = [new Set<Socket>(), [] as string[]];
  const listening = await listen(
    (request, response) => {
      sockets.add(request.socket);
      gateway.handler(request, response);
    },
    {
      port: 0,
      host: '127.0.0.1',
      upgrade(request, socket, head) {
        sockets.add(socket);
        gateway.upgrade(request, socket, head);
      },
    },
    TIMEOUTS,
    (by) => cut.push(by),
  );
  onTestFinished(async () => {
    await gateway.drainStreams(0);
    await listening.drain();
    await gateway.close();
  });
  return { gateway, url: `${listening.url}/graphql`, sockets, cut };
}

test('A subscriber that reads nothing costs at most 1 MiB and is cut after `stalledStreamMs`; another gets every event once, in order', async () => {
  const { gateway, url, sockets, cut } = await start();
  const live = driveLive(gateway);
  await live.position();
  for (const accept of [SSE, MULTIPART]) {
    const request = unread(url, subscribing(SUBSCRIPTION, accept));
    onTestFinished(() => void request.destroy());
  }
  const raw = await acknowledged(url);
  raw.socket.pause();
  raw.send({ id: 'a', type: 'subscribe', payload: { query: SUBSCRIPTION } });
  const reading = await openBody(url, subscribing(SUBSCRIPTION));
  onTestFinished(reading.close);
  const sessions = await live.sessionsOf('alice@example.com');
  const events: string[] = [];
  gateway.live?.changes.subscribe(({ changes }) => {
    for (const change of changes)
      if (change.kind !== 'UNLISTED') events.push(`${change.kind} ${change.session.id} ${change.at.before}`);
  });
  const all = Array.from({ length: EVENTS / 4 }, (_, turn) => sessions[turn % sessions.length] as (typeof sessions)[0]);
  for (const status of ['DISCONNECTED', 'CONNECTED', 'DISCONNECTED', 'CONNECTED'] as const)
    live.setStatusOfAll(all, status);
  await live.settled();

  let unsent = 0;
  const lastAt = new Date(Number(events.at(-1)?.split(' ')[2])).toISOString();
  const isComplete = () => {
    unsent = Math.max(unsent, ...[...sockets].map(({ writableLength }) => writableLength));
    return reading.text.slice(-1_000).includes(lastAt);
  };
  await expect.poll(isComplete).toBe(true);
  const batches = parseEvents(reading.text).map(({ data }) => data.data.sessionChanges);
  const names = batches.flatMap((batch) => batch.events) as {
    kind: string;
    sessionId: string;
    at: { before: string };
  }[];
  expect(names.map(({ kind, sessionId, at }) => `${kind} ${sessionId} ${Date.parse(at.before)}`)).toEqual(events);
  expect(batches.slice(1).map(({ from }) => from)).toEqual(batches.slice(0, -1).map(({ to }) => to));
  expect(batches.filter(({ resync }) => resync)).toEqual([]);

  await expect.poll(() => cut).toEqual(['stalled', 'stalled', 'stalled']);
  expect(unsent).toBeGreaterThan(0);
  expect(unsent).toBeLessThanOrEqual(1024 * 1024);
  const lines = () => gateway.log.filter(({ msg }) => msg === 'stream');
  await expect.poll(lines).toHaveLength(3);
  expect(
    lines()
      .map(({ transport, reason }) => `${transport} ${reason}`)
      .sort(),
  ).toEqual(['multipart disconnected', 'sse disconnected', 'websocket disconnected']);
});
