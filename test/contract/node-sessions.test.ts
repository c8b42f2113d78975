import { afterEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const instance = (index: number) => `i-${String(index).padStart(17, '0')}`;

/** Nodes and sessions; every session is on the next node. */
function world(nodes: number, sessions: number) {
  const builder = buildWorld();
  for (let index = 0; index < nodes; index += 1) builder.node(instance(index));
  const each = (index: number) => ({ Target: instance(index % nodes) });
  return builder.ssmSessions({ count: sessions, each }).world;
}

const start = async (nodes: number, sessions: number, cacheTtlMs = 0) => {
  gateway = await startGateway({ world: world(nodes, sessions), cacheTtlMs, deadlineMs: 30_000 });
};

interface Node {
  readonly instanceId: string;
  readonly sessions: {
    readonly nodes: readonly { readonly sessionId: string; readonly target: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

async function nodesWith(first: number, sessions: string): Promise<readonly Node[]> {
  const { data, errors } = await gateway.query(
    `{ managedNodes(first: ${first}) { nodes { instanceId sessions(${sessions}) { nodes { sessionId target } pageInfo { hasNextPage endCursor } } } } }`,
  );
  expect(errors).toBeUndefined();
  return data.managedNodes.nodes;
}

/** Sessions on a node, as a filtered list of that node alone has them. */
async function listedFor(instanceId: string): Promise<readonly string[]> {
  const { data } = await gateway.query(
    `{ ssmSessions(filters: [{ key: TARGET, value: "${instanceId}" }], first: 200) { nodes { sessionId } } }`,
  );
  return data.ssmSessions.nodes.map(({ sessionId }: { sessionId: string }) => sessionId);
}

const callsToList = () => gateway.emulator.count('DescribeSessions');

describe('Sessions of many nodes', () => {
  test('of a short list cost one listing', async () => {
    await start(50, 120);
    const nodes = await nodesWith(50, 'first: 20');
    expect(callsToList()).toBe(1);
    for (const { instanceId, sessions } of nodes.slice(0, 5)) {
      expect(sessions.nodes.map(({ sessionId }) => sessionId)).toEqual(await listedFor(instanceId));
    }
  });

  test('of a list of several pages cost its ten pages and a quarter more at most, with and without a cache', async () => {
    for (const cacheTtlMs of [0, 60_000]) {
      await start(20, 1_900, cacheTtlMs);
      const nodes = await nodesWith(20, 'first: 200');
      expect(callsToList()).toBeLessThanOrEqual(13);
      expect(nodes.map(({ sessions }) => sessions.nodes.length)).toEqual(Array(20).fill(95));
      if (cacheTtlMs === 0) await gateway.close();
    }
  });

  test('are paged exactly from the cursors of the shared list', async () => {
    await start(4, 700);
    const nodes = await nodesWith(4, 'first: 7');
    for (const { instanceId, sessions } of nodes) {
      const ids = sessions.nodes.map(({ sessionId }) => sessionId);
      let { hasNextPage, endCursor } = sessions.pageInfo;
      while (hasNextPage) {
        const { data, errors } = await gateway.query(
          `query ($after: String) { managedNode(instanceId: "${instanceId}") { sessions(first: 60, after: $after) { nodes { sessionId } pageInfo { hasNextPage endCursor } } } }`,
          { after: endCursor },
        );
        expect(errors).toBeUndefined();
        ids.push(...data.managedNode.sessions.nodes.map(({ sessionId }: { sessionId: string }) => sessionId));
        ({ hasNextPage, endCursor } = data.managedNode.sessions.pageInfo);
      }
      expect(ids).toEqual(await listedFor(instanceId));
    }
  });

  test('that have ended cost one listing, too', async () => {
    const builder = buildWorld();
    for (let index = 0; index < 10; index += 1) builder.node(instance(index));
    builder.ssmSessions({ state: 'History', count: 30, each: (index) => ({ Target: instance(index % 10) }) });
    gateway = await startGateway({ world: builder.world, cacheTtlMs: 0 });
    expect((await nodesWith(10, 'state: HISTORY')).map(({ sessions }) => sessions.nodes.length)).toEqual(
      Array(10).fill(3),
    );
    expect(callsToList()).toBe(1);
  });

  test('are read for each node where the shared list fails', async () => {
    await start(5, 20);
    const failure = { service: 'ssm', operation: 'DescribeSessions', kind: 'error', code: 'AccessDeniedException' };
    gateway.emulator.faults.push({ ...failure, times: 1 } as never);
    expect((await nodesWith(5, 'first: 20')).map(({ sessions }) => sessions.nodes.length)).toEqual(Array(5).fill(4));
  });
});

test('Sessions of one node are its filtered list', async () => {
  await start(50, 120);
  await gateway.query(`{ managedNode(instanceId: "${instance(3)}") { sessions { nodes { sessionId } } } }`);
  const [call] = gateway.emulator.calls.filter(({ operation }) => operation === 'DescribeSessions');
  expect(JSON.stringify(call)).toContain('Target');
  expect(callsToList()).toBe(1);
});
