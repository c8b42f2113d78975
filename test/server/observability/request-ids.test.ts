import { beforeEach, describe, expect, test } from 'vitest';
import { SLOW, startWired, type WiredGateway } from '../../support/http-gateway.ts';
import { buildWorld } from '../../support/world.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const TRACE_PARENT = `00-${TRACE_ID}-b7ad6b7169203331-01`;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

let gateway: WiredGateway;
beforeEach(async () => {
  gateway = await startWired({ world: buildWorld().fleet('design', { State: 'STOPPED' }).world });
});

const lines = (msg: string) => gateway.log.filter((line) => line.msg === msg);

describe.each([
  ['the fast path', {}],
  ['Yoga', SLOW],
])('The id of a request on %s', (_title, way) => {
  const idOf = async (headers: Record<string, string>) => {
    const answer = await gateway.post('{ __typename }', { ...headers, ...way });
    const id = answer.headers.get('x-request-id');
    expect(lines('request').at(-1)?.requestId).toBe(id);
    return id;
  };

  test('is the id of its trace', async () => {
    expect(await idOf({ traceparent: TRACE_PARENT, 'x-request-id': 'other' })).toBe(TRACE_ID);
    expect(await idOf({ traceparent: TRACE_PARENT.replace(/^00/, '01').concat('-more') })).toBe(TRACE_ID);
  });

  test("is else the client's x-request-id", async () => {
    expect(await idOf({ 'x-request-id': 'req-7' })).toBe('req-7');
  });

  test.each([
    {},
    { traceparent: 'nonsense' },
    { traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` },
    { traceparent: `ff-${TRACE_ID}-b7ad6b7169203331-01` },
    { 'x-request-id': 'with "quotes"' },
    { 'x-request-id': 'x'.repeat(129) },
  ])('is generated for %j', async (headers) => {
    const [one, other] = [await idOf(headers as Record<string, string>), await idOf(headers as Record<string, string>)];
    expect(one).toMatch(UUID);
    expect(other).not.toBe(one);
  });

  test('is in every log line of the request, rejections included', async () => {
    await gateway.post('{ fleets(first: -1) { nodes { name } } }', { 'x-request-id': 'req-8', ...way });
    expect(lines('rejected').map(({ requestId }) => requestId)).toEqual(['req-8']);
    expect(lines('request').map(({ requestId }) => requestId)).toEqual(['req-8']);
  });

  test('is in the audit records of its mutations, beside an id that no client can choose', async () => {
    const stop = 'mutation { startFleet(input: { name: "design" }) { userErrors { code } } }';
    await gateway.post(stop, { traceparent: TRACE_PARENT, ...way });
    await gateway.post(stop, { 'x-request-id': 'req-7', ...way });
    await gateway.post(stop, { 'x-request-id': 'req-7', ...way });
    await gateway.post(stop, { ...way });
    const clients = [TRACE_ID, 'req-7', 'req-7', null].flatMap((id) => [id, id]);
    expect(gateway.audit.map(({ clientRequestId }) => clientRequestId)).toEqual(clients);
    const ours = gateway.audit.filter(({ phase }) => phase === 'intent').map(({ requestId }) => requestId);
    expect(new Set(ours).size).toBe(4);
    for (const id of ours) expect(id).toMatch(UUID);
    expect(lines('request').at(-1)?.requestId).toBe(ours.at(-1));
  });
});

test('A request that is rejected early has a log line with its id and status', async () => {
  const headers = { 'content-type': 'text/plain', 'x-request-id': 'req-9' };
  const answer = await fetch(gateway.url, { method: 'POST', headers, body: 'x' });
  expect([answer.status, answer.headers.get('x-request-id')]).toEqual([415, 'req-9']);
  await expect.poll(() => lines('request')).toMatchObject([{ requestId: 'req-9', operation: null, status: 415 }]);
});

test.each([
  ['the fast path', {}],
  ['Yoga', SLOW],
])('A request on %s whose client disconnected has one log line, without a status', async (_title, way) => {
  gateway.emulator.faults.push({ operation: 'DescribeFleets', kind: 'hang' });
  const client = new AbortController();
  const answer = gateway.post('query Left { fleets { nodes { name } } }', way, client.signal);
  await expect.poll(() => gateway.emulator.count('DescribeFleets')).toBe(1);
  client.abort();
  await expect(answer).rejects.toThrow();
  await expect.poll(() => lines('request')).toMatchObject([{ operation: 'Left', status: null }]);
  await gateway.close();
  expect(lines('request')).toHaveLength(1);
});

test('Concurrent requests keep their own ids', async () => {
  gateway.emulator.faults.push({ operation: 'DescribeFleets', kind: 'error', code: 'AccessDeniedException' });
  const ids = Array.from({ length: 20 }, (_, index) => `req-${index}`);
  await Promise.all(ids.map((id) => gateway.post(`query { fleet(name: "${id}") { name } }`, { 'x-request-id': id })));
  for (const msg of ['rejected', 'request'])
    expect(
      lines(msg)
        .map(({ requestId }) => requestId)
        .sort(),
    ).toEqual(ids.toSorted());
});
