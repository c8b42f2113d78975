import { describe, expect, test } from 'vitest';
import { type Answer, startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { HISTORY_PAGE, historyPage, sessionIds } from '../support/history-query.ts';
import { firstScan } from '../support/live-query.ts';
import { at, iso, type PastSession, storedHistory } from '../support/stored-history.ts';
import { buildWorld, testAccountId, testRegion } from '../support/world.ts';

const { world } = buildWorld().node('i-00000000000000001').ssmSessions({ count: 2 });
const DAY = { from: iso(0), to: iso(24) };
const ALICE = 'alice@example.com';

/** Ten sessions, one after the other begin of an hour, that last one hour each. */
const hourly: PastSession[] = Array.from({ length: 10 }, (_, hour) => ({ from: hour, to: hour + 1 }));

async function withHistory(sessions: readonly PastSession[], options: TestGatewayOptions = {}): Promise<TestGateway> {
  const environment = { GATEWAY_STORE: await storedHistory(sessions, [[0, 12]]), ...options.environment };
  return startGateway({ world, live: 'off', ...options, environment });
}

/** Runs a test with a gateway whose store has sessions of the past. */
async function using(
  sessions: readonly PastSession[],
  work: (gateway: TestGateway) => Promise<void>,
  options?: TestGatewayOptions,
): Promise<void> {
  const gateway = await withHistory(sessions, options);
  try {
    await work(gateway);
  } finally {
    await gateway.close();
  }
}

const codes = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions.code);

describe('sessionHistory', () => {
  test('reads what a durable store has, with live sessions off, and takes no AWS call', async () => {
    await using([{ from: 1, to: 3, user: ALICE, connected: [[1, 2]] }], async (gateway) => {
      const page = historyPage(await gateway.query(HISTORY_PAGE, { filter: DAY }));
      expect(page.totalCount).toBe(1);
      expect(page.edges[0].node).toMatchObject({
        service: 'APPSTREAM',
        sessionId: 'aws-0',
        user: { userName: ALICE },
        fleetName: 'design',
        stackName: 'Design',
        poolId: null,
        location: { accountId: testAccountId, region: testRegion },
        startedAt: iso(1),
        started: { after: iso(1), before: iso(1) },
        ended: { after: iso(3), before: iso(3) },
        endReason: 'DISAPPEARED',
        lastStatus: 'TERMINATED',
        durationSeconds: 7_200,
        connectedSeconds: 3_600,
        connections: 1,
        spans: [{ status: 'CONNECTED', from: { before: iso(1) }, to: { before: iso(2) } }],
      });
      expect(gateway.calls()).toEqual([]);
    });
  });

  test('is read in both directions, with exact flags and total', async () => {
    await using(hourly, async (gateway) => {
      const ask = async (variables: object) =>
        historyPage(await gateway.query(HISTORY_PAGE, { filter: DAY, ...variables }));
      const first = await ask({ first: 4 });
      expect(sessionIds(first)).toEqual(['aws-9', 'aws-8', 'aws-7', 'aws-6']);
      expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
      const rest = await ask({ first: 6, after: first.pageInfo.endCursor });
      expect(sessionIds(rest)).toEqual(['aws-5', 'aws-4', 'aws-3', 'aws-2', 'aws-1', 'aws-0']);
      expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
      const back = await ask({ last: 2, before: rest.pageInfo.startCursor });
      expect(sessionIds(back)).toEqual(['aws-7', 'aws-6']);
      expect(back.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
      for (const page of [first, rest, back]) expect(page.totalCount).toBe(10);
      const none = await ask({ first: 0, after: first.pageInfo.endCursor });
      expect(none.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    });
  });

  test('lists sessions that were there in the window, whenever they started', async () => {
    const sessions = [
      { from: 0, to: 2 },
      { from: 3, to: 4 },
      { from: 1, to: null },
      { from: 5, to: 6 },
    ];
    await using(sessions, async (gateway) => {
      const page = historyPage(await gateway.query(HISTORY_PAGE, { filter: { from: iso(2), to: iso(5) } }));
      expect(sessionIds(page)).toEqual(['aws-1', 'aws-2']);
      expect(page.edges[1].node).toMatchObject({ ended: null, endReason: null });
    });
  });

  test('says how much of the window was observed, in every service and location that is read', async () => {
    await using([], async (gateway) => {
      const { coverage } = historyPage(await gateway.query(HISTORY_PAGE, { filter: DAY }));
      const shares = coverage.map(({ service, observedShare }: { service: string; observedShare: number }) => [
        service,
        observedShare,
      ]);
      expect(shares).toEqual([
        ['APPSTREAM', 0.5],
        ['SSM', 0],
        ['WORKSPACES', 0],
        ['WORKSPACES_PERSONAL', 0],
      ]);
      const filter = { ...DAY, fleetNames: ['design'] };
      expect(historyPage(await gateway.query(HISTORY_PAGE, { filter })).coverage).toHaveLength(1);
    });
  });

  test('shows a record by its id: as node, as one of nodes, and to routers', async () => {
    await using(hourly, async (gateway) => {
      const [edge] = historyPage(await gateway.query(HISTORY_PAGE, { filter: DAY, first: 1 })).edges;
      const { id } = edge.node;
      const { data } = await gateway.query(
        `query ($id: ID!, $references: [_Any!]!) {
          node(id: $id) { id ... on SessionRecord { sessionId } }
          nodes(ids: [$id]) { ... on SessionRecord { sessionId spans { status } } }
          _entities(representations: $references) { ... on SessionRecord { sessionId } }
        }`,
        { id, references: [{ __typename: 'SessionRecord', id }] },
      );
      expect(data.node).toEqual({ id, sessionId: 'aws-9' });
      expect(data.nodes).toEqual([{ sessionId: 'aws-9', spans: [] }]);
      expect(data._entities).toEqual([{ sessionId: 'aws-9' }]);
      const gone = Buffer.from('SessionRecord["session-99"]').toString('base64url');
      expect((await gateway.query('query ($id: ID!) { node(id: $id) { id } }', { id: gone })).data.node).toBeNull();
    });
  });

  test('of a user lists all that is stored of them, page by page', async () => {
    const mine = hourly.map((session, number) => ({ ...session, user: number % 2 === 0 ? ALICE : 'bob@example.com' }));
    await using(mine, async (gateway) => {
      const document = `query ($after: String) { user(userName: "Alice@Example.com") {
        sessionHistory(first: 3, after: $after) { totalCount nodes { sessionId } pageInfo { hasNextPage endCursor } }
        later: sessionHistory(from: "${iso(5)}") { totalCount }
      } }`;
      const { user } = (await gateway.query(document)).data;
      expect(user.sessionHistory).toMatchObject({ totalCount: 5, nodes: [{ sessionId: 'aws-8' }, {}, {}] });
      expect(user.later.totalCount).toBe(2);
      const next = (await gateway.query(document, { after: user.sessionHistory.pageInfo.endCursor })).data.user;
      expect(next.sessionHistory).toMatchObject({ nodes: [{ sessionId: 'aws-2' }, { sessionId: 'aws-0' }] });
      expect(next.sessionHistory.pageInfo.hasNextPage).toBe(false);
    });
  });
});

describe('What is there now', () => {
  const NOW = {
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date(Date.now() + 86_400_000).toISOString(),
  };

  test('is in the history, with the live session, until it ends: then with the reason, and without it', async () => {
    const gateway = await startGateway({ world, live: 'demand', services: ['SSM'] });
    try {
      await firstScan(gateway);
      const { data } = await gateway.query('{ liveSessions { nodes { id sessionId } } }');
      const [session] = data.liveSessions.nodes;
      const ofSession = '{ liveSessions { nodes { sessionId record { sessionId session { id } } } } }';
      const { nodes: withRecords } = (await gateway.query(ofSession)).data.liveSessions;
      const records = withRecords.map(({ record }: { record: { sessionId: string } | null }) => record?.sessionId);
      expect(records).toEqual(withRecords.map(({ sessionId }: { sessionId: string }) => sessionId));
      const document = `query ($filter: SessionHistoryFilter!) {
        sessionHistory(filter: $filter) { nodes { sessionId endReason ended { before } session { id } } coverage { observedShare } }
      }`;
      const filter = { from: '2026-01-01T00:00:00Z', to: NOW.to };
      const recordOf = async () => {
        const { nodes } = (await gateway.query(document, { filter })).data.sessionHistory;
        return nodes.find(({ sessionId }: { sessionId: string }) => sessionId === session.sessionId);
      };
      expect(await recordOf()).toMatchObject({ endReason: null, ended: null, session: { id: session.id } });
      await gateway.query('mutation ($id: ID!) { terminateSession(input: { id: $id }) { outcome } }', {
        id: session.id,
      });
      await expect.poll(recordOf).toMatchObject({ endReason: 'TERMINATED_BY_GATEWAY', ended: {} });
    } finally {
      await gateway.close();
    }
  });
});

describe('Bad input is rejected before any work', () => {
  const bad: [string, Record<string, unknown>][] = [
    ['`first` and `last`', { first: 1, last: 1 }],
    ['a `first` of 201', { first: 201 }],
    ['an empty window', { filter: { from: iso(1), to: iso(1) } }],
    ['a window that ends before it begins', { filter: { from: iso(2), to: iso(1) } }],
    ['a window of 401 days', { filter: { from: iso(0), to: iso(401 * 24) } }],
    ['four orders', { orderBy: Array.from({ length: 4 }, () => ({ field: 'STARTED_AT' })) }],
    ['an unknown order', { orderBy: [{ field: 'SHOE_SIZE' }] }],
    ['1,001 targets', { filter: { ...DAY, targets: Array.from({ length: 1_001 }, String) } }],
    ['a fleet name that AWS excludes', { filter: { ...DAY, fleetNames: ['b a d'] } }],
    ['an empty user name', { filter: { ...DAY, userName: ' ' } }],
    ['a length below 0', { filter: { ...DAY, longerThanSeconds: -1 } }],
    ['the reason UNKNOWN', { filter: { ...DAY, endReasons: ['UNKNOWN'] } }],
  ];

  test('such as both directions, empty windows and unknown values', async () => {
    await using([], async (gateway) => {
      for (const [name, variables] of bad) {
        const answer = await gateway.query(HISTORY_PAGE, { filter: DAY, ...variables });
        expect([name, codes(answer)]).toEqual([name, ['BAD_USER_INPUT']]);
      }
    });
  });

  test('such as a cursor of another list, order or filter, or one that is garbled', async () => {
    await using(hourly, async (gateway) => {
      const ask = async (variables: object) => gateway.query(HISTORY_PAGE, { filter: DAY, ...variables });
      const { endCursor } = historyPage(await ask({ first: 2 })).pageInfo;
      for (const variables of [
        { after: 'garbled' },
        { after: endCursor, orderBy: [{ field: 'USER_NAME' }] },
        { after: endCursor, filter: { ...DAY, services: ['SSM'] } },
        { before: endCursor.slice(0, -1) },
      ])
        expect(codes(await ask(variables))).toEqual(['INVALID_CURSOR']);
    });
  });

  test('such as too many lists: each counts as reading of the store', async () => {
    await using([], async (gateway) => {
      const list = (name: number) =>
        `a${name}: sessionHistory(filter: { from: "${iso(0)}", to: "${iso(1)}" }) { totalCount }`;
      const document = `{ ${Array.from({ length: 30 }, (_, name) => list(name)).join(' ')} }`;
      expect(codes(await gateway.query(document))).toEqual(['QUERY_TOO_COMPLEX']);
    });
  });
});

describe('Without records', () => {
  test.each<[string, TestGatewayOptions]>([
    ['GATEWAY_HISTORY_DAYS=0', { environment: { GATEWAY_HISTORY_DAYS: '0' } }],
    ['GATEWAY_LIVE=off and a store in memory', { live: 'off', environment: { GATEWAY_STORE: 'memory' } }],
  ])('because of %s, history is SERVICE_DISABLED, and other fields are answered', async (_, options) => {
    const gateway = await startGateway({ world, ...options });
    try {
      const answer =
        await gateway.query(`{ sessionHistory(filter: { from: "${iso(0)}", to: "${iso(1)}" }) { totalCount }
        sessionUsage(filter: { from: "${iso(0)}", to: "${iso(1)}" }) { series { total { peakConcurrent } } } sessions { nodes { id } } }`);
      expect(codes(answer)).toEqual(['SERVICE_DISABLED', 'SERVICE_DISABLED']);
      expect(answer.data).toMatchObject({
        sessionHistory: null,
        sessionUsage: null,
        sessions: { nodes: expect.any(Array) },
      });
    } finally {
      await gateway.close();
    }
  });
});

test('Records are those of the window at any time: its begin belongs to it, its end does not', async () => {
  await using([{ from: 2, to: 3 }], async (gateway) => {
    const total = async (from: number, to: number) =>
      historyPage(
        await gateway.query(HISTORY_PAGE, {
          filter: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
        }),
      ).totalCount;
    expect(await total(at(1), at(2))).toBe(0);
    expect(await total(at(1), at(2) + 1)).toBe(1);
    expect(await total(at(3) - 1, at(4))).toBe(1);
    expect(await total(at(3), at(4))).toBe(0);
  });
});
