import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type WebSocketConnection, webSocketConnection } from '../../../src/server/streams/web-socket-connection.ts';

const PING_MS = 60_000;
afterEach(() => void vi.useRealTimers());

/** A WebSocket over loopback: the wrapped side of the server, and the client. */
async function connected(): Promise<{ readonly connection: WebSocketConnection; readonly client: WebSocket }> {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  const opened = Promise.withResolvers<WebSocketConnection>();
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) =>
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const parts = { request, socket, address: '127.0.0.1', limits: { maxValues: 10 }, pingMs: PING_MS };
      opened.resolve(webSocketConnection(webSocket, parts));
    }),
  );
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => {
    client.terminate();
    server.closeAllConnections();
    server.close();
  });
  await once(client, 'open');
  return { connection: await opened.promise, client };
}

/** Code and reason with which the server closes. */
async function closeOf(client: WebSocket): Promise<readonly [number, string]> {
  const [code, reason] = (await once(client, 'close')) as [number, Buffer];
  return [code, reason.toString()];
}

describe('A WebSocket', () => {
  test('carries messages in both directions', async () => {
    const { connection, client } = await connected();
    const received: string[] = [];
    connection.onMessage(async (message) => {
      received.push(message);
      connection.send(`${message}!`);
    });
    client.send('{"a":"ü"}');
    expect(String((await once(client, 'message'))[0])).toBe('{"a":"ü"}!');
    expect(received).toEqual(['{"a":"ü"}']);
  });

  test.each<[string, string | Buffer]>([
    ['binary', Buffer.from('{}')],
    ['with too many values', `[${'0,'.repeat(5_000)}0]`],
    ['nested too deeply', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
  ])('is closed by a message that is %s, before it is parsed', async (_what, message) => {
    const { connection, client } = await connected();
    let heard = 0;
    connection.onMessage(async () => {
      heard += 1;
    });
    client.send(message);
    expect(await closeOf(client)).toEqual([4400, 'Invalid message.']);
    expect(heard).toBe(0);
  });

  test('is closed, and does not end the process, if a message cannot be handled', async () => {
    const { connection, client } = await connected();
    connection.onMessage(() => Promise.reject(new Error('secret')));
    client.send('{}');
    expect(await closeOf(client)).toEqual([4400, 'Unexpected message.']);
  });

  test('closes with a reason that fits into a close frame, cut between two characters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: fc.constantFrom('a', 'ü', '€', '😀'), maxLength: 200 }), async (reason) => {
        const { connection, client } = await connected();
        const closed = closeOf(client);
        connection.close(4_403, reason);
        const [code, shown] = await closed;
        expect(code).toBe(4_403);
        expect(reason.startsWith(shown)).toBe(true);
        const left = reason.slice(shown.length);
        const next = [...left][0] ?? '';
        expect(Buffer.byteLength(shown + next) > 123 || left === '').toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test('that breaks has the code after which clients reconnect', async () => {
    const { connection, client } = await connected();
    connection.break();
    expect(await closeOf(client)).toEqual([1012, 'The process drains.']);
  });

  test('closes for a token only after what is being sent', async () => {
    const { connection, client } = await connected();
    const messages: string[] = [];
    client.on('message', (data) => messages.push(String(data)));
    const closed = closeOf(client);
    connection.closeUnauthenticated();
    connection.send('last');
    expect(await closed).toEqual([4403, 'UNAUTHENTICATED']);
    expect(messages).toEqual(['last']);
  });

  test('reads nothing more while its client reads nothing, and goes on when it does', async () => {
    const { connection, client } = await connected();
    let [heard, drained] = [0, 0];
    connection.onMessage(async () => {
      heard += 1;
    });
    connection.listen({
      onDrain() {
        drained += 1;
      },
    });
    client.pause();
    const large = 'x'.repeat(1 << 20);
    // More than the operating system holds for a client that reads nothing.
    for (let sent = 0; sent < 32; sent += 1) expect(connection.send(large)).toBe(false);
    client.send('{}');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([heard, drained]).toEqual([0, 0]);
    client.resume();
    await expect.poll(() => heard).toBe(1);
    expect(drained).toBeGreaterThan(0);
  });

  test('ends one whose client has not answered a ping by the next', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { connection, client } = await connected();
    let isClosed = false;
    connection.listen({
      onClose() {
        isClosed = true;
      },
    });
    for (let answered = 0; answered < 3; answered += 1) {
      const answer = once(connection.socket, 'data');
      vi.advanceTimersByTime(PING_MS);
      await answer;
      await new Promise(setImmediate);
    }
    client.pause();
    vi.advanceTimersByTime(PING_MS);
    expect(isClosed).toBe(false);
    vi.advanceTimersByTime(PING_MS);
    await expect.poll(() => isClosed).toBe(true);
  });
});

describe('Listeners of a WebSocket', () => {
  test('hear its end once, unless they were removed', async () => {
    const { connection, client } = await connected();
    const heard: string[] = [];
    const remove = connection.listen({ onClose: () => heard.push('removed') });
    connection.listen({ onClose: () => heard.push('first') });
    connection.listen({ onClose: () => heard.push('second') });
    remove();
    client.terminate();
    await expect.poll(() => heard).toEqual(['first', 'second']);
  });

  test('that come too late hear it, too', async () => {
    const { connection, client } = await connected();
    const closed = new Promise<void>((resolve) => connection.listen({ onClose: resolve }));
    client.terminate();
    await closed;
    await new Promise<void>((resolve) => connection.listen({ onClose: resolve }));
    expect(connection.send('late')).toBe(false);
  });
});
