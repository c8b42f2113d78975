import { type GraphQLInterfaceType, getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { apiSchema } from '../../../src/schema/schema.ts';
import { EXAMPLES } from '../../../src/server/documents/example-queries.ts';
import { type Listening, listen } from '../../../src/server/http/listen.ts';
import type { Limits } from '../../../src/server/limits/limits.ts';
import { type Answer, startGateway, type TestGateway } from '../../support/gateway.ts';
import { DEFAULT_LIMITS } from '../../support/limits.ts';
import { selectAll } from '../../support/select-all.ts';
import { buildWorld } from '../../support/world.ts';

const NODES = apiSchema.getPossibleTypes(apiSchema.getType('Node') as GraphQLInterfaceType).map(({ name }) => name);
const everyFieldOf = (name: string) => `${name}: node(id: "x") { ... on ${name} ${selectAll(name)} }`;

describe('Queries of users and tools stay within half of every limit', () => {
  const half = Object.fromEntries(Object.entries(DEFAULT_LIMITS).map(([name, limit]) => [name, Math.ceil(limit / 2)]));
  // The introspection query is fifteen deep, of twenty-five.
  const limits = { ...half, maxDepth: 15 };
  const wide = {
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
  };

  test.each([
    ...EXAMPLES.filter((example) => !/^subscription /m.test(example)).map((example) => [
      /(?<=query |mutation )\w+/.exec(example)?.[0],
      example,
    ]),
    ...NODES.map((name) => [`every field of ${name}`, `{ ${everyFieldOf(name)} }`]),
    ['every field of everything', `{ ${NODES.map(everyFieldOf).join(' ')} }`],
    ['introspection', getIntrospectionQuery()],
    ['introspection with everything', getIntrospectionQuery(wide)],
  ] as [string, string][])('%s', async (_name, document) => {
    const gateway = await startGateway({ limits });
    const { errors = [] } = await gateway.query(document);
    expect(errors.map(({ extensions }) => extensions.code)).not.toContain('QUERY_TOO_COMPLEX');
    expect(errors.filter(({ path }) => path === undefined)).toEqual([]);
    await gateway.close();
  });
});

interface Edge {
  readonly limit: number;
  readonly what: string;
  /** A document that has exactly so many of it. */
  readonly of: (count: number) => string;
  readonly variables?: (count: number) => object;
  /** Parsing stops at the limit, so the actual number is unknown. */
  readonly uncounted?: true;
}

const times = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(' ');
const inFleet = (selection: string) => `{ fleets { nodes { ${selection} } } }`;
const LEAVES = 'arn name displayName description imageName imageArn instanceType state fleetType platform'.split(' ');
const END = 'terminateSessions(input: { ids: ["x"] }) { userErrors { code } }';

/** The cost is in test/contract/query-cost.test.ts, the answer in test/contract/answer-values.test.ts. */
const EDGES: Readonly<Record<Exclude<keyof Limits, 'maxCost' | 'maxAnswerValues' | 'maxAnswerBytes'>, Edge>> = {
  maxDepth: {
    limit: 6,
    what: 'levels of fields',
    of: (count) => `{ __schema { types { ${'ofType { '.repeat(count - 3)} name ${'} '.repeat(count)}`,
  },
  maxAliases: { limit: 3, what: 'aliases', of: (count) => inFleet(times(count, (i) => `a${i}: name`)) },
  maxDirectives: { limit: 2, what: 'directives', of: (count) => inFleet(times(count, () => 'name @skip(if: false)')) },
  maxFields: { limit: 9, what: 'fields', of: (count) => inFleet(LEAVES.slice(0, count - 2).join(' ')) },
  maxRepeatedFields: { limit: 4, what: 'repeated fields', of: (count) => inFleet(`name ${'name '.repeat(count)}`) },
  maxMutations: {
    limit: 2,
    what: 'mutations',
    of: (count) => `mutation { ...M } fragment M on Mutation { ${times(count, (i) => `m${i}: ${END}`)} }`,
  },
  maxValues: {
    limit: 5,
    what: 'values in variables',
    of: () => 'query ($names: [String!]) { fleets(names: $names) { nodes { name } } }',
    // The list is one of them.
    variables: (count) => ({ names: Array.from({ length: count - 1 }, (_, i) => `fleet-${i}`) }),
    uncounted: true,
  },
  maxTokens: { limit: 20, what: 'tokens', of: (count) => inFleet('name '.repeat(count - 8)), uncounted: true },
  maxDocumentLength: { limit: 100, what: 'characters', of: (count) => inFleet('name').padEnd(count) },
};

describe.each(Object.entries(EDGES))('%s', (name, { limit, what, of, variables, uncounted }) => {
  let gateway: TestGateway;
  let listening: Listening;
  beforeAll(async () => {
    gateway = await startGateway({ world: buildWorld().fleets(2).world, limits: { [name]: limit } });
    listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1' });
  });
  beforeEach(() => gateway.emulator.clearCalls());
  afterAll(async () => {
    await listening.drain();
    await gateway.close();
  });

  const post = (count: number) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: of(count), variables: variables?.(count) }),
  });
  const ways: Record<string, (count: number) => Promise<Response>> = {
    'on the fast path': (count) => fetch(`${listening.url}/graphql`, post(count)),
    'by way of Yoga': (count) => gateway.fetch('/graphql', post(count)),
  };

  test.each(Object.entries(ways))('is allowed as often as it is sent, %s', async (_title, send) => {
    for (let time = 0; time < 3; time += 1) {
      const { data, errors } = (await (await send(limit)).json()) as Answer;
      expect(errors).toBeUndefined();
      expect(data).toBeDefined();
    }
  });

  test.each(Object.entries(ways))(
    'and one more is rejected as often as it is sent, with figures, %s',
    async (_title, send) => {
      const found = uncounted ? {} : { actual: limit + 1 };
      for (let time = 0; time < 3; time += 1) {
        const { data, errors } = (await (await send(limit + 1)).json()) as Answer;
        expect(data).toBeUndefined();
        expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'QUERY_TOO_COMPLEX', limit, ...found }]);
        expect(errors?.[0]?.message).toBe(
          `At most ${limit} ${what} are allowed, and there are ${uncounted ? 'more' : limit + 1}.`,
        );
      }
      expect(gateway.emulator.calls).toEqual([]);
    },
  );
});

test('A document is rejected for any of its operations, whichever is executed', async () => {
  const gateway = await startGateway({ limits: { maxAliases: 1 } });
  const query = `query Small { __typename } query Large { ${times(2, (i) => `a${i}: __typename`)} }`;
  for (const operationName of ['Small', 'Large']) {
    const response = await gateway.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query, operationName }),
    });
    expect(response.status).toBe(400);
  }
  await gateway.close();
});
