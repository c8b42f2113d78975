import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccessScope } from '../../src/schema/access/access.ts';
import { firstScan, LIVE_PAGE, livePage } from '../support/live-query.ts';
import { codesOf, type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { ALICE, alices, OWN, ownWorld } from '../support/self-scoped-world.ts';

const ALL: readonly AccessScope[] = ['sessions:read'];
const count =
  alices.appstream.length + alices.ssm.filter(({ Status }) => Status !== 'Terminated').length + alices.pool.length;

let guarded: Guarded;
beforeAll(async () => {
  guarded = await startGuarded({ world: ownWorld });
  await firstScan(guarded.gateway);
});
afterAll(() => guarded.close());

const ask = async (variables: Record<string, unknown> = {}, scopes = OWN) =>
  livePage(await guarded.ask(LIVE_PAGE, { scopes, variables }));
const facet = async (by: string, filter = '{}') => {
  const document = `{ liveSessions(filter: ${filter}) { facet(by: ${by}, first: 200) { values { value count } otherCount } } }`;
  return (await guarded.ask(document, { scopes: OWN })).data.liveSessions.facet;
};

test('A self-scoped caller sees pages and totals of their own sessions only', async () => {
  const page = await ask({ first: 200 });
  expect(page.totalCount).toBe(count);
  expect(page.edges).toHaveLength(count);
  const users = page.edges.map(({ node }: { node: { user: { userName: string } } }) => node.user.userName);
  expect(new Set(users)).toEqual(new Set([ALICE]));
  const last = await ask({ last: 1 });
  expect(last.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
  expect((await ask({ first: 200 }, ALL)).totalCount).toBeGreaterThan(count);
});

test.each(['SERVICE', 'STATUS', 'REGION', 'RESOURCE', 'USER'])(
  'Their facet by %s counts their own sessions only',
  async (by) => {
    const { values, otherCount } = await facet(by);
    expect(otherCount).toBe(0);
    expect(values.reduce((sum: number, each: { count: number }) => sum + each.count, 0)).toBe(count);
    expect(JSON.stringify(values)).not.toMatch(/bob|others-only|wspool-aaaaaaaaa/i);
  },
);

test('Their facet by user omits the condition `userName`, but not themselves', async () => {
  expect((await facet('USER', '{ userName: "bob@example.com" }')).values).toEqual([{ value: ALICE, count }]);
});

test('Another user is not found by name, search or resource', async () => {
  for (const filter of [{ userName: 'bob@example.com' }, { search: 'bob' }, { fleetNames: ['beta-others-only'] }])
    expect((await ask({ filter })).totalCount).toBe(0);
  const { data } = await guarded.ask(
    '{ user(userName: "bob@example.com") { liveSessions { totalCount nodes { id } } } }',
    {
      scopes: OWN,
    },
  );
  expect(data.user.liveSessions).toEqual({ totalCount: 0, nodes: [] });
});

test('Their sources are one per service and location, with their own sessions, and tell nothing of fleets, pools and others', async () => {
  const { sources } = await ask();
  const shown = sources.map(({ label, sessions }: { label: string; sessions: number }) => [label, sessions]);
  expect(shown.toSorted()).toEqual([
    ['AppStream eu-west-1', alices.appstream.length],
    ['SSM eu-west-1', count - alices.appstream.length - alices.pool.length],
    ['WorkSpaces Personal eu-west-1', 0],
    ['WorkSpaces Pools eu-west-1', alices.pool.length],
  ]);
  for (const source of sources)
    expect(source).toMatchObject({ status: 'UP_TO_DATE', callsPerScan: null, nextReadAt: null });
  expect((await ask({}, ALL)).sources.length).toBeGreaterThan(3);
});

test('Their cursors and positions are encrypted: two of one place differ, and none is valid for another caller', async () => {
  const [one, other] = [await ask({ first: 1 }), await ask({ first: 1 })];
  expect(one.edges[0].node.id).toBe(other.edges[0].node.id);
  expect(one.pageInfo.endCursor).not.toBe(other.pageInfo.endCursor);
  expect(one.position).not.toBe(other.position);
  const variables = { after: one.pageInfo.endCursor };
  expect(codesOf(await guarded.ask(LIVE_PAGE, { scopes: ALL, variables }))).toEqual(['INVALID_CURSOR']);
  expect(codesOf(await guarded.ask(LIVE_PAGE, { scopes: OWN, user: 'bob@example.com', variables }))).toEqual([
    'INVALID_CURSOR',
  ]);
  expect(codesOf(await guarded.ask(LIVE_PAGE, { scopes: OWN, variables }))).toEqual([]);
});

test('A self-scoped caller without a name has no live sessions', async () => {
  const page = livePage(await guarded.ask(LIVE_PAGE, { scopes: OWN, user: null }));
  expect(page).toMatchObject({ totalCount: 0, edges: [] });
});

test('A caller without a scope for sessions reads none', async () => {
  const answer = await guarded.ask(LIVE_PAGE, { scopes: ['fleets:read'] });
  expect(codesOf(answer)).toEqual(['FORBIDDEN']);
});
