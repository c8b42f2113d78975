import { expect, test } from 'vitest';
import { openBody, parseEvents, SSE, subscribing } from '../support/event-stream.ts';
import { openSocket } from '../support/graphql-ws.ts';
import { ask, killAfterEach, runGateway } from '../support/process.ts';

const kept = killAfterEach();

const STREAMS = 40;
const SETTINGS = {
  GATEWAY_CURSOR_SECRET: 'the same secret in all replicas',
  GATEWAY_MAX_STREAMS_PER_CALLER: '1000',
  GATEWAY_DRAIN_DELAY_MS: '500',
};
const CHANGES = 'subscription ($after: String) { sessionChanges(after: $after) { from to resync } }';

const subscribe = (url: string, after: string) =>
  openBody(url, { ...subscribing(''), body: JSON.stringify({ query: CHANGES, variables: { after } }) });

async function positionOf(url: string): Promise<string> {
  const { data } = (await ask(url, '{ liveSessions { position } }')) as {
    data: { liveSessions: { position: string } };
  };
  return data.liveSessions.position;
}

test('SIGTERM breaks all subscriptions without completing them; on another process each gets one `resync`; exit 0', async () => {
  const [first, second] = await Promise.all([runGateway(SETTINGS), runGateway(SETTINGS)]);
  kept(first);
  kept(second);
  const position = await positionOf(first.url);
  await positionOf(second.url);
  const streams = await Promise.all(Array.from({ length: STREAMS }, () => subscribe(first.url, position)));
  first.child.kill('SIGTERM');
  expect(await Promise.all(streams.map(({ ended }) => ended))).toEqual(Array(STREAMS).fill(false));
  for (const { text } of streams) expect(text).not.toContain('complete');
  expect(await first.ended).toEqual({ code: 0, stderr: '' });
  expect(first.lines.filter((line) => line.includes('"reason":"drained"'))).toHaveLength(STREAMS);

  const resumed = await Promise.all(streams.map(() => subscribe(second.url, position)));
  for (const stream of resumed) {
    await expect.poll(() => parseEvents(stream.text).length).toBeGreaterThan(0);
    const resyncs = parseEvents(stream.text).map(({ data }) => data.data.sessionChanges.resync);
    expect(resyncs.filter(Boolean)).toHaveLength(1);
    expect(resyncs[0]).toBe(true);
    stream.close();
  }
});

test('A WebSocket to a host that is not allowed is rejected, as any request', async () => {
  const gateway = kept(await runGateway());
  await expect(openSocket(gateway.url, { host: 'x.attacker.example' })).rejects.toThrow('403');
  expect((await openSocket(gateway.url)).socket.readyState).toBe(1);
  const body = await openBody(gateway.url, subscribing('{ __typename }', SSE));
  await body.ended;
  expect(parseEvents(body.text)[0]?.data).toMatchObject({ data: { __typename: 'Query' } });
});
