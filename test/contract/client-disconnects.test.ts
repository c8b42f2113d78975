import { type ClientRequest, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Listening, listen } from '../../src/server/http/listen.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

/** One page of AWS after the other, each of which takes a while. */
const ALL = 'fleets { nodes { sessions(first: 200) { nodes { id } } } }';
const HASH = 'b'.repeat(64);

/** Calls of a query whose client stays. */
let whole = 0;
let gateway: TestGateway;
let listening: Listening;
beforeEach(async () => {
  const world = buildWorld().fleets(30).stack('Design');
  for (let index = 1; index <= 30; index += 1) world.associate('Design', `fleet-${index}`);
  const persisted = { documents: new Map([[HASH, `query Mutation { ${ALL} }`]]), only: false };
  gateway = await startGateway({ world: world.world, cacheTtlMs: 0, persisted });
  if (whole === 0) {
    await gateway.query(`{ ${ALL} }`);
    whole = gateway.calls().length;
    gateway.emulator.clearCalls();
  }
  gateway.emulator.faults.push({ service: 'appstream', kind: 'delay', delay: 60 });
  listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  await listening.drain();
  await gateway.close();
});

const NEGOTIATED = 'application/graphql-response+json, application/json;q=0.9';

function post(params: object, headers: Record<string, string> = {}): ClientRequest {
  const type = { 'content-type': 'application/json' };
  const body = JSON.stringify(params);
  const length = headers['transfer-encoding'] ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const sent = request(`${listening.url}/graphql`, { method: 'POST', headers: { ...type, ...length, ...headers } });
  sent.end(body);
  return sent;
}

const get = (search: Record<string, string>) => {
  const sent = request(`${listening.url}/graphql?${new URLSearchParams(search)}`);
  sent.end();
  return sent;
};

const WAYS: Record<string, () => ClientRequest> = {
  'the fast path': () => post({ query: `{ ${ALL} }` }),
  'the fast path, with the word mutation in a comment': () => post({ query: `# a mutation\n{ ${ALL} }` }),
  'the fast path, with the word mutation in its name': () => post({ query: `query mutation { ${ALL} }` }),
  'the fast path, with the word mutation in a text': () =>
    post({ query: `{ ${ALL} fleet(name: "mutation") { name } }` }),
  'the fast path, a mutation beside it': () =>
    post({
      query: `query Q { ${ALL} } mutation M { stopFleet(input: { name: "x" }) { userErrors { code } } }`,
      operationName: 'Q',
    }),
  'the fast path, by a hash': () => post({ extensions: { persistedQuery: { version: 1, sha256Hash: HASH } } }),
  'Yoga, an accept header to negotiate': () => post({ query: `query mutation { ${ALL} }` }, { accept: NEGOTIATED }),
  'Yoga, a body in chunks': () => post({ query: `query mutation { ${ALL} }` }, { 'transfer-encoding': 'chunked' }),
  'Yoga, a GET': () => get({ query: `query mutation { ${ALL} }` }),
  'Yoga, a GET by a hash': () => get({ documentId: HASH }),
};

describe('A disconnecting client cancels its remaining AWS calls', () => {
  test.each(Object.entries(WAYS))('by way of %s', async (_way, send) => {
    const sent = send();
    sent.on('error', () => {});
    await expect.poll(() => gateway.calls().length).toBeGreaterThan(1);
    sent.destroy();
    await expect.poll(() => gateway.log.filter(({ msg }) => msg === 'request').length).toBeGreaterThan(0);
    // What was on its way when it left has been asked; nothing else is.
    let asked = 0;
    while (asked !== gateway.calls().length) {
      asked = gateway.calls().length;
      await sleep(300);
    }
    expect(asked).toBeLessThan(whole / 2);
  });
});

test('A started change completes after the client disconnects', async () => {
  gateway.emulator.faults.push({ service: 'appstream', operation: 'StopFleet', kind: 'delay', delay: 100 });
  const sent = post({ query: 'mutation { stopFleet(input: { name: "fleet-1" }) { userErrors { code } } }' });
  sent.on('error', () => {});
  await expect.poll(() => gateway.emulator.count('StopFleet')).toBe(1);
  sent.destroy();
  await expect.poll(() => gateway.audit.map(({ phase }) => phase)).toEqual(['intent', 'result']);
  expect(gateway.audit[1]).toMatchObject({ outcome: 'done' });
  expect(gateway.emulator.count('StopFleet')).toBe(1);
});
