import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BodyError, readBody } from '../../src/outbound/read-body.ts';

const MIB = 1024 * 1024;

async function startServer(answer: (response: ServerResponse) => void) {
  const server = createServer((_request, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return () =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get({ host: '127.0.0.1', port, agent: false }, resolve).on('error', reject);
    });
}

const faultOf = (reading: Promise<unknown>) =>
  reading.then(
    () => 'read',
    (error: unknown) => (error instanceof BodyError ? error.fault : String(error)),
  );

describe('A body', () => {
  test('of exactly the limit is read, and one byte more is not', async () => {
    const open = await startServer((response) => response.write(Buffer.alloc(1_000)) && response.end());
    expect((await readBody(await open(), { maxBytes: 1_000, maxMs: 5_000 })).length).toBe(1_000);
    expect(await faultOf(readBody(await open(), { maxBytes: 999, maxMs: 5_000 }))).toBe('TOO_LARGE');
  });

  test('of a declared length over the limit is not begun', async () => {
    const open = await startServer((response) => response.writeHead(200, { 'content-length': 5_000 }).flushHeaders());
    expect(await faultOf(readBody(await open(), { maxBytes: 1_000, maxMs: 5_000 }))).toBe('TOO_LARGE');
  });

  test('that stays incomplete is given up', async () => {
    const open = await startServer((response) => response.write('x'));
    expect(await faultOf(readBody(await open(), { maxBytes: 1_000, maxMs: 50 }))).toBe('TOO_SLOW');
  });

  test('that breaks off is the error of its connection', async () => {
    const open = await startServer((response) => {
      response.writeHead(200, { 'content-length': 100 }).write('x');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await faultOf(readBody(await open(), { maxBytes: 1_000, maxMs: 5_000 }))).toMatch(/aborted/);
  });

  test('counts against what all of them may hold together, for as long as it is read', async () => {
    const held: ServerResponse[] = [];
    const open = await startServer((response) => {
      held.push(response);
      response.write(Buffer.alloc(3 * MIB));
    });
    const read = () => open().then((body) => faultOf(readBody(body, { maxBytes: 4 * MIB, maxMs: 20_000 })));
    const faults: string[] = [];
    const all = Array.from({ length: 26 }, () => read().then((fault) => faults.push(fault)));
    await expect.poll(() => faults).toContain('TOO_MANY');
    for (const response of held) response.end();
    await Promise.all(all);
    expect(faults.filter((fault) => fault === 'read').length).toBeGreaterThan(15);
    // And nothing is left over.
    const count = held.length;
    const again = read();
    await expect.poll(() => held.length).toBeGreaterThan(count);
    held.at(-1)?.end();
    expect(await again).toBe('read');
  });
});
