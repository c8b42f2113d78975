import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Listening, listen } from '../../src/server/http/listen.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { HOSTILE } from '../support/hostile-requests.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
let listening: Listening;
beforeAll(async () => {
  gateway = await startGateway({ world: buildWorld().fleet('design').world });
  listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
  // GetCallerIdentity is called once per process.
  await ask({ query: '{ fleets { nodes { name } } }' });
});
beforeEach(() => gateway.emulator.clearCalls());
afterAll(async () => {
  await listening.drain();
  await gateway.close();
});

const ACCEPT = 'application/graphql-response+json';

function send(body: string | Buffer, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const all = { 'content-type': 'application/json', accept: ACCEPT, ...headers };
  return fetch(`${listening.url}/graphql`, { method: 'POST', headers: all, body: body as BodyInit });
}

const ask = async (params: object) => (await send(JSON.stringify(params))).json();

/** Of what is measured the least counts: the collector of garbage works beside it. Each is a request that was not seen before. */
const ATTEMPTS = 5;
/** Bound on the processor time of a rejected request, in honest requests; today none takes two. */
const FACTOR = 10;

/** An honest request: 150 aliases of four fields each, of what is cached. */
const honest = (nonce: string) =>
  JSON.stringify({
    query: `{ ${Array.from({ length: 150 }, (_, index) => `f${nonce}x${index}: fleet(name: "design") { id arn name state }`).join(' ')} }`,
  });

/** The least processor time that it takes, in microseconds: of this process, where client, gateway and emulator are. */
async function costOf(task: (nonce: string) => Promise<unknown>): Promise<number> {
  const costs: number[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = process.cpuUsage();
    await task(`${attempt}`);
    const { user, system } = process.cpuUsage(before);
    costs.push(user + system);
  }
  return Math.min(...costs);
}

let reference: number;
beforeAll(async () => {
  reference = await costOf(async (nonce) => expect((await send(honest(nonce))).status).toBe(200));
});

/** A rejection may repeat a document, and not much more. */
const MAX_ANSWER = 110_000;

test.each(Object.entries(HOSTILE))(
  '%s: rejected within ten times the processor time of an ordinary request, without an AWS call, and the next query is answered',
  async (_title, hostile) => {
    const cost = await costOf(async (nonce) => {
      const { body, headers, status = 400, code = 'BAD_USER_INPUT' } = hostile(nonce);
      const response = await send(body, headers);
      const text = await response.text();
      expect(text.length).toBeLessThan(MAX_ANSWER);
      expect([response.status, codesOf(text)]).toEqual([status, code]);
    });
    expect(cost).toBeLessThan(FACTOR * reference);
    expect(gateway.emulator.calls).toEqual([]);
    expect(await ask({ query: '{ fleet(name: "design") { name } }' })).toEqual({ data: { fleet: { name: 'design' } } });
  },
);

/** The one code of all errors. */
function codesOf(text: string): string {
  const { errors } = JSON.parse(text) as { errors: { extensions: { code: string } }[] };
  return [...new Set(errors.map(({ extensions }) => extensions.code))].join();
}
