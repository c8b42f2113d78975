import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { ACCOUNTS, fourLocations, PLACES, REGIONS, SCOPES, tagOf } from '../support/locations.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway({ world: fourLocations(), scopes: SCOPES });
});
afterEach(() => gateway.close());

const TAGS = PLACES.map(tagOf);

/** The calls so far as `1-eu DescribeFleets`, STS apart. */
const calls = () => gateway.calls().map((call) => `${tagOf(call)} ${call.operation}`);

describe('AWS locations share nothing', () => {
  test('in the cache: the same query to each is one call each, then none', async () => {
    const ask = () =>
      Promise.all(
        PLACES.map(({ accountId, region }) =>
          gateway.query(
            'query ($a: String, $r: String) { fleet(name: "shared", accountId: $a, region: $r) { description } }',
            { a: accountId, r: region },
          ),
        ),
      );
    expect((await ask()).map(({ data }) => data.fleet.description)).toEqual(TAGS);
    expect((await ask()).map(({ data }) => data.fleet.description)).toEqual(TAGS);
    expect(calls().sort()).toEqual(TAGS.map((tag) => `${tag} DescribeFleets`));
  });

  test('of a request: its aliases of one name are one call a location', async () => {
    const fields = PLACES.flatMap(({ accountId, region }, index) =>
      [1, 2].map(
        (copy) =>
          `f${index}_${copy}: fleet(name: "shared", accountId: "${accountId}", region: "${region}") { description }`,
      ),
    );
    const { data } = await gateway.query(`{ ${fields.join('\n')} }`);
    expect(Object.values(data).map((fleet) => (fleet as { description: string }).description)).toEqual(
      TAGS.flatMap((tag) => [tag, tag]),
    );
    expect(calls().sort()).toEqual(TAGS.map((tag) => `${tag} DescribeFleets`));
  });

  test('in rate limits: while AWS throttles one, another is answered at the first attempt', async () => {
    await gateway.close();
    gateway = await startGateway({ world: fourLocations(), scopes: SCOPES, deadlineMs: 4_000 });
    gateway.emulator.faults.push({
      kind: 'error',
      code: 'ThrottlingException',
      service: 'ssm',
      accountId: ACCOUNTS[0],
      region: REGIONS[0],
    });
    const order: string[] = [];
    const ask = async ({ accountId, region }: (typeof PLACES)[number]) => {
      const answer = await gateway.query(
        `{ ssmSessions(accountId: "${accountId}", region: "${region}") { nodes { reason } } }`,
      );
      order.push(tagOf({ accountId, region }));
      return answer;
    };
    const [throttled, ...others] = await Promise.all(PLACES.map(ask));
    expect(throttled?.errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_THROTTLED', service: 'ssm' });
    expect(others.map(({ data }) => data.ssmSessions.nodes[0].reason)).toEqual(TAGS.slice(1));
    expect(order.at(-1)).toBe('1-eu');
    expect(
      calls()
        .filter((call) => !call.startsWith('1-eu'))
        .sort(),
    ).toEqual(TAGS.slice(1).map((tag) => `${tag} DescribeSessions`));
  });
});

describe('A location that fails', () => {
  beforeEach(() => {
    gateway.emulator.faults.push({
      kind: 'error',
      code: 'AccessDeniedException',
      service: 'appstream',
      accountId: ACCOUNTS[1],
      region: REGIONS[0],
    });
  });

  test('fails the page that reaches it, with an error that says which location it is', async () => {
    const { data, errors } = await gateway.query('{ fleets { nodes { name } } pools { nodes { description } } }');
    expect(data).toMatchObject({ fleets: null, pools: { nodes: expect.any(Array) } });
    expect(errors?.[0]).toMatchObject({
      message:
        'The gateway is not allowed to call DescribeFleets of AppStream (account 222222222222, region eu-west-1).',
      extensions: {
        code: 'UPSTREAM_ACCESS_DENIED',
        service: 'appstream',
        operation: 'DescribeFleets',
        retryable: false,
      },
    });
  });

  test('leaves the pages before it and the other scopes alone', async () => {
    const before = await gateway.query('{ fleets(first: 4) { nodes { name } } }');
    expect(before.data.fleets.nodes).toHaveLength(4);
    const others = await gateway.query(
      '{ a: fleets(accountId: "111111111111") { nodes { name } } b: fleets(region: "us-east-1") { nodes { name } } }',
    );
    expect([others.errors, others.data.a.nodes.length, others.data.b.nodes.length]).toEqual([undefined, 4, 4]);
  });

  test('is healed by the cursor that stands before it', async () => {
    const { data } = await gateway.query('{ fleets(first: 4) { pageInfo { endCursor } } }');
    const rest = () =>
      gateway.query('query ($after: String) { fleets(after: $after) { nodes { name } } }', {
        after: data.fleets.pageInfo.endCursor,
      });
    expect((await rest()).errors).toHaveLength(1);
    gateway.emulator.clearFaults();
    expect((await rest()).data.fleets.nodes).toHaveLength(4);
  });
});
