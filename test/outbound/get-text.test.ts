import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { getText } from '../../src/outbound/get-text.ts';
import { createAgents } from '../../src/outbound/proxies.ts';

const LIMITS = { maxBytes: 1_000, maxMs: 30_000 };

async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`);
}

function agents() {
  const created = createAgents();
  onTestFinished(() => created.close());
  return created;
}

const get = (url: URL, limits = LIMITS) => getText(url, agents(), limits);

describe('The text under a URL', () => {
  test('is asked for as JSON, and is read whole, in whatever pieces it comes', async () => {
    const asked: (string | undefined)[] = [];
    const url = await serve(({ url: path, headers }, response) => {
      asked.push(path, headers.accept);
      for (const piece of Buffer.from('äöü€😀')) response.write(Buffer.of(piece));
      response.end();
    });
    expect(await get(url)).toBe('äöü€😀');
    expect(asked).toEqual(['/keys', 'application/json']);
  });

  test.each([201, 204, 301, 302, 304, 401, 404, 429, 500, 503])(
    'is rejected with status %i, and no redirect is followed',
    async (status) => {
      let requests = 0;
      const url = await serve((_, response) => {
        requests += 1;
        response.writeHead(status, { location: '/other' }).end(status === 204 || status === 304 ? undefined : 'secret');
      });
      await expect(get(url)).rejects.toThrow(`It answered with status ${status}`);
      expect(requests).toBe(1);
    },
  );

  test.each([
    [
      'declares',
      (): RequestListener => (_, response) => response.writeHead(200, { 'content-length': 1_001 }).write('x'),
    ],
    ['sends', (): RequestListener => (_, response) => void response.write('x'.repeat(1_001))],
  ])('is not read any further where a server %s more than is allowed', async (_title, listener) => {
    const closed = Promise.withResolvers<void>();
    const url = await serve((request, response) => {
      request.socket.once('close', () => closed.resolve());
      listener()(request, response);
    });
    await expect(get(url)).rejects.toMatchObject({ name: 'BodyError', fault: 'TOO_LARGE' });
    await closed.promise;
  });

  test('may have just as many bytes as are allowed', async () => {
    expect(await get(await serve((_, response) => response.end('x'.repeat(1_000))))).toHaveLength(1_000);
  });

  test.each([
    ['does not answer', (): RequestListener => () => {}],
    ['does not end its answer', (): RequestListener => (_, response) => void response.write('{')],
  ])('is given up where a server %s', async (_title, listener) => {
    const limits = { ...LIMITS, maxMs: 50 };
    await expect(get(await serve(listener()), limits)).rejects.toMatchObject({ fault: 'TOO_SLOW' });
  });

  test('is an error where the connection breaks, before the answer or within it', async () => {
    const before = await serve(({ socket }) => void socket.destroy());
    await expect(get(before)).rejects.toMatchObject({ code: 'ECONNRESET' });
    const within = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('12345', () => response.destroy());
    });
    await expect(get(within)).rejects.toThrow();
    const closed = new URL(before);
    closed.port = '1';
    await expect(get(closed)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
