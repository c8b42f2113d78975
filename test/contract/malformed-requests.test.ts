import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Listening, listen } from '../../src/server/http/listen.ts';
import { oddText, oddValue } from '../support/fuzz.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

const HASH = 'a'.repeat(64);
const FLEETS = 'query Fleets($first: Int) { fleets(first: $first) { nodes { name } } }';

interface Served {
  readonly gateway: TestGateway;
  readonly listening: Listening;
}
let plain: Served;
let persisted: Served;
beforeAll(async () => {
  const serve = async (gateway: TestGateway) => {
    return { gateway, listening: await listen(gateway.handler, { port: 0, host: '127.0.0.1' }) };
  };
  const { world } = buildWorld().fleets(2);
  plain = await serve(await startGateway({ world }));
  const documents = new Map([[HASH, FLEETS]]);
  persisted = await serve(await startGateway({ world, persisted: { documents, only: false } }));
});
afterAll(async () => {
  for (const { listening, gateway } of [plain, persisted]) {
    await listening.drain();
    await gateway.close();
  }
});
/** Nothing that a client sends is an error of the gateway's: the alert for those stays silent. */
afterEach(() => {
  for (const { gateway } of [plain, persisted]) {
    const lines = (gateway.log as Record<string, unknown>[]).splice(0);
    expect(lines.filter(({ level }) => level === 'error' || level === 'fatal' || level === 'warn')).toEqual([]);
  }
});

const FAST = 'application/graphql-response+json';
/** Requests that need content negotiation fall back to Yoga. */
const YOGA = 'application/graphql-response+json, application/json;q=0.9';

type Send = (body: string | Buffer, params?: unknown) => Promise<Response>;
const post =
  (served: () => Served, accept: string): Send =>
  (body) =>
    fetch(`${served().listening.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: body as string,
    });

/** The same members as parameters of a URL. */
const get: Send = (_body, params) => {
  const given = typeof params === 'object' && params !== null ? Object.entries(params) : [];
  const search = new URLSearchParams(
    given.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  return fetch(`${plain.listening.url}/graphql?${search}`, { headers: { accept: FAST } });
};

const WAYS: Record<string, Send> = {
  'the fast path': post(() => plain, FAST),
  'Yoga by POST': post(() => plain, YOGA),
  'Yoga by GET': get,
  'persisted operations': post(() => persisted, FAST),
  'persisted operations by Yoga': post(() => persisted, YOGA),
};

/** An answer that is data, or an error of the client's. */
async function check(response: Response): Promise<void> {
  const text = await response.text();
  expect(text).not.toContain('INTERNAL_SERVER_ERROR');
  expect(response.status, text).toBeLessThan(500);
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: { extensions: { code: string } }[] };
  if (data === undefined) {
    expect(response.status, text).toBeGreaterThanOrEqual(400);
    for (const { extensions } of errors ?? []) expect(extensions.code).toMatch(/^[A-Z_]+$/);
  }
}

const anything = fc.oneof(oddValue, oddText, fc.jsonValue({ maxDepth: 2 }));
const documents = fc.constantFrom(
  FLEETS,
  '{ __typename }',
  'query A { __typename } query B { __typename }',
  '{ fleets',
);
const hashes = fc.record(
  { version: anything, sha256Hash: fc.oneof(fc.constant(HASH), anything) },
  { requiredKeys: [] },
);
const members = {
  query: fc.oneof(documents, anything),
  variables: fc.oneof(anything, fc.dictionary(fc.constantFrom('first', '__proto__', 'constructor'), anything)),
  operationName: fc.oneof(fc.constantFrom('Fleets', 'A', ''), anything),
  extensions: fc.oneof(anything, fc.record({ persistedQuery: fc.oneof(hashes, anything) })),
};
const oddMembers = fc.record(
  { ...members, id: anything, doc_id: anything, documentId: anything, other: anything },
  { requiredKeys: [] },
);
const oddParams = fc.oneof(
  { arbitrary: fc.record(members, { requiredKeys: [] }), weight: 6 },
  { arbitrary: oddMembers, weight: 2 },
  anything,
  fc.array(fc.record(members, { requiredKeys: [] }), { maxLength: 3 }),
);

describe('No JSON of a client causes an internal error', () => {
  test.each(Object.entries(WAYS))('by way of %s', async (_way, send) => {
    const property = fc.asyncProperty(oddParams, async (params) => check(await send(JSON.stringify(params), params)));
    await fc.assert(property, { numRuns: 300, interruptAfterTimeLimit: 4_000 });
  });
});

const BODIES: Record<string, string | Buffer> = {
  nothing: '',
  'an empty query': '{"query":""}',
  'a query of white space': '{"query":" \\n,\\ufeff"}',
  'a comment': '{"query":"# nothing"}',
  'null as a query': '{"query":null}',
  'a query that cannot become a text': '{"query":{"toString":1,"valueOf":1}}',
  'a list as a query': '{"query":["{ __typename }"]}',
  'variables as a text': '{"query":"{ __typename }","variables":"{}"}',
  'variables as a list': '{"query":"{ __typename }","variables":[]}',
  'extensions as a list': '{"query":"{ __typename }","extensions":[]}',
  'a name that is a number': '{"query":"{ __typename }","operationName":7}',
  'another member': '{"query":"{ __typename }","other":1}',
  'a member named __proto__': '{"query":"{ __typename }","__proto__":{"variables":1}}',
  'a name of all objects': '{"query":"query ($__proto__: Int) { __typename }","variables":{"__proto__":1}}',
  'a list': '[]',
  'a list of requests': '[{"query":"{ __typename }"}]',
  'a list of null': '[null]',
  null: 'null',
  'a number': '7',
  'a text': '"{ __typename }"',
  'half of an object': '{"query":"{ __typename }"',
  'two objects': '{"query":"{ __typename }"}{}',
  'bytes that are no UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
  'UTF-16': Buffer.from('{"query":"{ __typename }"}', 'utf16le'),
  'a lone surrogate': '{"query":"{ fleet(name: \\"\\ud800\\") { name } }"}',
  'a byte order mark': '\ufeff{"query":"{ __typename }"}',
  gzip: gzipSync('{"query":"{ __typename }"}'),
};

describe.each(Object.entries(WAYS).filter(([, send]) => send !== get))('By way of %s', (_way, send) => {
  test.each(Object.entries(BODIES))('a body that is %s is BAD_USER_INPUT, and 4xx', async (_title, body) => {
    const response = await send(body);
    const text = await response.text();
    const isAnswered = /a lone surrogate|a member named|a name of all/.test(_title);
    if (isAnswered && response.status === 200) return expect(text).not.toContain('INTERNAL_SERVER_ERROR');
    expect(response.status, text).toBeGreaterThanOrEqual(400);
    expect(response.status, text).toBeLessThan(500);
    expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});

test('The same by GET', async () => {
  for (const search of [
    '',
    'query=',
    'query=%20',
    'query={__typename}&variables=[]',
    'query={__typename}&variables={',
  ]) {
    const response = await fetch(`${plain.listening.url}/graphql?${search}`, { headers: { accept: FAST } });
    expect([search, response.status]).toEqual([search, 400]);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  }
});

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\n';
const JSON_TYPE = 'content-type: application/json\r\n';
const BODY = '{"query":"{ __typename }"}';

/** Uploads that break, as bytes on the wire. */
const UPLOADS: Record<string, string | Buffer> = {
  'a body that ends too early': `${HEAD}${JSON_TYPE}content-length: 99\r\n\r\n{"query"`,
  'a chunk that ends too early': `${HEAD}${JSON_TYPE}transfer-encoding: chunked\r\n\r\n20\r\n{"query"`,
  'a chunk of no length': `${HEAD}${JSON_TYPE}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
  'a chunk longer than it says': `${HEAD}${JSON_TYPE}transfer-encoding: chunked\r\n\r\n2\r\n{"query":1}\r\n0\r\n\r\n`,
  'chunks with an odd accept': `${HEAD}accept: ${YOGA}\r\n${JSON_TYPE}transfer-encoding: chunked\r\n\r\n20\r\n{"q`,
  'a negotiated body that ends too early': `${HEAD}accept: ${YOGA}\r\n${JSON_TYPE}content-length: 99\r\n\r\n{"query"`,
  'a length that is no number': `${HEAD}${JSON_TYPE}content-length: ten\r\n\r\n${BODY}`,
  'a length below 0': `${HEAD}${JSON_TYPE}content-length: -1\r\n\r\n${BODY}`,
  'two lengths': `${HEAD}${JSON_TYPE}content-length: 26\r\ncontent-length: 2\r\n\r\n${BODY}`,
  'an unknown coding': `${HEAD}${JSON_TYPE}content-encoding: bogus\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`,
  'gzip that is none': `${HEAD}${JSON_TYPE}content-encoding: gzip\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`,
  'deflate that is none': `${HEAD}${JSON_TYPE}content-encoding: deflate\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`,
  'a type that is none': `${HEAD}content-type: ;;;\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`,
  'a form': `${HEAD}content-type: application/x-www-form-urlencoded\r\ncontent-length: 5\r\n\r\n%%%%%`,
  'a part of a form': `${HEAD}content-type: multipart/form-data; boundary=x\r\ncontent-length: 5\r\n\r\n--x\r\n`,
  'an accept that is none': `${HEAD}accept: ;;;,,,\r\n${JSON_TYPE}content-length: ${BODY.length}\r\n\r\n${BODY}`,
  'an expectation': `${HEAD}expect: miracles\r\n${JSON_TYPE}content-length: ${BODY.length}\r\n\r\n${BODY}`,
};

/** Sends bytes, ends or resets, and reads what comes: its status, or null for none. */
function upload(port: number, bytes: string | Buffer, isReset: boolean): Promise<number | null> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer === '' ? null : Number(answer.split(' ')[1])));
    socket.write(bytes, () => setTimeout(() => (isReset ? socket.resetAndDestroy() : socket.end()), 30));
  });
}

test.each(Object.entries(UPLOADS))('%s is no internal error', async (_title, bytes) => {
  for (const { listening, gateway } of [plain, persisted]) {
    const port = Number(new URL(listening.url).port);
    for (const isReset of [false, true]) {
      const status = await upload(port, bytes, isReset);
      if (status !== null) expect(status).toBeLessThan(500);
    }
    expect(JSON.stringify(gateway.log)).not.toContain('INTERNAL_SERVER_ERROR');
    expect(await (await post(() => ({ gateway, listening }), FAST)(BODY)).json()).toEqual({
      data: { __typename: 'Query' },
    });
  }
});

describe('An `accept` header that nothing satisfies', () => {
  const send = (accept: string, query = '{ __typename }') =>
    fetch(`${plain.listening.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query }),
    });

  test.each([
    ['one type', 'image/png'],
    ['two thousand types', 'a/b,'.repeat(2_000)],
    ['types with parameters', 'a/b;q=0.1;x="y,z", c/d'.repeat(100)],
    ['JSON in another charset', 'application/json; charset=utf-16'],
    ['a star', '*'],
    ['a stream without end', 'application/x-ndjson'],
  ])('of %s is answered with 406 and each type that is served, and nothing is executed', async (_title, accept) => {
    plain.gateway.emulator.clearCalls();
    for (const query of [
      '{ fleets { nodes { name } } }',
      'mutation { stopFleet(input: { name: "fleet-1" }) { fleet { state } } }',
    ]) {
      const response = await send(accept, query);
      expect(response.status).toBe(406);
      expect(response.headers.get('accept')).toBe(
        'application/graphql-response+json, application/json, multipart/mixed, text/event-stream',
      );
    }
    expect(plain.gateway.calls()).toEqual([]);
  });

  test('is one that names no type that is served: any other is answered', async () => {
    const part = fc.constantFrom(
      'a/b',
      '*/*',
      'application/*',
      'text/*',
      'image/*',
      '*/json',
      'application/JSON',
      'multipart/mixed',
      'text/event-stream',
      'text/html',
      '*',
      '',
      ';',
      '/',
    );
    const params = fc.constantFrom('', ';q=0', '; charset=utf-8', ';charset=utf-16', ';deferSpec=20220824', ' ; q=1');
    const types = fc.array(
      fc
        .tuple(part, params)
        // A stream is UTF-8, whatever charset is asked for.
        .filter(([type, more]) => !/^(?:multipart|text\/event)/.test(type) || !more.includes('utf-16'))
        .map(([type, more]) => type + more),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(
        types.map((each) => each.join(', ')),
        async (accept) => {
          const { status } = await send(accept);
          const served =
            /(?:^|[\s,])(?:\*|application|multipart|text)\/(?:\*|json|mixed|event-stream)(?!\s*;\s*charset=utf-16)(?=[\s,;]|$)/i;
          expect(status, accept).toBe(accept.trim() === '' || served.test(accept) ? 200 : 406);
        },
      ),
      { numRuns: 200 },
    );
  });
});
