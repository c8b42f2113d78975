import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { firstScan, LIVE_PAGE, livePage } from '../support/live-query.ts';
import { buildWorld } from '../support/world.ts';

const { world } = buildWorld().node('i-00000000000000001').ssmSessions({ count: 5 });

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ world });
  await firstScan(gateway);
});
afterAll(() => gateway.close());

const codes = async (variables: Record<string, unknown>, at = gateway) =>
  ((await at.query(LIVE_PAGE, variables)).errors ?? []).map(({ extensions }) => extensions.code);

describe('Bad input is rejected before anything is scanned', () => {
  test.each<[string, Record<string, unknown>]>([
    ['`first` and `last`', { first: 1, last: 1 }],
    ['`first` and `before`', { first: 1, before: 'x' }],
    ['`last` and `after`', { last: 1, after: 'x' }],
    ['a negative `first`', { first: -1 }],
    ['a negative `last`', { last: -1 }],
    ['a `first` of 201', { first: 201 }],
    ['a `last` of 201', { last: 201 }],
    ['five orders', { orderBy: Array.from({ length: 5 }, () => ({ field: 'REGION' })) }],
    ['an unknown order', { orderBy: [{ field: 'SHOE_SIZE' }] }],
    ['a search of 201 characters', { filter: { search: 'x'.repeat(201) } }],
    ['1,001 targets', { filter: { targets: Array.from({ length: 1_001 }, String) } }],
    ['an empty user name', { filter: { userName: ' ' } }],
    ['a fleet name that AWS excludes', { filter: { fleetNames: ['b a d'] } }],
    ['the status UNKNOWN', { filter: { statuses: ['UNKNOWN'] } }],
    ['a region that is not read', { filter: { regions: ['mars-1'] } }],
    ['an account that is not read', { filter: { accountIds: ['999999999999'] } }],
  ])('such as %s', async (_, variables) => {
    const cold = await startGateway({ world });
    try {
      expect(await codes(variables, cold)).toEqual(['BAD_USER_INPUT']);
      expect(cold.calls()).toEqual([]);
    } finally {
      await cold.close();
    }
  });

  test('such as an unknown dimension, and a number of values out of range', async () => {
    const facet = async (args: string) =>
      (await gateway.query(`{ liveSessions { facet(${args}) { otherCount } } }`)).errors?.map(
        ({ extensions }) => extensions.code,
      );
    expect(await facet('by: SHOE_SIZE')).toEqual(['BAD_USER_INPUT']);
    expect(await facet('by: STATUS, first: 201')).toEqual(['BAD_USER_INPUT']);
    expect(await facet('by: STATUS, first: -1')).toEqual(['BAD_USER_INPUT']);
  });
});

describe('Reads of the index, which take no AWS call,', () => {
  const lists = (count: number) =>
    `{ ${Array.from({ length: count }, (_, index) => `a${index}: liveSessions(first: 1, filter: { search: "${index}" }) { totalCount facet(by: USER) { otherCount } }`).join(' ')} }`;

  test('are limited in number by the values of an answer, before anything is scanned', async () => {
    const cold = await startGateway({ world });
    try {
      const { errors } = await cold.query(lists(84));
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['QUERY_TOO_COMPLEX']);
      expect(cold.calls()).toEqual([]);
    } finally {
      await cold.close();
    }
  });

  test('are served below it', async () => {
    expect((await gateway.query(lists(20))).errors).toBeUndefined();
  });
});

describe('A cursor', () => {
  const cursorOf = async (variables: Record<string, unknown>) =>
    livePage(await gateway.query(LIVE_PAGE, variables)).pageInfo.endCursor as string;
  const byRegion = [{ field: 'REGION' }];
  const connected = { statuses: ['CONNECTED'] };

  test.each<[string, Record<string, unknown>]>([
    ['order', { orderBy: byRegion }],
    ['direction', { orderBy: [{ field: 'STARTED_AT', direction: 'ASC' }] }],
    ['filter', { filter: { statuses: ['DISCONNECTED'] } }],
  ])('of another %s is INVALID_CURSOR, forward and backward', async (_, variables) => {
    const cursor = await cursorOf({ first: 2 });
    expect(await codes({ ...variables, after: cursor })).toEqual(['INVALID_CURSOR']);
    expect(await codes({ ...variables, before: cursor })).toEqual(['INVALID_CURSOR']);
  });

  test('continues with the same conditions in another order of writing', async () => {
    const after = await cursorOf({ filter: { ...connected, search: 'a' }, first: 2 });
    expect(await codes({ filter: { search: 'A', ...connected }, after })).toEqual([]);
  });

  test.each(['garbage', '', 'a.b.c.d.e.f'])('that the gateway did not make (%j) is INVALID_CURSOR', async (after) => {
    expect(await codes({ after })).toEqual(['INVALID_CURSOR']);
  });

  test('of `sessions`, an altered one and a position are INVALID_CURSOR', async () => {
    const { data } = await gateway.query(
      '{ sessions(first: 1) { pageInfo { endCursor } } liveSessions(first: 1) { position } }',
    );
    const cursor = await cursorOf({ first: 2 });
    for (const after of [
      data.sessions.pageInfo.endCursor,
      data.liveSessions.position,
      `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}`,
    ])
      expect(await codes({ after })).toEqual(['INVALID_CURSOR']);
  });

  test('is valid in another process with the same secret', async () => {
    const [one, other] = await Promise.all(
      ['secret', 'secret'].map((cursorSecret) => startGateway({ world, cursorSecret })),
    );
    try {
      const page = livePage(await (one as TestGateway).query(LIVE_PAGE, { first: 2 }));
      const next = livePage(
        await (other as TestGateway).query(LIVE_PAGE, { first: 2, after: page.pageInfo.endCursor }),
      );
      expect(next.edges).toHaveLength(2);
      expect(next.pageInfo.hasPreviousPage).toBe(true);
    } finally {
      await Promise.all([one?.close(), other?.close()]);
    }
  });
});

test('With GATEWAY_LIVE=off live sessions are null with SERVICE_DISABLED, and other fields are answered', async () => {
  const off = await startGateway({ world, live: 'off' });
  try {
    const { data, errors } = await off.query('{ liveSessions { totalCount } sessions { nodes { id } } }');
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['SERVICE_DISABLED']);
    expect(data.liveSessions).toBeNull();
    expect(data.sessions.nodes).toHaveLength(5);
  } finally {
    await off.close();
  }
});

test('A source that cannot be read is FAILED with its code, and the list is incomplete', async () => {
  const failing = await startGateway({ world });
  failing.emulator.faults.push({ kind: 'error', code: 'AccessDeniedException', status: 403, service: 'ssm' });
  try {
    const page = livePage(await failing.query(LIVE_PAGE));
    expect(page.incomplete).toBe(true);
    expect(page.sources.filter(({ status }: { status: string }) => status === 'FAILED')).toMatchObject([
      { service: 'SSM', asOf: null, sessions: 0, error: { code: 'UPSTREAM_ACCESS_DENIED' } },
    ]);
    const others = livePage(await failing.query(LIVE_PAGE, { filter: { services: ['APPSTREAM', 'WORKSPACES'] } }));
    expect(others.incomplete).toBe(false);
    expect(others.sources.map(({ service }: { service: string }) => service)).not.toContain('SSM');
  } finally {
    await failing.close();
  }
});

test('A filter that selects no source is complete', async () => {
  const page = livePage(await gateway.query(LIVE_PAGE, { filter: { services: [] } }));
  expect(page).toMatchObject({ incomplete: false, sources: [], totalCount: 0 });
});
