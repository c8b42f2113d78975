import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SLOW, startWired, type WiredGateway } from '../../support/http-gateway.ts';
import { type ReceivedSpan, type Receiver, startReceiver } from '../../support/otlp.ts';
import { buildWorld } from '../../support/world.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const PARENT = `00-${TRACE_ID}-b7ad6b7169203331-01`;

const world = () =>
  buildWorld()
    .fleets(30, { State: 'STOPPED' })
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 3, UserId: 'mallory.unique' }).world;

async function start(variables: Record<string, string> = {}) {
  const receiver = await startReceiver();
  const telemetry = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...variables };
  return { receiver, gateway: await startWired({ world: world(), telemetry }) };
}

/** Everything that was recorded: what is left is sent as the gateway ends. */
async function spansOf({ gateway, receiver }: { gateway: WiredGateway; receiver: Receiver }) {
  await gateway.close();
  return receiver.spans;
}

const named = (spans: readonly ReceivedSpan[], name: string) => spans.filter((span) => span.name === name);
const one = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan => {
  const [span, ...others] = named(spans, name);
  expect(others).toEqual([]);
  if (!span) throw new Error(`There is no span ${name}, but ${spans.map((each) => each.name)}.`);
  return span;
};

describe.each([
  ['the fast path', {}],
  ['Yoga', SLOW],
])('A query on %s is a trace', (_title, way) => {
  test('of nested spans: the request, its operation, and each AWS call', async () => {
    const traced = await start();
    await traced.gateway.post('query Thirty { fleets(first: 30) { nodes { name } } }', { traceparent: PARENT, ...way });
    const spans = await spansOf(traced);
    const [request, operation] = [one(spans, 'POST /graphql'), one(spans, 'query')];
    expect(request).toMatchObject({
      traceId: TRACE_ID,
      parentSpanId: 'b7ad6b7169203331',
      kind: 2,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/graphql',
        'http.response.status_code': 200,
        'gateway.request_id': TRACE_ID,
      },
    });
    expect(operation).toMatchObject({
      traceId: TRACE_ID,
      parentSpanId: request.spanId,
      kind: 1,
      attributes: {
        'graphql.operation.type': 'query',
        'graphql.operation.name': 'Thirty',
        'gateway.aws.calls': 2,
        'gateway.aws.cached': 0,
        'gateway.aws.coalesced': 0,
      },
    });
    const calls = named(spans, 'AppStream.DescribeFleets');
    for (const call of calls) {
      expect(call).toMatchObject({
        traceId: TRACE_ID,
        parentSpanId: operation.spanId,
        kind: 3,
        attributes: {
          'rpc.system': 'aws-api',
          'rpc.service': 'AppStream',
          'rpc.method': 'DescribeFleets',
          'aws.request_id': expect.stringMatching(/^[\w-]{8,}$/),
          'cloud.account.id': '123456789012',
          'cloud.region': 'eu-west-1',
          'gateway.aws.attempt': 1,
        },
      });
    }
    const pages = calls.map(({ attributes }) => [
      attributes['gateway.page.had_token'],
      attributes['gateway.page.items'],
      attributes['gateway.page.has_token'],
    ]);
    expect(pages).toEqual([
      [false, 25, true],
      [true, 6, false],
    ]);
    expect(spans).toHaveLength(4);
  });

  test('without users, ids, tokens, documents or variables', async () => {
    const traced = await start();
    const sessions = 'sessions(first: 1) { edges { cursor node { id sessionId } } pageInfo { hasNextPage endCursor } }';
    const list = `query Who { user(userName: "mallory.unique") { ${sessions} } fleet(name: "design") { ${sessions} } }`;
    const { data } = (await (
      await traced.gateway.post(list, { authorization: 'Bearer very-secret', 'x-user': 'mallory.unique', ...way })
    ).json()) as {
      data: Record<string, { sessions: { edges: { cursor: string; node: { id: string; sessionId: string } }[] } }>;
    };
    const spans = await spansOf(traced);
    expect(spans.length).toBeGreaterThan(3);
    const edges = Object.values(data).flatMap(({ sessions }) => sessions.edges);
    expect(edges).toHaveLength(2);
    const secrets = [
      'mallory',
      'very-secret',
      'userName',
      ...edges.flatMap(({ cursor, node }) => [cursor, node.id, node.sessionId]),
    ];
    for (const secret of secrets) expect(traced.receiver.text).not.toContain(secret);
  });
});

test('A request without `traceparent` begins a new trace; its id is in the span', async () => {
  const traced = await start();
  const { headers } = await traced.gateway.post('{ __typename }');
  const { traceId, parentSpanId, attributes } = one(await spansOf(traced), 'POST /graphql');
  expect(traceId).toMatch(/^[\da-f]{32}$/);
  expect(parentSpanId ?? '').toBe('');
  expect(attributes['gateway.request_id']).toBe(headers.get('x-request-id'));
});

test('Each retry has a span, and a failure is an error with its code', async () => {
  const traced = await start();
  traced.gateway.emulator.faults.push({
    operation: 'DescribeFleets',
    kind: 'error',
    code: 'ThrottlingException',
    times: 1,
  });
  await traced.gateway.post('{ fleet(name: "design") { name } }');
  const spans = await spansOf(traced);
  const calls = named(spans, 'AppStream.DescribeFleets');
  expect(calls.map(({ attributes }) => [attributes['gateway.aws.attempt'], attributes['error.type']])).toEqual([
    [1, 'UPSTREAM_THROTTLED'],
    [2, undefined],
  ]);
  expect(calls.map(({ status }) => status.code ?? 0)).toEqual([2, 0]);
  expect(one(spans, 'query').attributes).toMatchObject({ 'gateway.aws.throttled': 1, 'gateway.aws.retried': 1 });
});

test("An operation with errors has the first error's code and the number of errors", async () => {
  const traced = await start();
  await traced.gateway.post('{ a: node(id: "x") { id } b: node(id: "y") { id } }');
  expect(one(await spansOf(traced), 'query')).toMatchObject({
    attributes: { 'error.type': 'INVALID_ID', 'graphql.errors.count': 2 },
    status: { code: 2 },
  });
});

test('An operation with invalid variables has the code that its client gets', async () => {
  const traced = await start();
  const answer = await traced.gateway.post('query ($first: Int!) { fleets(first: $first) { nodes { name } } }');
  expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  const codes = named(await spansOf(traced), 'query').map(({ attributes }) => attributes['error.type']);
  expect(codes).toEqual(['BAD_USER_INPUT']);
});

test('A mutation and its writes have spans', async () => {
  const traced = await start();
  await traced.gateway.post('mutation { startFleet(input: { name: "fleet-1" }) { userErrors { code } } }');
  const spans = await spansOf(traced);
  expect(one(spans, 'AppStream.StartFleet').parentSpanId).toBe(one(spans, 'mutation').spanId);
});

test('Requests with a coalesced call link to the operation that sent it', async () => {
  const traced = await start();
  const { emulator, post } = traced.gateway;
  emulator.faults.push({ operation: 'DescribeFleets', kind: 'delay', delay: 200 });
  const first = post('query First { fleets { nodes { name } } }');
  await expect.poll(() => emulator.count('DescribeFleets')).toBe(1);
  await Promise.all([
    first,
    post('query Other { fleets { nodes { arn } } }'),
    post('query First { fleets { nodes { name } } }'),
  ]);
  const spans = await spansOf(traced);
  const operations = named(spans, 'query');
  const sender = operations.find(({ links }) => links.length === 0);
  expect(operations).toHaveLength(3);
  expect(one(spans, 'AppStream.DescribeFleets').parentSpanId).toBe(sender?.spanId);
  const waiting = operations.filter((operation) => operation !== sender);
  expect(waiting.map(({ links }) => links.map(({ spanId }) => spanId))).toEqual([[sender?.spanId], [sender?.spanId]]);
  expect(waiting.map(({ attributes }) => attributes['gateway.aws.coalesced'])).toEqual([1, 1]);
});

describe('Sampling', () => {
  const NOT_SAMPLED = PARENT.replace(/01$/, '00');

  test('follows `traceparent`', async () => {
    const traced = await start();
    await traced.gateway.post('{ fleets { nodes { name } } }', { traceparent: NOT_SAMPLED });
    await traced.gateway.post('{ __typename }', { traceparent: PARENT });
    expect((await spansOf(traced)).map(({ name }) => name).sort()).toEqual(['POST /graphql', 'query']);
  });

  test.each([
    [{ OTEL_TRACES_SAMPLER: 'always_off' }, 0],
    [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }, 0],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }, 2],
    [{ OTEL_TRACES_SAMPLER: 'always_on' }, 4],
  ])('with %j', async (variables, expected) => {
    const traced = await start(variables as Record<string, string>);
    await traced.gateway.post('{ __typename }', { traceparent: PARENT });
    await traced.gateway.post(
      '{ __typename }',
      variables.OTEL_TRACES_SAMPLER === 'always_on' ? { traceparent: NOT_SAMPLED } : {},
    );
    expect(await spansOf(traced)).toHaveLength(expected);
  });
});

/** Of one export, before its end is no longer waited for. */
const MOST_ATTEMPTS = 4;

describe('The collector', () => {
  test("gets the service's name and version", async () => {
    const traced = await start({ OTEL_SERVICE_NAME: 'sessions-eu' });
    await traced.gateway.post('{ __typename }');
    await spansOf(traced);
    expect(traced.receiver.resource).toMatchObject({ 'service.name': 'sessions-eu', 'service.version': '0.1.0' });
  });

  test('that rejects traces neither fails requests nor delays the shutdown, and one warning is logged', async () => {
    const traced = await start();
    traced.receiver.answer(400);
    expect(await (await traced.gateway.post('{ __typename }')).json()).toMatchObject({ data: { __typename: 'Query' } });
    await spansOf(traced);
    expect(traced.gateway.log.filter(({ msg }) => String(msg).startsWith('traces'))).toMatchObject([{ level: 'warn' }]);
  });

  test('that is unreachable neither fails requests nor delays the shutdown', async () => {
    let attempts = 0;
    const hangsUp = createServer((socket) => {
      attempts += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => hangsUp.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void hangsUp.close());
    const endpoint = `http://127.0.0.1:${(hangsUp.address() as AddressInfo).port}/v1/traces`;
    const telemetry = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: endpoint };
    const gateway = await startWired({ world: world(), telemetry });
    expect((await gateway.post('{ fleets { nodes { name } } }')).status).toBe(200);
    await gateway.close();
    // The exporter by itself would try six times, longer each time.
    expect(attempts).toBeGreaterThan(0);
    expect(attempts).toBeLessThanOrEqual(MOST_ATTEMPTS);
  });
});
