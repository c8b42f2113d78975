import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, type Running, runGateway } from '../../support/process.ts';

let gateway: Running & { readonly url: string };
beforeAll(async () => {
  gateway = await runGateway();
});
afterAll(() => {
  gateway.child.kill('SIGKILL');
});

const QUERY = '{ fleets(first: 1) { nodes { name } } }';

/** Sends a body in pieces, so that its length is not known in advance. */
function send(pieces: readonly string[]): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
    const sent = request(gateway.url, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    for (const piece of pieces) sent.write(piece);
    sent.end();
  });
}

test('A body is read completely, in any chunks', async () => {
  const body = JSON.stringify({ query: QUERY });
  expect(await send([...body])).toBe(200);
  expect(await send([JSON.stringify({ query: QUERY, variables: { word: 'zoë 😀'.repeat(9_000) } })])).toBe(200);
});

test('A body above a mebibyte is rejected with 413, with or without content-length, and the next request is answered', async () => {
  const large = JSON.stringify({ query: QUERY, variables: { filler: 'x'.repeat(1024 * 1024) } });
  const known = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: large,
  });
  expect(known.status).toBe(413);
  expect(await send([large.slice(0, 600_000), large.slice(600_000)])).toBe(413);
  expect(await ask(gateway.url, QUERY)).toHaveProperty('data.fleets.nodes.length', 1);
});

test('A client that disconnects within its body does not affect others', async () => {
  const { port } = new URL(gateway.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"query"',
  );
  // Once a request that came later is answered, half of this one has been read.
  await ask(gateway.url, QUERY);
  socket.destroy();
  expect(await ask(gateway.url, QUERY)).toHaveProperty('data.fleets.nodes.length', 1);
});

test('Invalid JSON is rejected with 400, another content type with 415', async () => {
  expect(await send(['{'])).toBe(400);
  expect(await send(['null'])).toBe(400);
  const text = await fetch(gateway.url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: QUERY });
  expect(text.status).toBe(415);
});
