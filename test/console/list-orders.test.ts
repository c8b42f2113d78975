import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HISTORY_COLUMNS, historyOrderBy, historyOrderOf } from '../../console/src/history/history-order.ts';
import { STATUSES } from '../../console/src/sessions/session-filter.ts';
import { orderByOf, orderOf, SORTED_COLUMNS } from '../../console/src/sessions/session-order.ts';
import { by, sortParam } from '../../console/src/ui/sort.ts';
import { consoleWorld } from '../support/console-world.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { type StoreFolder, sharedHistory } from '../support/stored-history.ts';

interface Row {
  readonly node: Readonly<Record<string, string | null>> & { readonly user: { readonly userName: string } | null };
  readonly statusSince: { readonly before: string };
  readonly region: string;
}
type Value = string | number | null | undefined;

const params = (sort: string) => new URLSearchParams({ sort });
const DIRECTIONS = [false, true];

/** Order of values, from the smallest: a text by its characters, and none before all. */
function isInOrder(values: readonly Value[], isDescending: boolean): boolean {
  const rising = isDescending ? values.toReversed() : values;
  return rising.every((value, index) => index === 0 || (rising[index - 1] ?? '') <= (value ?? ''));
}

describe('The gateway sorts live sessions by the column that was chosen', () => {
  const VALUES: Readonly<Record<string, (row: Row) => Value>> = {
    user: ({ node }) => node.user?.userName,
    // A WorkSpace is of one user, and no resource that sessions share: it comes before all.
    resource: ({ node }) => node.fleetName ?? node.poolId ?? node.target,
    status: ({ node }) => STATUSES.indexOf(node.status ?? ''),
    since: ({ statusSince }) => statusSince.before,
    started: ({ node }) => node.startedAt,
    expires: ({ node }) => node.expiresAt,
    instance: ({ node }) => node.instanceId,
    region: ({ region }) => region,
  };
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ world: consoleWorld().world });
  });
  afterAll(() => gateway.close());

  async function rowsBy(sort: string): Promise<readonly Row[]> {
    const document = `query ($orderBy: [LiveSessionOrder!]) { liveSessions(orderBy: $orderBy, first: 200) { edges {
      statusSince { before }
      node { status startedAt expiresAt instanceId user { userName } location { region }
        ... on AppStreamSession { fleetName } ... on PoolSession { poolId }
        ... on SsmSession { target } } } } }`;
    const isComplete = async () => (await gateway.query('{ liveSessions { incomplete } }')).data.liveSessions;
    await expect.poll(isComplete).toEqual({ incomplete: false });
    const { data } = await gateway.query(document, { orderBy: orderByOf(orderOf(params(sort))) });
    return data.liveSessions.edges.map((edge: { node: { location: object } }) => ({ ...edge, ...edge.node.location }));
  }

  test.each(SORTED_COLUMNS)('%s, in both directions; equal sessions from the newest', async (column) => {
    for (const isDescending of DIRECTIONS) {
      const rows = await rowsBy(sortParam({ column, isDescending }));
      const shown = VALUES[column] as (row: Row) => Value;
      expect(rows).toHaveLength(77);
      expect(isInOrder(rows.map(shown), isDescending)).toBe(true);
      for (const [, equal = []] of Map.groupBy(rows, shown))
        expect(isInOrder(equal.map(VALUES.started as (row: Row) => Value), true)).toBe(true);
    }
  });

  test('the newest first, where the URL has another column, or none', async () => {
    for (const url of ['', 'sort=', 'sort=-', 'sort=constructor', 'sort=--user', 'sort=USER'])
      expect(orderOf(new URLSearchParams(url))).toEqual({ column: 'started', isDescending: true });
  });
});

describe('The gateway sorts records by the column that was chosen', () => {
  let history: StoreFolder;
  let gateway: TestGateway;
  beforeAll(async () => {
    const sessions = ['carol', 'alice', 'dave', 'bob'].map((user, index) => ({ user, from: index, to: 5 - index / 2 }));
    history = await sharedHistory(sessions, [[0, 6]]);
    gateway = await startGateway({ live: 'off', environment: { GATEWAY_STORE: history.store } });
  });
  afterAll(async () => {
    await gateway.close();
    history.remove();
  });

  test.each([
    ['user', ['alice', 'bob', 'carol', 'dave']],
    ['started', ['carol', 'alice', 'dave', 'bob']],
    ['ended', ['bob', 'dave', 'alice', 'carol']],
  ] as const)('%s, in both directions', async (column, users) => {
    expect(HISTORY_COLUMNS).toContain(column);
    const document = `query ($orderBy: [SessionRecordOrder!]) { sessionHistory(
      filter: { from: "2026-01-01T00:00:00Z", to: "2026-12-31T00:00:00Z" }, orderBy: $orderBy, first: 50)
      { nodes { user { userName } } } }`;
    for (const isDescending of DIRECTIONS) {
      const orderBy = historyOrderBy(historyOrderOf(params(sortParam({ column, isDescending }))));
      const { data } = await gateway.query(document, { orderBy });
      const names = data.sessionHistory.nodes.map(({ user }: { user: { userName: string } }) => user.userName);
      expect(names).toEqual(isDescending ? users.toReversed() : users);
    }
  });
});

test('Rows that the console sorts itself are in the order of a number, or of a text as people have it', () => {
  const sorted = (values: readonly Value[]) => values.toSorted(by((value: Value) => value));
  expect(sorted([10, 9, null, 1])).toEqual([null, 1, 9, 10]);
  expect(sorted(['b', 'Ä', 'a', 'B', undefined])).toEqual(['a', 'Ä', 'b', 'B', undefined]);
});
