import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '../../src/schema/ids/node-id.ts';
import { FUZZ_SECRET, oddCursor, oddId, oddText, oddValue } from '../support/fuzz.ts';
import { type Answer, startGateway, type TestGateway } from '../support/gateway.ts';
import { HISTORY_PAGE, historyPage } from '../support/history-query.ts';
import { LIVE_PAGE, livePage } from '../support/live-query.ts';
import { oddHistoryFilter, oddLiveFilter, oddNames, oddUsageFilter, TRAPS } from '../support/odd-filters.ts';
import { POSTGRES } from '../support/postgres.ts';
import { createDatabase } from '../support/shared-postgres.ts';
import { USAGE } from '../support/usage-query.ts';
import { buildWorld } from '../support/world.ts';

/** `FUZZ=10` runs ten times as many requests. */
const FACTOR = Number(process.env.FUZZ ?? 1);

/** Codes by which an input is rejected. No input is a failure of the gateway, of AWS or of the store. */
const REJECTIONS = ['BAD_USER_INPUT', 'INVALID_CURSOR', 'INVALID_ID', 'QUERY_TOO_COMPLEX'];

const WINDOW = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' };
const ERASE =
  'mutation ($input: EraseUserInput!) { eraseUser(input: $input) { erasedRecords userErrors { code field } } }';

const directions = fc.constantFrom('ASC', 'DESC');
const orders = (...fields: string[]) =>
  fc.array(fc.record({ field: fc.constantFrom(...fields), direction: directions }), { maxLength: 5 });
const pages = fc.record(
  {
    first: fc.integer({ min: -1, max: 201 }),
    last: fc.integer({ min: -1, max: 201 }),
    after: oddText,
    before: oddText,
  },
  { requiredKeys: [] },
);

const ENGINES = [
  { name: 'memory', missing: null, open: async () => ({ GATEWAY_STORE: 'memory' }), live: 'demand' as const },
  {
    name: 'PostgreSQL',
    missing: POSTGRES === null ? 'PostgreSQL is not installed' : null,
    open: async () => ({
      GATEWAY_STORE: await createDatabase(),
      GATEWAY_CURSOR_SECRET: FUZZ_SECRET,
      GATEWAY_LIVE: 'always',
    }),
    live: 'always' as const,
  },
];

describe.each(ENGINES)('With a store in $name', ({ missing, open, live }) => {
  const check = test.skipIf(missing !== null);
  let gateway: TestGateway;
  beforeAll(async () => {
    if (missing !== null) return;
    const { world } = buildWorld()
      .fleet('design')
      .stack('Design')
      .associate('Design', 'design')
      .appStreamSessions({ stack: 'Design', fleet: 'design', count: 3, UserId: 'alice@example.com' })
      .node('i-00000000000000001')
      .ssmSessions({ count: 3 })
      .ssmSessions({ count: 3, state: 'History' })
      .pool('Ops', { PoolId: 'wspool-aaaaaaaaa' })
      .poolSessions({ pool: 'Ops', count: 3 });
    gateway = await startGateway({ world, live, cursorSecret: FUZZ_SECRET, environment: await open() });
    gateway.live?.start();
  });
  afterAll(() => gateway?.close());

  /** Asserts that an answer has data, or only codes of input. */
  function judge({ data, errors = [] }: Answer): void {
    const codes = errors.map(({ extensions }) => String(extensions.code));
    expect(codes.filter((code) => !REJECTIONS.includes(code))).toEqual([]);
    expect(data !== undefined || codes.length > 0).toBe(true);
  }

  async function never(document: string, variables: fc.Arbitrary<Record<string, unknown>>, runs: number) {
    await fc.assert(
      fc.asyncProperty(variables, async (values) => judge(await gateway.query(document, values))),
      { numRuns: runs * FACTOR },
    );
  }

  check('everything is scanned and recorded', async () => {
    await expect.poll(async () => livePage(await gateway.query(LIVE_PAGE)).totalCount).toBe(9);
    const recorded = async () => historyPage(await gateway.query(HISTORY_PAGE, { filter: WINDOW })).totalCount;
    await expect.poll(recorded).toBe(12);
  });

  check('no filter, order or page of live sessions is a failure', () =>
    never(
      LIVE_PAGE,
      fc
        .tuple(oddLiveFilter, orders('STARTED_AT', 'USER_NAME', 'EXPIRES_AT', 'RESOURCE', 'STATUS'), pages)
        .map(([filter, orderBy, page]) => ({ filter, orderBy, ...page })),
      100,
    ),
  );

  check('no filter of live sessions is a failure of their facets', () =>
    never(
      `query ($filter: LiveSessionFilter) { liveSessions(filter: $filter, first: 0) { totalCount
        user: facet(by: USER) { values { value count } } resource: facet(by: RESOURCE) { values { value count } }
        status: facet(by: STATUS) { otherCount } account: facet(by: ACCOUNT, first: 0) { otherCount } } }`,
      oddLiveFilter.map((filter) => ({ filter })),
      60,
    ),
  );

  check('no filter, order or page of records is a failure', () =>
    never(
      HISTORY_PAGE,
      fc
        .tuple(oddHistoryFilter, orders('STARTED_AT', 'ENDED_AT', 'USER_NAME'), fc.oneof(pages, fc.constant({})))
        .map(([filter, orderBy, page]) => ({ filter, orderBy, ...page })),
      100,
    ),
  );

  check('no filter, interval or dimension of usage is a failure', () =>
    never(
      USAGE,
      fc
        .tuple(
          oddUsageFilter,
          fc.constantFrom('HOUR', 'DAY', 'WEEK', 'MONTH'),
          fc.option(fc.subarray(['SERVICE', 'ACCOUNT', 'REGION', 'RESOURCE', 'USER'])),
        )
        .map(([filter, interval, by]) => ({ filter, interval, by })),
      100,
    ),
  );

  check('no window of `User.sessionHistory` is a failure', () =>
    never(
      `query ($name: String!, $from: DateTime, $to: DateTime) {
        user(userName: $name) { sessionHistory(from: $from, to: $to) { totalCount nodes { id spans { status } } coverage { observedShare } } } }`,
      fc
        .tuple(oddNames('alice@example.com'), oddHistoryFilter)
        .map(([name, filter]) => ({ name, ...(filter as object | null) })),
      100,
    ),
  );

  check('no name of a user to erase is a failure: it is done, or a user error that names the member', async () => {
    const inputs = fc.record({ userName: oddNames('carol'), reason: fc.option(oddText) });
    await fc.assert(
      fc.asyncProperty(fc.oneof(inputs, oddValue), async (input) => {
        const answer = await gateway.query(ERASE, { input });
        judge(answer);
        const { erasedRecords, userErrors } = answer.data?.eraseUser ?? { erasedRecords: 0, userErrors: [] };
        expect(erasedRecords === null).toBe(userErrors.length > 0);
        for (const { code, field } of userErrors)
          expect([code, field]).toEqual(['BAD_USER_INPUT', ['input', 'userName']]);
      }),
      { numRuns: 40 * FACTOR },
    );
  });

  check('forged and garbled ids of records are null or INVALID_ID, and leave the others alone', async () => {
    const { edges } = historyPage(await gateway.query(HISTORY_PAGE, { filter: WINDOW }));
    const genuine = edges.map(({ node }: { node: { id: string } }) => node.id);
    const [known] = genuine;
    const document = `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on SessionRecord { sessionId connectedSeconds } } }`;
    const trapped = TRAPS.map((text) => encodeId('SessionRecord', JSON.stringify([text])));
    const ids = fc.array(oddId(genuine, ['SessionRecord']), { minLength: 50, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(ids, async (values) => {
        const answer = await gateway.query(document, { ids: [known, ...values, ...trapped] });
        judge(answer);
        expect(answer.data.nodes.slice(-trapped.length)).toEqual(trapped.map(() => null));
        expect(answer.data.nodes[0]).toMatchObject({ id: known, sessionId: expect.any(String) });
      }),
      { numRuns: 10 * FACTOR },
    );
  });

  const LISTS = [
    {
      field: 'sessionHistory',
      type: 'SessionHistoryFilter!',
      filter: WINDOW,
      listFilter: [
        ['from', Date.parse(WINDOW.from)],
        ['to', Date.parse(WINDOW.to)],
      ],
    },
    { field: 'liveSessions', type: 'LiveSessionFilter', filter: {}, listFilter: [] },
  ];
  check.each(LISTS)(
    'forged and garbled cursors of $field are a page or INVALID_CURSOR',
    async ({ field, type, filter, listFilter }) => {
      const document = `query ($filter: ${type}, $after: String, $before: String) {
      ${field}(filter: $filter, after: $after, before: $before) { edges { cursor } pageInfo { hasNextPage hasPreviousPage } } }`;
      const { data } = await gateway.query(document, { filter });
      const genuine = data[field].edges.map(({ cursor }: { cursor: string }) => cursor);
      const listId = JSON.stringify([field, listFilter, [{ field: 'STARTED_AT', direction: 'DESC' }]]);
      const forged = oddCursor(genuine, listId, JSON.stringify([Date.parse(WINDOW.from), 'x']));
      await fc.assert(
        fc.asyncProperty(forged, fc.boolean(), async (cursor, isBackward) => {
          const answer = await gateway.query(document, { filter, [isBackward ? 'before' : 'after']: cursor });
          const codes = answer.errors?.map(({ extensions }) => extensions.code) ?? [];
          expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
        }),
        { numRuns: 60 * FACTOR },
      );
    },
  );
});
