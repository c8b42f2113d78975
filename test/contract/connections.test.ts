import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { Quirks } from '../../emulator/quirks/quirks.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { edgesOf, followPages, PAGE } from '../support/pages.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

/** Every list there is, each with the document that pages through it and the operation that AWS is asked. */
const LISTS = {
  fleets: ['fleets(first: $first, after: $after)', 'name'],
  stacks: ['stacks(first: $first, after: $after)', 'name'],
  pools: ['pools(first: $first, after: $after)', 'poolId'],
  managedNodes: ['managedNodes(first: $first, after: $after)', 'instanceId'],
  appStreamSessions: [
    'appStreamSessions(stackName: "Design", fleetName: "design", first: $first, after: $after)',
    'sessionId',
  ],
  ssmSessions: ['ssmSessions(first: $first, after: $after)', 'sessionId'],
  poolSessions: ['poolSessions(poolId: "wspool-ops000001", first: $first, after: $after)', 'sessionId'],
} as const;

type List = keyof typeof LISTS;

function documentOf(list: List): string {
  const [field, key] = LISTS[list];
  return `query List($first: Int, $after: String) { ${field} { edges { cursor node { ${key} } } ${PAGE} } }`;
}

const follow = (list: List, first: number, from?: string | null) =>
  followPages(gateway, documentOf(list), (data) => data[list], first, from);

const keysOf = (list: List, pages: Awaited<ReturnType<typeof follow>>) =>
  edgesOf(pages).map(({ node }) => node[LISTS[list][1]]);

/** `count` of everything. */
function worldOf(count: number) {
  return buildWorld()
    .fleets(Math.max(0, count - 1))
    .stacks(Math.max(0, count - 1))
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count })
    .nodes(count)
    .ssmSessions({ count })
    .pool('Ops', { PoolId: 'wspool-ops000001' })
    .poolSessions({ pool: 'wspool-ops000001', count });
}

/** Items that AWS itself lists, in AWS's order. */
function expected(list: List, { location }: ReturnType<typeof worldOf>): unknown[] {
  switch (list) {
    case 'fleets':
      return [...location.fleets.keys()];
    case 'stacks':
      return [...location.stacks.keys()];
    case 'pools':
      return [...location.pools.keys()];
    case 'managedNodes':
      return [...location.nodes.keys()];
    case 'ssmSessions':
      return [...location.ssmSessions.keys()];
    case 'appStreamSessions':
      return [...location.appStreamSessions.of('Design', 'design')].map(({ Id }) => Id);
    case 'poolSessions':
      return [...location.poolSessions.of('wspool-ops000001')].map(({ SessionId }) => SessionId);
  }
}

const QUIRKS: Record<string, Partial<Quirks>> = {
  'at its friendliest': {},
  'with empty pages in the middle': { emptyPageEvery: 2 },
  'with a token after a full last page': { tokenAfterLastPage: true },
  'with "" for the last token': { emptyStringAsLastToken: true },
  'with all its quirks at once': {
    emptyPageEvery: 3,
    tokenAfterLastPage: true,
    tokenLength: 2_000,
    unsizedPageLength: 7,
  },
};

describe.each(Object.entries(QUIRKS))('Against AWS %s', (_title, quirks) => {
  test.each(Object.keys(LISTS) as List[])('the pages of %s, joined, are the list, for every `first`', async (list) => {
    const world = worldOf(53);
    gateway = await startGateway({ world: world.world, quirks });
    for (const first of [1, 7, 50, 53, 200]) {
      const pages = await follow(list, first);
      expect(keysOf(list, pages)).toEqual(expected(list, world));
      expect(pages.slice(0, -1).every(({ edges }) => edges.length === first)).toBe(true);
    }
  });
});

test('A list goes on from the cursor of any edge', async () => {
  const world = worldOf(60);
  gateway = await startGateway({ world: world.world, quirks: { emptyPageEvery: 2 } });
  const edges = edgesOf(await follow('appStreamSessions', 13));
  const all = expected('appStreamSessions', world);
  for (const [index, { cursor }] of edges.entries()) {
    const rest = index % 7 === 0 ? await follow('appStreamSessions', 50, cursor) : [];
    if (rest.length > 0) expect(keysOf('appStreamSessions', rest)).toEqual(all.slice(index + 1));
  }
});

describe('A full traversal of 1,000 sessions', () => {
  test.each([
    [50, {}, 20],
    [50, { tokenAfterLastPage: true }, 21],
    [7, {}, 20],
    [1, {}, 20],
    [200, {}, 20],
  ] as const)('with first: %i and quirks %j is %i AWS calls', async (first, quirks, calls) => {
    gateway = await startGateway({ world: worldOf(1_000).world, quirks });
    expect(edgesOf(await follow('appStreamSessions', first))).toHaveLength(1_000);
    expect(gateway.emulator.count('DescribeSessions')).toBe(calls);
  });
});

test('Where AWS sizes the pages itself, a traversal is as many calls as AWS has pages', async () => {
  gateway = await startGateway({ world: worldOf(60).world, quirks: { unsizedPageLength: 10 } });
  await follow('fleets', 7);
  expect(gateway.emulator.count('DescribeFleets')).toBe(6);
});

describe('An empty world', () => {
  test.each(['fleets', 'stacks', 'pools', 'managedNodes', 'ssmSessions'] as List[])(
    'has no %s, and says so',
    async (list) => {
      gateway = await startGateway();
      const { data } = await gateway.query(documentOf(list), { first: 5 });
      expect(data[list]).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
    },
  );
});

describe('`first`', () => {
  test('is 20 when it is left out', async () => {
    gateway = await startGateway({ world: worldOf(60).world });
    expect((await gateway.query(documentOf('ssmSessions'))).data.ssmSessions.edges).toHaveLength(20);
  });

  test('of 0 gives no edges and asks AWS nothing', async () => {
    gateway = await startGateway({ world: worldOf(5).world });
    const { data } = await gateway.query(documentOf('ssmSessions'), { first: 0 });
    expect(data.ssmSessions).toEqual({ edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
    expect(gateway.emulator.count('DescribeSessions')).toBe(0);
  });

  test.each([-1, 201])('of %i is BAD_USER_INPUT before any AWS call', async (first) => {
    gateway = await startGateway({ world: worldOf(5).world });
    const { errors } = await gateway.query(documentOf('ssmSessions'), { first });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(gateway.emulator.count('DescribeSessions')).toBe(0);
  });
});

describe('A cursor', () => {
  const codeOf = async (list: List, after: string) =>
    (await gateway.query(documentOf(list), { first: 5, after })).errors?.[0]?.extensions.code;
  const someCursor = async (list: List) =>
    (await gateway.query(documentOf(list), { first: 5 })).data[list].pageInfo.endCursor as string;

  test('of another field, altered or garbled is INVALID_CURSOR, before any AWS call', async () => {
    gateway = await startGateway({ world: worldOf(60).world });
    const cursor = await someCursor('fleets');
    gateway.emulator.clearCalls();
    expect(await codeOf('stacks', cursor)).toBe('INVALID_CURSOR');
    expect(await codeOf('fleets', `${cursor}x`)).toBe('INVALID_CURSOR');
    for (const garbage of ['', 'x', '💥', 'null', '../../etc/passwd', 'a'.repeat(9_999)]) {
      expect(await codeOf('fleets', garbage)).toBe('INVALID_CURSOR');
    }
    expect(gateway.emulator.calls).toEqual([]);
  });

  test('of the same field with other arguments is INVALID_CURSOR', async () => {
    gateway = await startGateway({ world: worldOf(60).world });
    const cursor = await someCursor('appStreamSessions');
    const other = `{ appStreamSessions(stackName: "Design", fleetName: "design", authenticationType: API, after: ${JSON.stringify(cursor)}) { edges { cursor } } }`;
    expect((await gateway.query(other)).errors?.[0]?.extensions.code).toBe('INVALID_CURSOR');
  });

  test('whose token AWS calls expired is CURSOR_EXPIRED', async () => {
    for (const list of ['appStreamSessions', 'ssmSessions', 'poolSessions'] as const) {
      gateway = await startGateway({ world: worldOf(300).world, quirks: { tokenLifetime: -1 }, cacheTtlMs: 0 });
      const first = list === 'ssmSessions' ? 200 : 50;
      gateway.emulator.quirks.tokenLifetime = 60_000;
      const { data } = await gateway.query(documentOf(list), { first });
      gateway.emulator.quirks.tokenLifetime = -1;
      expect(await codeOf(list, data[list].pageInfo.endCursor)).toBe('CURSOR_EXPIRED');
      await gateway.close();
    }
    gateway = await startGateway();
  });

  test('is good for every replica with the same GATEWAY_CURSOR_SECRET, and for none without', async () => {
    const { world } = worldOf(60);
    gateway = await startGateway({ world, cursorSecret: 'a secret of letters' });
    const cursor = await someCursor('fleets');
    await gateway.close();
    gateway = await startGateway({ world, cursorSecret: 'a secret of letters' });
    expect(await codeOf('fleets', cursor)).not.toBe('INVALID_CURSOR');
    await gateway.close();
    gateway = await startGateway({ world });
    expect(await codeOf('fleets', cursor)).toBe('INVALID_CURSOR');
  });
});

test('An answer of 200 edges with cursors stays small under gzip, with tokens of 2,000 characters', async () => {
  gateway = await startGateway({ world: worldOf(500).world, quirks: { tokenLength: 2_000 } });
  const [first, second] = await follow('appStreamSessions', 200);
  expect(first?.edges).toHaveLength(200);
  const answer = JSON.stringify(second);
  expect(answer.length).toBeGreaterThan(400_000);
  expect(gzipSync(answer).length).toBeLessThan(answer.length / 15);
});
