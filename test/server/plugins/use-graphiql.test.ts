import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { eventLoopCounts } from '../../../src/paging/event-loop.ts';
import { type Listening, listen } from '../../../src/server/http/listen.ts';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { openRaw, sendRaw } from '../../support/raw-connection.ts';

let gateway: TestGateway;
let listening: Listening;
beforeAll(async () => {
  gateway = await startGateway();
  listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await listening.drain();
  await gateway.close();
});

async function open(headers: Record<string, string> = {}) {
  const lines = Object.entries({ accept: 'text/html', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const answer = await sendRaw(
    listening.url,
    `GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${lines.join('')}\r\n`,
  );
  const end = answer.indexOf('\r\n\r\n');
  const head = answer.slice(0, end);
  return {
    status: Number(head.split(' ')[1]),
    header: (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim(),
    body: Buffer.from(answer.slice(end + 4), 'latin1'),
  };
}

describe('The page of GraphiQL', () => {
  test.each([
    ['br, gzip', 'br'],
    ['gzip, deflate, br;q=0', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['deflate', undefined],
    ['br;q=0, gzip;q=0.000', undefined],
    ['', undefined],
  ])('with Accept-Encoding "%s" is sent as %s, and is the same page', async (accepted, encoding) => {
    const { header, body } = await open({ 'accept-encoding': accepted });
    expect(header('content-encoding')).toBe(encoding);
    expect(header('vary')).toMatch(/accept-encoding/i);
    expect(header('content-length')).toBe(String(body.length));
    const page = encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body;
    expect(page.equals((await open()).body)).toBe(true);
    expect(body.length).toBeLessThan(encoding ? 3_000_000 : 10_000_000);
  });

  test('is not sent again to a client that has it in this encoding', async () => {
    const etag = (await open({ 'accept-encoding': 'br' })).header('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]+"$/);
    const known = await open({ 'accept-encoding': 'br', 'if-none-match': `"other", W/${etag}` });
    expect([known.status, known.body.length, known.header('etag')]).toEqual([304, 0, etag]);
    expect((await open({ 'accept-encoding': 'gzip', 'if-none-match': etag })).status).toBe(200);
    expect((await open({ 'accept-encoding': 'br', 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('allows its own script by hash, its own workers, requests to the gateway only, and no frame', async () => {
    const { body, header } = await open();
    const page = body.toString();
    const scripts = page.slice(page.indexOf('<script>') + 8, page.lastIndexOf('</script>'));
    const hash = createHash('sha256').update(scripts).digest('base64');
    const policy = Object.fromEntries(
      (header('content-security-policy') ?? '')
        .split('; ')
        .map((part) => [part.split(' ')[0], part.split(' ').slice(1)]),
    );
    expect(policy).toMatchObject({
      'default-src': ["'none'"],
      'script-src': [`'sha256-${hash}'`],
      'connect-src': ["'self'"],
      'frame-ancestors': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
    });
    expect(header('x-frame-options')).toBe('DENY');
    expect(header('x-content-type-options')).toBe('nosniff');
  });

  test('is sent to those that wait for it in turns of the event loop, a few in each', async () => {
    const fresh = await startGateway();
    onTestFinished(() => fresh.close());
    const turns = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const { status } = await fresh.fetch('/graphql', { headers: { accept: 'text/html' } });
        expect(status).toBe(200);
        return eventLoopCounts.turns;
      }),
    );
    expect(new Set(turns).size).toBeGreaterThan(8);
  });

  test('is one buffer for any number of clients that do not read', async () => {
    await open();
    const before = process.memoryUsage();
    const readers = Array.from({ length: 60 }, () => openRaw(listening.url));
    for (const { socket } of readers) {
      socket.pause();
      socket.write('GET /graphql HTTP/1.1\r\nhost: x\r\naccept: text/html\r\n\r\n');
    }
    // Each of them has had what a socket holds.
    while (readers.some(({ socket }) => socket.bytesRead === 0)) await sleep(10);
    await sleep(100);
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(60 * 1_000_000);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(60 * 1_000_000);
    for (const { socket } of readers) socket.destroy();
  });
});
