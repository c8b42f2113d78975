import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../../support/gateway.ts';
import { buildWorld } from '../../support/world.ts';

let gateway: TestGateway;
beforeEach(async () => {
  const { world } = buildWorld().fleets(3).nodes(2).ssmSessions({ count: 4 });
  gateway = await startGateway({ world, cacheTtlMs: 0, traceAlways: true });
});
afterEach(() => gateway.close());

const SHELLS = 'query Shells($first: Int) { ssmSessions(first: $first) { nodes { sessionId } } }';

const upstreamOf = ({ extensions }: { extensions?: { upstream: Record<string, unknown>[] } }) =>
  extensions?.upstream.map(({ operation, calls, coalesced }) => ({ operation, calls, coalesced }));

describe('An identical query in flight', () => {
  test('is executed once, and reports AWS calls to each client', async () => {
    const [one, two] = await Promise.all([gateway.query(SHELLS), gateway.query(SHELLS)]);
    expect(one.data.ssmSessions.nodes).toHaveLength(4);
    expect(two.data).toEqual(one.data);
    expect(upstreamOf(one as never)).toEqual([{ operation: 'DescribeSessions', calls: 1, coalesced: 0 }]);
    expect(upstreamOf(two as never)).toEqual([{ operation: 'DescribeSessions', calls: 0, coalesced: 1 }]);
  });

  test('is not shared with other variables, or another operation of the document', async () => {
    const both = 'query A { fleets { nodes { name } } } query B { fleets(first: 1) { nodes { name } } }';
    const ask = async (operationName: string) => {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
      const response = await gateway.fetch('/graphql', {
        ...init,
        body: JSON.stringify({ query: both, operationName }),
      });
      return ((await response.json()) as { data: { fleets: { nodes: unknown[] } } }).data.fleets.nodes.length;
    };
    expect(await Promise.all([ask('A'), ask('B'), ask('A')])).toEqual([3, 1, 3]);
    const sizes = await Promise.all([1, 3, 1].map((first) => gateway.query(SHELLS, { first })));
    expect(sizes.map(({ data }) => data.ssmSessions.nodes.length)).toEqual([1, 3, 1]);
  });

  test('is executed again once it has been answered', async () => {
    await gateway.query(SHELLS);
    await gateway.query(SHELLS);
    expect(gateway.emulator.count('DescribeSessions')).toBe(2);
  });

  test('shares no errors: a joined request executes on its own', async () => {
    gateway.emulator.faults.push({ service: 'ssm', kind: 'error', code: 'AccessDeniedException', times: 1 });
    const [one, two] = await Promise.all([gateway.query(SHELLS), gateway.query(SHELLS)]);
    expect(one.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_ACCESS_DENIED' } }]);
    expect(two.errors).toBeUndefined();
    expect(two.data.ssmSessions.nodes).toHaveLength(4);
  });

  test('is logged for each client', async () => {
    await Promise.all([gateway.query(SHELLS), gateway.query(SHELLS)]);
    const lines = gateway.log.filter(({ msg }) => msg === 'request');
    const costs = lines.map(({ upstreamCalls }) => JSON.stringify(upstreamCalls)).sort();
    expect(costs).toEqual(['{"ssm:DescribeSessions":1}', '{}']);
    expect(lines).toMatchObject([{ operation: 'Shells' }, { operation: 'Shells' }]);
  });

  test('is not joined after a mutation, so that later queries see its effect', async () => {
    const FLEETS = '{ fleets { nodes { name state } } }';
    gateway.emulator.faults.push({ operation: 'DescribeFleets', kind: 'delay', delay: 400, times: 1 });
    const before = gateway.query(FLEETS);
    await expect.poll(() => gateway.emulator.count('DescribeFleets')).toBe(1);
    await gateway.query('mutation { stopFleet(input: { name: "fleet-1" }) { userErrors { code } } }');
    const { data } = await gateway.query(FLEETS);
    expect(data.fleets.nodes[0].state).not.toBe('RUNNING');
    await before;
  });
});
