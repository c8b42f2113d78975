import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ATTACKS } from '../../bench/hostile/attacks.ts';
import { eventLoopCounts } from '../../src/paging/event-loop.ts';
import { routerSchema } from '../../src/schema/router-schema.ts';
import { type Listening, listen } from '../../src/server/http/listen.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { startHostileStage } from '../support/hostile-stage.ts';
import { openRaw } from '../support/raw-connection.ts';
import { workPerTurn } from '../support/turn-meter.ts';
import { buildWorld } from '../support/world.ts';

/**
 * Executed functions and blocks between two turns of the event loop, in which `/health` and other clients wait: less than a
 * tenth of a second. A document of 190 fields takes 100,000, a page of 200 sessions with 60 fields each 400,000.
 */
const MAX_WORK = 1_000_000;
const TIMEOUT = 300_000;

/** Attacks by what they ask; those that only repeat others, wait, or need a reader of the log take too long here. */
const COUNTED = /8 deep|^`_entities`|the same page|267 kB|24 times|4,900 targets|rejects without|million/;

// As the process does before it is ready.
beforeAll(() => void routerSchema());

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

describe('Other requests get their turn of the event loop under the attacks of `npm run hostile`', () => {
  test.each(
    ATTACKS.filter(({ what }) => COUNTED.test(what)).map((attack) => [attack.line, attack.what, attack] as const),
  )('%s: %s', { timeout: TIMEOUT }, async (_line, _what, attack) => {
    const stage = await startHostileStage(attack);
    await stage.ask('{ fleet(name: "Design-Fleet") { name state } }');
    const { most, where } = await workPerTurn(() => attack.run(stage));
    expect(most, where.join('\n')).toBeLessThan(MAX_WORK);
    expect(stage.outcomes.get('INTERNAL_SERVER_ERROR')).toBeUndefined();
  });
});

describe('Other requests get their turn of the event loop when many requests become ready at once:', () => {
  async function start(delay = 0): Promise<{ gateway: TestGateway; listening: Listening }> {
    const gateway = await startGateway({ world: buildWorld().fleet('design').ssmSessions({ count: 250 }).world });
    const listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
    onTestFinished(async () => {
      await listening.drain({ answerMs: 0 });
      await gateway.close();
    });
    await gateway.query('{ fleets { nodes { name } } }');
    if (delay > 0) gateway.emulator.faults.push({ operation: 'DescribeSessions', kind: 'delay', delay });
    return { gateway, listening };
  }

  /** Sends requests up to their last byte, and all last bytes together. */
  async function lastBytesAtOnce({ url }: Listening, requests: readonly string[]): Promise<readonly string[]> {
    const connections = requests.map((request) => ({ request, connection: openRaw(url) }));
    for (const { request, connection } of connections) connection.socket.write(request.slice(0, -1));
    // Everything has been read once this is answered.
    await fetch(`${url}/health`);
    for (const { request, connection } of connections) connection.socket.write(request.slice(-1));
    return Promise.all(connections.map(({ connection }) => connection.closed));
  }

  const post = (body: object, headers = '') => {
    const text = JSON.stringify(body);
    const head = 'POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n';
    return `${head}${headers}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
  };
  const distinct = (index: number) =>
    `{ fleets(first: 1) { nodes { ${times(190, (field) => `a${index}x${field}: name`)} } } }`;
  const get = (index: number) =>
    `GET /graphql?query=${encodeURIComponent(distinct(index).slice(0, 1_200))} HTTP/1.1\r\nhost: x\r\nconnection: close\r\naccept: application/json\r\n\r\n`;

  test.each([
    ['distinct documents', (index: number) => post({ query: distinct(index) })],
    [
      'distinct documents, by Yoga',
      (index: number) => post({ query: distinct(index) }, 'accept: application/json;q=0.9\r\n'),
    ],
    [
      'distinct documents, as events',
      (index: number) => post({ query: distinct(index) }, 'accept: text/event-stream\r\n'),
    ],
    ['distinct documents in the query string', get],
    [
      'variables of 300 kB',
      (index: number) =>
        post({ query: `query ($x: String) { a${index}: __typename }`, variables: { x: 'x'.repeat(300_000) } }),
    ],
    [
      'thousands of values as variables',
      (index: number) =>
        post({ query: `{ a${index}: __typename }`, variables: { x: Array.from({ length: 4_000 }, () => 'x') } }),
    ],
  ])('the last bytes of sixty requests, with %s', { timeout: TIMEOUT }, async (_title, requestOf) => {
    const { listening } = await start();
    const requests = Array.from({ length: 60 }, (_, index) => requestOf(index));
    const { most, total, where } = await workPerTurn(async () => {
      const answers = await lastBytesAtOnce(listening, requests);
      expect(answers.filter((answer) => !/^HTTP\/1.1 (?:200|400)/.test(answer))).toEqual([]);
    });
    expect(most, where.join('\n')).toBeLessThan(Math.min(MAX_WORK, total / 3));
  });

  const wide = (index: number) =>
    `{ ssmSessions(first: 200) { nodes { ${times(60, (field) => `a${index}x${field}: id`)} } } }`;

  test('twenty requests that wait for one AWS call', { timeout: TIMEOUT }, async () => {
    const { gateway } = await start(1_000);
    const { most, where } = await workPerTurn(() =>
      Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const { data } = await gateway.query(wide(index));
          expect(data.ssmSessions.nodes).toHaveLength(200);
        }),
      ),
    );
    expect(gateway.emulator.count('DescribeSessions')).toBeLessThan(3);
    expect(most, where.join('\n')).toBeLessThan(MAX_WORK);
  });

  test('twenty requests that join one execution, each of which is serialized', async () => {
    const { gateway } = await start(200);
    const turns = await Promise.all(
      Array.from({ length: 20 }, async () => {
        expect((await gateway.query(wide(0))).errors).toBeUndefined();
        return eventLoopCounts.turns;
      }),
    );
    expect(new Set(turns).size).toBeGreaterThan(15);
  });
});
