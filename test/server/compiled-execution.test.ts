import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
beforeAll(async () => {
  const { world } = buildWorld()
    .fleets(3)
    .fleet('odd', { State: 'HIBERNATING' as never, FleetErrors: [] })
    .fleet('nameless', { Arn: undefined as never })
    .stack('Design')
    .associate('Design', 'fleet-1', 'odd')
    .appStreamSessions({ stack: 'Design', fleet: 'fleet-1', count: 4 })
    .node('i-00000000000000001')
    .ssmSessions({ count: 3 })
    .pool('Ops', { PoolId: 'wspool-aaaaaaaaa' })
    .poolSessions({ pool: 'Ops', count: 3 });
  gateway = await startGateway({ world });
});
afterAll(() => gateway.close());

interface Shape {
  readonly document: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

const SHAPES: Record<string, Shape> = {
  'a list': { document: '{ fleets(names: ["fleet-1", "odd"]) { nodes { name state scope { region } } } }' },
  'joins and connections': {
    document:
      '{ stacks { nodes { fleets { edges { cursor node { name sessions { nodes { userId fleet { name } } } } } } } } }',
  },
  aliases: { document: '{ a: fleet(name: "fleet-1") { n: name } b: fleet(name: "fleet-2") { n: name } }' },
  'a fragment used twice': {
    document:
      'fragment F on Fleet { name state } { a: fleet(name: "fleet-1") { ...F } b: fleet(name: "odd") { ...F } }',
  },
  'inline fragments on an interface': {
    document:
      '{ appStreamSessions(stackName: "Design", fleetName: "fleet-1", first: 2) { nodes { ... on Session { status } ... on Node { id } __typename } } }',
  },
  '@include and @skip': {
    document: 'query ($yes: Boolean!) { fleets(first: 1) { nodes { name @skip(if: $yes) arn @include(if: $yes) } } }',
    variables: { yes: true },
  },
  'the same, the other way': {
    document: 'query ($yes: Boolean!) { fleets(first: 1) { nodes { name @skip(if: $yes) arn @include(if: $yes) } } }',
    variables: { yes: false },
  },
  'variables with defaults': {
    document:
      'query ($first: Int = 2, $state: SsmSessionState! = ACTIVE) { ssmSessions(first: $first, state: $state) { nodes { sessionId startedAt } } }',
  },
  'an input object': {
    document: 'query ($f: [SsmSessionFilter!]) { ssmSessions(filters: $f) { nodes { target } } }',
    variables: { f: [{ key: 'TARGET', value: 'i-00000000000000001' }] },
  },
  'a newer enum value': { document: '{ fleet(name: "odd") { state fleetErrors { errorCode } } }' },
  'a list as a single value': { document: '{ fleets(names: "fleet-1") { nodes { name } } }' },
  null: { document: '{ fleet(name: "gone") { name } pool(poolId: "wspool-zzzzzzzzz") { poolName } }' },
  'an error in a nullable field': { document: '{ fleet(name: "b a d") { name } stack(name: "Design") { name } }' },
  'an error under an alias, in a list': {
    document: 'query ($ids: [ID!]!) { things: nodes(ids: $ids) { id } }',
    variables: { ids: ['garbage', 'also'] },
  },
  'an error in a non-null field': {
    document: '{ fleets(first: 999) { nodes { name } } stack(name: "Design") { name } }',
  },
  'a null where none may be': { document: '{ fleet(name: "nameless") { name arn } stack(name: "Design") { name } }' },
  'an enum variable of UNKNOWN': {
    document: 'query ($s: SsmSessionState!) { ssmSessions(state: $s) { nodes { id } } }',
    variables: { s: 'UNKNOWN' },
  },
  'an enum variable that is none': {
    document: 'query ($s: SsmSessionState!) { ssmSessions(state: $s) { nodes { id } } }',
    variables: { s: 'MAGIC' },
  },
  'a missing variable': { document: 'query ($name: String!) { fleet(name: $name) { name } }' },
  'a variable of another type': {
    document: 'query ($first: Int) { fleets(first: $first) { nodes { name } } }',
    variables: { first: 'x' },
  },
  introspection: {
    document: '{ __schema { queryType { name } types { name fields { name } } } __type(name: "Fleet") { kind } }',
  },
  'the first of two operations': {
    document: 'query A { fleet(name: "fleet-1") { name } } query B { fleet(name: "fleet-2") { name } }',
    operationName: 'A',
  },
  'the second of two operations': {
    document: 'query A { fleet(name: "fleet-1") { name } } query B { fleet(name: "fleet-2") { name } }',
    operationName: 'B',
  },
  'no operation of that name': { document: 'query A { fleet(name: "fleet-1") { name } }', operationName: 'C' },
};

async function ask({ document, variables, operationName }: Shape): Promise<Record<string, unknown>> {
  const response = await gateway.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-gateway-trace': '1' },
    body: JSON.stringify({ query: document, variables, operationName }),
  });
  return (await response.json()) as Record<string, unknown>;
}

/** The reference of an unforeseen error differs each time, and the cost does once an answer is kept. */
const comparable = (answer: unknown) =>
  JSON.parse(
    JSON.stringify(answer, (key, value) => (key === 'reference' || key === 'upstream' ? typeof value : value)),
  );

describe('An operation that comes again is answered by compiled code, and as before', () => {
  test.each(Object.entries(SHAPES))('%s', async (_title, shape) => {
    const first = await ask(shape);
    // The second time it is compiled; the third time there is nothing left to compile.
    expect(comparable(await ask(shape))).toEqual(comparable(first));
    expect(comparable(await ask(shape))).toEqual(comparable(first));
  });
});

test('Batches stay whole: compiled code asks AWS for no more than graphql-js does', async () => {
  const document =
    '{ appStreamSessions(stackName: "Design", fleetName: "fleet-1") { nodes { fleet { name } stack { name } } } }';
  const counts: number[] = [];
  for (let time = 0; time < 3; time += 1) {
    const fresh = await startGateway({ world: gateway.emulator.world, keepPagesMs: 0 });
    for (let again = 0; again <= time; again += 1) {
      fresh.emulator.clearCalls();
      await fresh.query(document);
    }
    counts.push(fresh.emulator.calls.length);
    await fresh.close();
  }
  expect(counts).toEqual([4, 3, 3]);
});
