import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { streamsOn } from '../../../src/server/http/stream-sockets.ts';
import { MULTIPART, SSE } from '../../../src/server/streams/stream-format.ts';
import { httpSink, type StreamSink } from '../../../src/server/streams/stream-sink.ts';

/** One response over loopback: its sink, and the client's side. */
async function exchanged(format = SSE, status?: number) {
  const served = Promise.withResolvers<{ readonly sink: StreamSink; readonly response: ServerResponse }>();
  const server = createServer((_request, response) =>
    served.resolve({ sink: httpSink(response, format, status), response }),
  );
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const sent = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
  sent.on('error', () => {}).end();
  onTestFinished(() => {
    sent.destroy();
    server.closeAllConnections();
    server.close();
  });
  const { sink, response } = await served.promise;
  const [client] = (await once(sent, 'response')) as [IncomingMessage];
  return { sink, response, client, sent };
}

/** Reads a body to its end; `isWhole` is false if it was cut off. */
async function read(client: IncomingMessage): Promise<{ readonly text: string; readonly isWhole: boolean }> {
  let text = '';
  try {
    for await (const chunk of client.setEncoding('utf8')) text += chunk;
    return { text, isWhole: true };
  } catch {
    return { text, isWhole: false };
  }
}

describe('A stream over HTTP', () => {
  test('has the headers that keep proxies from buffering it, and begins at once', async () => {
    const { client } = await exchanged();
    expect([client.statusCode, client.headers]).toEqual([
      200,
      expect.objectContaining({
        'content-type': SSE.contentType,
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      }),
    ]);
    expect(String((await once(client, 'data'))[0])).toBe(SSE.begin);
  });

  test('counts the bytes that its client receives', async () => {
    const { sink, client } = await exchanged(MULTIPART);
    sink.next('{"data":"ü€😀"}');
    sink.ping();
    sink.complete();
    const { text, isWhole } = await read(client);
    expect([Buffer.byteLength(text), isWhole]).toEqual([sink.bytes, true]);
    expect(text).toContain('ü€😀');
  });

  test('is whole when it completes or fails, and cut off when it breaks: clients then reconnect', async () => {
    const [completed, failed, broken, cancelled] = [
      await exchanged(),
      await exchanged(),
      await exchanged(),
      await exchanged(),
    ];
    for (const { sink } of [completed, failed, broken, cancelled]) sink.next('1');
    completed.sink.complete();
    failed.sink.fail('[]', false);
    broken.sink.break();
    cancelled.sink.cancel();
    const bodies = await Promise.all([completed, failed, broken, cancelled].map(({ client }) => read(client)));
    expect(bodies.map(({ isWhole }) => isWhole)).toEqual([true, true, false, false]);
    expect(bodies[0]?.text.endsWith(SSE.end)).toBe(true);
    expect(bodies[1]?.text.endsWith(SSE.fail('[]'))).toBe(true);
  });

  test('writes nothing to a client that has gone, and says that it does not keep up', async () => {
    const { sink, response, sent } = await exchanged();
    sent.destroy();
    await once(response, 'close');
    const { bytes } = sink;
    expect(sink.next('late')).toBe(false);
    sink.complete();
    sink.break();
    expect(sink.bytes).toBe(bytes);
  });

  test('tells of the end of its connection, also if it is over already', async () => {
    const { sink, response, sent } = await exchanged();
    let closed = 0;
    const note = () => {
      closed += 1;
    };
    sink.onClose(note);
    sent.destroy();
    await once(response, 'close');
    expect(closed).toBe(1);
    sink.onClose(note);
    expect(closed).toBe(2);
  });

  test('waits for a client that reads nothing, sends it no keep-alive, and goes on when it reads', async () => {
    const { sink, client } = await exchanged();
    client.pause();
    const large = 'x'.repeat(1 << 20);
    // More than the operating system holds for a client that reads nothing.
    for (let written = 0; written < 32; written += 1) expect(sink.next(large)).toBe(false);
    const { bytes } = sink;
    sink.ping();
    expect(sink.bytes).toBe(bytes);
    const drained = new Promise<void>((resolve) => sink.onDrain(resolve));
    const reading = read(client);
    await drained;
    sink.complete();
    const { text, isWhole } = await reading;
    expect([text.split(large).length - 1, isWhole]).toEqual([32, true]);
  });

  test('marks its connection, which is then never idle, until it closes', async () => {
    const { sink, response } = await exchanged();
    const { socket } = response;
    if (!socket) throw new Error('no socket');
    expect(streamsOn(socket)).toBe(1);
    sink.break();
    await once(socket, 'close');
    expect(streamsOn(socket)).toBe(0);
  });
});
