import fc from 'fast-check';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiSchema } from '../../src/schema/schema.ts';
import { type Listening, listen } from '../../src/server/http/listen.ts';
import { estimateValues } from '../../src/server/limits/values.ts';
import { type Answer, startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

/** A fleet with a list of undeclared length. */
const LONG = 3_000;
const world = () =>
  buildWorld()
    .fleet('cad', { UsbDeviceFilterStrings: Array.from({ length: LONG }, (_, index) => `usb-${index}`) })
    .fleets(4)
    .stack('Design')
    .stacks(3)
    .associate('Design', 'cad', 'fleet-1')
    .associate('stack-1', 'cad')
    .appStreamSessions({ stack: 'Design', fleet: 'cad', count: 12 })
    .node('i-00000000000000001')
    .ssmSessions({ count: 15 })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', count: 9 }).world;

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
const isTooComplex = [expect.objectContaining({ code: 'QUERY_TOO_COMPLEX', limit: expect.any(Number) })];
const codes = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions);

/** Counts the values of an answer: every member, and every item of a list. */
function valuesIn(data: unknown): number {
  if (typeof data !== 'object' || data === null) return 0;
  return Object.values(data).reduce((sum: number, value) => sum + 1 + valuesIn(value), 0);
}

const estimate = (document: string, variableValues: Record<string, unknown> = {}): number => {
  const parsed = parse(document);
  const [operation] = parsed.definitions;
  return estimateValues(operation as never, { document: parsed, schema: apiSchema, variableValues });
};

describe('An estimate', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ world: world(), limits: { maxCost: 1e12, maxAnswerValues: 1e12 } });
  });
  afterAll(() => gateway.close());

  /** The connections of a type, and what each is of. */
  const LISTS: Readonly<Record<string, readonly (readonly [field: string, item: string])[]>> = {
    Query: [
      ['fleets', 'Fleet'],
      ['stacks', 'Stack'],
      ['sessions', 'Session'],
      ['ssmSessions', 'SsmSession'],
      ['pools', 'Pool'],
    ],
    Fleet: [
      ['stacks', 'Stack'],
      ['sessions', 'AppStreamSession'],
    ],
    Stack: [
      ['fleets', 'Fleet'],
      ['sessions', 'AppStreamSession'],
    ],
    Pool: [['sessions', 'PoolSession']],
    User: [['sessions', 'Session']],
  };
  const leaves = fc
    .subarray(['id', 'a: id', '__typename', 'b: __typename'], { minLength: 1 })
    .map((all) => all.join(' '));
  const first = fc.constantFrom('', '(first: 0)', '(first: 1)', '(first: 3)', '(first: 200)', '(first: $n)');

  /** Selection of a type, with connections so many levels below. */
  function selection(type: string, levels: number): fc.Arbitrary<string> {
    const own = type === 'Query' ? fc.constant('s: ssmSessions(first: $n) { nodes { id } }') : leaves;
    if (levels === 0) return own;
    if (type.endsWith('Session')) {
      return fc.tuple(own, selection('User', levels)).map(([mine, users]) => `${mine} user { ${users} }`);
    }
    const lists = fc.array(
      fc.constantFrom(...(LISTS[type] ?? [])).chain(([field, item]) => connection(field, selection(item, levels - 1))),
      { minLength: 1, maxLength: 2 },
    );
    return fc
      .tuple(own, lists)
      .map(([mine, all]) => `${mine} ${all.map((list, index) => `c${index}: ${list}`).join(' ')}`);
  }

  function connection(field: string, item: fc.Arbitrary<string>): fc.Arbitrary<string> {
    const nodes = item.map((selected) => `nodes { ${selected} }`);
    const edges = item.map((selected) => `edges { cursor node { ... { ${selected} } } }`);
    const page = fc.array(fc.oneof(nodes, edges), { minLength: 1, maxLength: 2 });
    return fc.tuple(first, page).map(([size, all]) => {
      const lists = all.map((list, index) => `l${index}: ${list}`);
      return `${field}${size} { ${lists.join(' ')} pageInfo { endCursor } }`;
    });
  }
  const rooted = fc.integer({ min: 1, max: 2 }).chain((levels) => selection('Query', levels));

  test('is never lower than what the answer of connections holds', async () => {
    await fc.assert(
      fc.asyncProperty(rooted, fc.constantFrom(0, 1, 5), async (selected, n) => {
        const document = `query ($n: Int = 2) { ${selected} }`;
        const { data, errors } = await gateway.query(document, { n });
        expect(errors).toBeUndefined();
        expect(estimate(document, { n })).toBeGreaterThanOrEqual(valuesIn(data));
      }),
      { numRuns: 100 },
    );
  });

  test.each<[string, string, number]>([
    [
      'counts edges beside nodes',
      '{ fleets(first: 10) { edges { cursor node { name } } nodes { name } } }',
      1 + 2 + 10 * 4 + 10 * 2,
    ],
    [
      'multiplies what is nested',
      '{ fleets(first: 10) { nodes { sessions(first: 5) { nodes { id } } } } }',
      2 + 10 * (3 + 5 * 2),
    ],
    ['multiplies ids, the same one too', '{ nodes(ids: ["a", "a", "b"]) { id } }', 1 + 3 + 3 * 2],
    [
      'takes the type with the most',
      '{ node(id: "a") { id ... on Fleet { name state } ... on Stack { name } } }',
      1 + 3,
    ],
    [
      'leaves out what is skipped',
      '{ fleets(first: 10) { nodes @skip(if: true) { name } nodes @include(if: false) { name } } }',
      1,
    ],
    [
      'counts what arguments list',
      '{ sessions(first: 0, filter: { targets: ["a", "b", "c"] }) { nodes { id } } }',
      2 + 3,
    ],
    ['takes more than a page as a page', '{ fleets(first: 2000000000) { nodes { name } } }', 2 + 200 * 2],
    ['takes less than nothing as nothing', '{ fleets(first: -5) { nodes { name } } }', 2],
  ])('%s', (_title, document, values) => {
    expect(estimate(document)).toBe(values);
  });

  test('stays finite', () => {
    const nested = `${'fleets(first: 200) { nodes { stacks(first: 200) { nodes { '.repeat(40)}name${' } } } }'.repeat(40)}`;
    const answer = estimate(`{ ${nested} }`);
    expect(Number.isSafeInteger(answer)).toBe(true);
  });
});

describe('More values than are allowed are rejected before AWS is asked', () => {
  test.each([
    [
      'one id many times',
      `{ nodes(ids: [${times(24, () => '"x"')}]) { ... on Fleet { sessions(first: 200) { nodes { ${times(180, (i) => `a${i}: id`)} } } } } }`,
    ],
    [
      'pages of pages',
      `{ fleets(first: 200) { nodes { stacks(first: 200) { nodes { ${times(15, (i) => `a${i}: name`)} } } } } }`,
    ],
    [
      'edges beside nodes',
      `{ fleets(first: 200) { nodes { stacks(first: 200) { ${times(7, (i) => `a${i}: nodes { name } b${i}: edges { node { name } }`)} } } } }`,
    ],
    [
      'introspection',
      `{ __schema { types { ${times(150, (i) => `a${i}: fields { args { name type { name } } type { name } }`)} } } }`,
    ],
  ])('%s', async (_title, document) => {
    const gateway = await startGateway({ world: world() });
    const answer = await gateway.query(document);
    await gateway.close();
    expect(codes(answer)).toEqual(isTooComplex);
    expect(answer.data).toBeUndefined();
    expect(gateway.emulator.calls).toEqual([]);
  });
});

describe('Values that no estimate knows of are counted while they come', () => {
  const aliases = (count: number) =>
    `{ fleets(names: ["cad"]) { nodes { ${times(count, (i) => `a${i}: usbDeviceFilterStrings`)} } } }`;
  const body = (query: string) => JSON.stringify({ query });
  const headers = { 'content-type': 'application/json' };
  let gateway: TestGateway;
  let listening: Listening;
  beforeAll(async () => {
    gateway = await startGateway({ world: world(), limits: { maxAnswerValues: 20 * LONG } });
    listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await listening.drain();
    await gateway.close();
  });

  const ways: Record<string, (query: string) => Promise<Answer>> = {
    'over HTTP': async (query) =>
      (
        await fetch(`${listening.url}/graphql`, { method: 'POST', headers, body: body(query) })
      ).json() as Promise<Answer>,
    'by GET': async (query) =>
      (await gateway.fetch(`/graphql?query=${encodeURIComponent(query)}`)).json() as Promise<Answer>,
    'by way of Yoga': (query) => gateway.query(query),
  };

  test.each(Object.entries(ways))('%s, as often as they are asked for', async (_title, send) => {
    for (let time = 0; time < 4; time += 1) {
      const small = await send(aliases(19));
      expect(small.errors).toBeUndefined();
      expect(small.data.fleets.nodes[0].a18).toHaveLength(LONG);
      const large = await send(aliases(21));
      expect(codes(large)).toEqual(isTooComplex);
      expect(large.data).toBeNull();
    }
  });

  test('and of several clients at once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => ways['over HTTP']?.(aliases(21))));
    for (const answer of answers) expect(codes(answer as Answer)).toEqual(isTooComplex);
  });
});

test('An answer of too many bytes is rejected, whatever it has of values', async () => {
  const gateway = await startGateway({ world: world(), limits: { maxAnswerBytes: 100_000 } });
  const strings = (count: number) =>
    `{ fleet(name: "cad") { ${times(count, (i) => `a${i}: usbDeviceFilterStrings`)} } }`;
  expect((await gateway.query(strings(1))).errors).toBeUndefined();
  expect(codes(await gateway.query(strings(10)))).toEqual([
    { code: 'QUERY_TOO_COMPLEX', cost: 100_000, limit: 100_000 },
  ]);
  await gateway.close();
});

test('An answer reports 500 errors and their total number', async () => {
  const gateway = await startGateway({ world: buildWorld().ssmSessions({ count: 60 }).world });
  gateway.emulator.faults.push({
    service: 'ssm',
    operation: 'DescribeInstanceInformation',
    kind: 'error',
    code: 'AccessDeniedException',
    status: 400,
  });
  const { data, errors } = await gateway.query(
    `{ ssmSessions(first: 60) { nodes { ${times(20, (i) => `a${i}: managedNode { id }`)} } } }`,
  );
  await gateway.close();
  expect(data.ssmSessions.nodes).toHaveLength(60);
  expect(errors).toHaveLength(501);
  expect(errors?.at(-1)).toMatchObject({ extensions: { code: 'QUERY_TOO_COMPLEX', limit: 500, actual: 1_200 } });
});
