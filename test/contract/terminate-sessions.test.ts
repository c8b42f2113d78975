import { afterEach, describe, expect, test, vi } from 'vitest';
import type { World } from '../../emulator/world/state.ts';
import type { Scope } from '../../src/aws/scope.ts';
import { nodeKey } from '../../src/schema/node.ts';
import { decodeId, encodeId } from '../../src/schema/node-id.ts';
import { startGateway, type TestGateway, type TestGatewayOptions } from '../support/gateway.ts';
import { PLACES, roleOf, SCOPES, tagOf } from '../support/scopes.ts';
import { appStreamId, poolSessionId, ssmId } from '../support/session-ids.ts';
import { buildWorld, testAccountId, testRegion, type WorldBuilder } from '../support/world.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const TOMORROW = new Date(Date.now() + 24 * 60 * 60_000);

const build = () => tell(buildWorld());

/** Sixteen AppStream sessions, twenty of SSM of which three are over, seventeen of a pool. */
function tell(builder: WorldBuilder): WorldBuilder {
  return builder
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 14 })
    .appStreamSessions({
      stack: 'Design',
      fleet: 'design',
      count: 2,
      State: 'EXPIRED',
      ConnectionState: 'NOT_CONNECTED',
    })
    .nodes(2)
    .ssmSessions({ count: 17 })
    .ssmSessions({ count: 3, state: 'History' })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', count: 17, ExpirationTime: TOMORROW });
}

const idsOf = ({ place }: Pick<WorldBuilder, 'place'>, scope?: Scope) => ({
  appstream: [...place.appStreamSessions.values()].map((session) => appStreamId(session, scope)),
  ssm: [...place.ssmSessions.values()].map((session) => ssmId(session, scope)),
  pool: [...place.poolSessions.values()].map((session) => poolSessionId(session, scope)),
});

const start = async (options: TestGatewayOptions = {}) => {
  const built = build();
  gateway = await startGateway({ world: built.world, ...options });
  return { ...built, ids: idsOf(built) };
};

interface Result {
  readonly id: string;
  readonly terminated: boolean;
  readonly outcome: string | null;
  readonly userErrors: readonly { readonly code: string; readonly message: string; readonly field: string[] | null }[];
}

const BULK = `mutation ($input: TerminateSessionsInput!) {
  terminateSessions(input: $input) {
    results { id terminated outcome userErrors { code message field } }
    userErrors { code message field }
  }
}`;

async function end(ids: readonly string[], input: object = {}) {
  const { data, errors } = await gateway.query(BULK, { input: { ids, ...input } });
  expect(errors).toBeUndefined();
  return data.terminateSessions as { results: readonly Result[]; userErrors: Result['userErrors'] };
}

const ONE = `mutation ($input: TerminateSessionInput!) {
  terminateSession(input: $input) { terminatedSessionId outcome session { status } userErrors { code field } }
}`;

const endOne = (id: string, input: object = {}) => gateway.query(ONE, { input: { id, ...input } });

/** What became of each: an outcome, or the codes of its errors. */
const fates = (results: readonly Result[]) =>
  results.map(({ outcome, userErrors }) => outcome ?? userErrors.map(({ code }) => code).join());

const WRITES = ['ExpireSession', 'TerminateSession', 'TerminateWorkspacesPoolSession'];
const calls = () => gateway.emulator.calls.filter(({ service }) => service !== 'sts');
const writes = () => calls().filter(({ operation }) => WRITES.includes(operation));
const reads = () => calls().filter(({ operation }) => !WRITES.includes(operation));

/** One of each service in turn, so that neighbours are of different services. */
const mixed = (ids: ReturnType<typeof idsOf>) =>
  Array.from({ length: 20 }, (_, index) => [ids.appstream[index], ids.ssm[index], ids.pool[index]])
    .flat()
    .filter((id) => id !== undefined);

describe('Ending 50 sessions of three services', () => {
  test('gives 50 results in the order asked, each right, and costs a call each and a read of each list', async () => {
    const { ids, place } = await start();
    const asked = mixed(ids).slice(0, 50);
    // Ended since the ids were given, and vanished since.
    const vanished = [ids.appstream[3], ids.pool[5], ids.pool[6], ids.ssm[16]];
    place.appStreamSessions.delete([...place.appStreamSessions.values()][3]?.Id ?? '');
    for (const session of [...place.poolSessions.values()].slice(5, 7)) place.poolSessions.delete(session.SessionId);
    place.ssmSessions.delete([...place.ssmSessions.values()][16]?.SessionId ?? '');
    const over = new Set([...vanished, ...ids.appstream.slice(14), ...ids.ssm.slice(17)]);

    const { results, userErrors } = await end(asked);
    expect(userErrors).toEqual([]);
    expect(results.map(({ id }) => id)).toEqual(asked);
    expect(fates(results)).toEqual(asked.map((id) => (over.has(id) ? 'ALREADY_ENDED' : 'TERMINATED')));
    expect(results.map(({ terminated }) => terminated)).toEqual(asked.map((id) => !over.has(id)));
    expect(new Set(writes().map(({ input }) => input.SessionId)).size).toBe(writes().length);
    // One list before and one after for each service.
    expect(reads()).toHaveLength(6);
  });

  test('while one service denies it ends the others, and says which were denied', async () => {
    const { ids } = await start();
    gateway.emulator.faults.push({
      operation: 'TerminateWorkspacesPoolSession',
      kind: 'error',
      code: 'AccessDeniedException',
    });
    const asked = mixed(ids).slice(0, 50);
    const { results } = await end(asked);
    const denied = results.filter(({ id }) => ids.pool.includes(id));
    expect(new Set(fates(denied))).toEqual(new Set(['UPSTREAM_ACCESS_DENIED']));
    expect(denied[0]?.userErrors[0]).toEqual({
      code: 'UPSTREAM_ACCESS_DENIED',
      message: 'The gateway is not allowed to call TerminateWorkspacesPoolSession of WorkSpaces.',
      field: ['input', 'ids', String(asked.indexOf(denied[0]?.id ?? ''))],
    });
    const others = results.filter(({ id }) => !ids.pool.includes(id));
    expect(new Set(fates(others))).toEqual(new Set(['TERMINATED', 'ALREADY_ENDED']));
    expect(others.every(({ userErrors }) => userErrors.length === 0)).toBe(true);
  });

  test('while one service cannot be read ends the others, and tells it nothing', async () => {
    const { ids } = await start();
    gateway.emulator.faults.push({
      service: 'ssm',
      operation: 'DescribeSessions',
      kind: 'error',
      code: 'AccessDeniedException',
    });
    const { results } = await end([...ids.ssm.slice(0, 5), ...ids.pool.slice(0, 5)]);
    expect(fates(results)).toEqual([...Array(5).fill('UPSTREAM_ACCESS_DENIED'), ...Array(5).fill('TERMINATED')]);
    expect(gateway.emulator.count('TerminateSession')).toBe(0);
  });

  test('while one call hangs ends the others, and knows of them that they have ended', async () => {
    const { ids, place } = await start({ deadlineMs: 1_500 });
    const [hanging = ''] = place.ssmSessions.keys();
    gateway.emulator.faults.push({ operation: 'TerminateSession', inputContains: hanging, kind: 'hang' });
    const { results } = await end(ids.ssm.slice(0, 5));
    expect(fates(results)).toEqual(['UPSTREAM_TIMEOUT', ...Array(4).fill('TERMINATED')]);
  });

  test('that AWS throttles ends them all, at the pace of AWS', async () => {
    const { ids } = await start();
    await gateway.query('{ ssmSessions { nodes { id } } }');
    gateway.emulator.throttles.push({ service: 'ssm', rate: 20, burst: 5 });
    const { results } = await end(ids.ssm.slice(0, 15));
    expect(new Set(fates(results))).toEqual(new Set(['TERMINATED']));
  });
});

describe('Ending 50 sessions of three services in two scopes, some ended already, some vanished, one scope denied', () => {
  const [near, , , far] = PLACES as [Scope, Scope, Scope, Scope];
  const [ended, over, denied] = ['TERMINATED', 'ALREADY_ENDED', 'UPSTREAM_ACCESS_DENIED'].map(
    (fate) => (count: number) => Array<string>(count).fill(fate),
  ) as [Fate, Fate, Fate];
  type Fate = (count: number) => string[];

  /** Nine of AppStream, the last two over, eight of SSM, the last three over, eight of a pool; the first of each vanishes. */
  function choose(world: World, scope: Scope): readonly string[] {
    const place = world.place(scope.accountId, scope.region);
    const { appstream, ssm, pool } = idsOf({ place }, scope);
    const [streaming, shell, desktop] = [appstream.slice(7), ssm.slice(12), pool.slice(9)];
    place.appStreamSessions.delete(home(streaming[0])[0]);
    place.ssmSessions.delete(home(shell[0])[0]);
    place.poolSessions.delete(home(desktop[0])[0]);
    return [...streaming, ...shell, ...desktop];
  }

  /** AWS's id of a session, and the scope that it is in, as the gateway's id has them. */
  function home(id = ''): readonly [sessionId: string, tag: string] {
    const [accountId = '', region = '', ...parts] = JSON.parse(decodeId(id).id) as string[];
    return [parts.at(-1) ?? '', tagOf({ accountId, region })];
  }

  const told = () => writes().map((call) => [call.input.SessionId, tagOf(call)]);

  test.each([
    {
      what: 'its ends',
      conditions: WRITES.map((operation) => ({ operation, ...far })),
      // What a list shows as over is not ended again, and so not denied either.
      fates: [...denied(7), ...over(2), ...denied(16)],
      isTold: (fate: string) => fate !== 'ALREADY_ENDED',
    },
    { what: 'all calls', conditions: [far], fates: denied(25), isTold: () => false },
    {
      what: 'its role',
      conditions: [{ service: 'sts', inputContains: roleOf(far.accountId) }],
      fates: denied(25),
      isTold: () => false,
    },
  ])('$what: 50 results, each right, and each id in its own scope only', async ({ conditions, isTold, ...there }) => {
    const built = PLACES.reduce((builder, place) => tell(builder.at(place.accountId, place.region)), buildWorld());
    gateway = await startGateway({ world: built.world, scopes: SCOPES });
    const [ours, theirs] = [choose(built.world, near), choose(built.world, far)];
    gateway.emulator.faults.push(
      ...conditions.map((condition) => ({ ...condition, kind: 'error', code: 'AccessDeniedException' }) as const),
    );

    // Neighbours are of different scopes.
    const asked = ours.flatMap((id, index) => [id, theirs[index] ?? '']);
    const { results, userErrors } = await end(asked);
    expect(userErrors).toEqual([]);
    expect(results.map(({ id }) => id)).toEqual(asked);
    const fateOf = new Map(results.map((result) => [result.id, fates([result])[0]]));
    expect(theirs.map((id) => fateOf.get(id))).toEqual(there.fates);
    expect(ours.map((id) => fateOf.get(id))).toEqual([
      ...[...over(1), ...ended(6), ...over(2)],
      ...[...over(1), ...ended(4), ...over(3)],
      ...[...over(1), ...ended(7)],
    ]);

    const listedAsOver = new Set(ours.slice(7, 9));
    const expected = [
      ...ours.filter((id) => !listedAsOver.has(id)),
      ...theirs.filter((_id, index) => isTold(there.fates[index] ?? '')),
    ];
    expect(told().sort()).toEqual(expected.map(home).sort());
    expect(calls().filter((call) => ![near, far].map(tagOf).includes(tagOf(call)))).toEqual([]);
  });
});

test('Ending n sessions of one fleet is n calls and two reads of its list', async () => {
  const { ids } = await start();
  await end(ids.appstream.slice(0, 14));
  expect(gateway.emulator.count('ExpireSession')).toBe(14);
  expect(calls()).toHaveLength(16);
});

test('Ending 50 sessions of one pool with many others costs its lists twice, however long they are', async () => {
  const built = build().poolSessions({ pool: 'Ops', count: 83, ExpirationTime: TOMORROW });
  const ids = idsOf(built).pool;
  gateway = await startGateway({ world: built.world });
  const { results } = await end(ids.slice(50));
  expect(new Set(fates(results))).toEqual(new Set(['TERMINATED']));
  expect(reads().map(({ operation }) => operation)).toEqual(Array(3).fill('DescribeWorkspacesPoolSessions'));
});

describe('A session that has ended', () => {
  test.each([
    ['refuses, as since 2026', true, 'ValidationException'],
    ['succeeds, as before', false, 'ok'],
  ])('is ALREADY_ENDED where SSM %s', async (_title, endingEndedSessionFails, outcome) => {
    const { ids } = await start({ habits: { endingEndedSessionFails } });
    const { data, errors } = await endOne(ids.ssm.at(-1) ?? '');
    expect(errors).toBeUndefined();
    expect(data.terminateSession).toEqual({
      terminatedSessionId: null,
      outcome: 'ALREADY_ENDED',
      session: null,
      userErrors: [],
    });
    expect(writes()).toMatchObject([{ operation: 'TerminateSession', outcome }]);
  });

  test('between being read and being ended is no success of ours', async () => {
    const { ids, place } = await start();
    // What is read is true when AWS is asked, and no longer when it answers.
    gateway.emulator.faults.push({ operation: 'DescribeSessions', kind: 'delay', delay: 100, times: 1 });
    const ending = endOne(ids.ssm[0] ?? '');
    await vi.waitUntil(() => gateway.emulator.count('DescribeSessions') === 1, { interval: 5 });
    const [session] = place.ssmSessions.values();
    if (session) session.Status = 'Terminated';
    expect((await ending).data.terminateSession).toMatchObject({ outcome: 'ALREADY_ENDED', terminatedSessionId: null });
    expect(writes()).toMatchObject([{ operation: 'TerminateSession', outcome: 'ValidationException' }]);
  });

  test('in the words of AWS only, and not in its list, is UNCONFIRMED', async () => {
    const { ids } = await start();
    const refusal = { kind: 'error', code: 'ValidationException', message: 'Session is not in a valid state' } as const;
    gateway.emulator.faults.push({ operation: 'TerminateSession', ...refusal });
    const { data } = await endOne(ids.ssm[0] ?? '');
    expect(data.terminateSession).toMatchObject({ outcome: 'UNCONFIRMED', terminatedSessionId: null });
  });

  test.each([
    ['ValidationException', 'Session is not in a valid state', 'ALREADY_ENDED'],
    ['DoesNotExistException', 'Session does not exist', 'ALREADY_ENDED'],
    ['ValidationException', "Value at 'sessionId' failed to satisfy constraint", 'INVALID_PARAMETER'],
    ['InternalServerError', 'oops', 'UPSTREAM_UNAVAILABLE'],
  ])('is known by SSM refusing it with %s, %s: %s', async (code, message, fate) => {
    const { ids } = await start();
    gateway.emulator.faults.push({ operation: 'TerminateSession', kind: 'error', code, message });
    expect(fates((await end([ids.ssm.at(-1) ?? ''])).results)).toEqual([fate]);
  });

  test('of AppStream and of a pool is not ended again where a list says so', async () => {
    const { ids } = await start();
    const { results } = await end(ids.appstream.slice(14));
    expect(fates(results)).toEqual(['ALREADY_ENDED', 'ALREADY_ENDED']);
    expect(writes()).toEqual([]);
  });

  test('with its fleet or pool, is ALREADY_ENDED', async () => {
    const { ids, place } = await start();
    for (const session of place.appStreamSessions.values()) place.appStreamSessions.delete(session.Id);
    place.fleets.clear();
    place.pools.clear();
    for (const session of place.poolSessions.values()) place.poolSessions.delete(session.SessionId);
    const { results } = await end([ids.appstream[0] ?? '', ids.pool[0] ?? '']);
    expect(fates(results)).toEqual(['ALREADY_ENDED', 'ALREADY_ENDED']);
  });

  test('that nobody has ever seen is ALREADY_ENDED: an id of ours was a session once', async () => {
    await start();
    const { results } = await end([ssmId({ SessionId: 'nobody-0123456789abcdef0' })]);
    expect(fates(results)).toEqual(['ALREADY_ENDED']);
  });
});

describe('Repeated', () => {
  test('an end is harmless, and says so', async () => {
    const { ids } = await start();
    const asked = [ids.appstream[0], ids.ssm[0], ids.pool[0]].filter((id) => id !== undefined);
    expect(fates((await end(asked)).results)).toEqual(Array(3).fill('TERMINATED'));
    expect(fates((await end(asked)).results)).toEqual(Array(3).fill('ALREADY_ENDED'));
    expect(fates((await end(asked)).results)).toEqual(Array(3).fill('ALREADY_ENDED'));
  });

  test('an id in one request is ended once, and answered as often as it was asked', async () => {
    const { ids } = await start();
    const [one = '', other = ''] = ids.pool;
    const { results } = await end([one, other, one, one]);
    expect(results.map(({ id }) => id)).toEqual([one, other, one, one]);
    expect(fates(results)).toEqual(Array(4).fill('TERMINATED'));
    expect(writes()).toHaveLength(2);
  });

  test('at once by two requests, a session has ended, and both are told so', async () => {
    const { ids } = await start();
    const asked = [ids.appstream[0], ids.ssm[0], ids.pool[0]].filter((id) => id !== undefined);
    const both = await Promise.all([end(asked), end(asked)]);
    const told = both.flatMap(({ results }) => fates(results));
    expect(told.filter((fate) => fate !== 'TERMINATED' && fate !== 'ALREADY_ENDED')).toEqual([]);
    expect(fates((await end(asked)).results)).toEqual(Array(3).fill('ALREADY_ENDED'));
  });
});

describe('An end that AWS accepts and does not show yet', () => {
  test('is UNCONFIRMED, and once it shows, ALREADY_ENDED', async () => {
    const { ids } = await start({ habits: { endingTakes: 3_600_000 } });
    const asked = [ids.appstream[0], ids.ssm[0], ids.pool[0]].filter((id) => id !== undefined);
    const { results } = await end(asked);
    expect(fates(results)).toEqual(Array(3).fill('UNCONFIRMED'));
    expect(results.map(({ terminated }) => terminated)).toEqual([false, false, false]);
    gateway.emulator.habits.endingTakes = 0;
    expect(fates((await end(asked)).results)).toEqual(Array(3).fill('TERMINATED'));
  });

  test('is UNCONFIRMED, too, where it cannot be read again', async () => {
    const { ids } = await start();
    gateway.emulator.faults.push({
      operation: 'DescribeWorkspacesPoolSessions',
      after: 1,
      kind: 'error',
      code: 'AccessDeniedException',
    });
    expect((await endOne(ids.pool[0] ?? '')).data.terminateSession.outcome).toBe('UNCONFIRMED');
  });
});

describe('A dry run', () => {
  test('says what would be ended and who it is, and changes nothing', async () => {
    const { ids } = await start();
    const { data } = await gateway.query(
      `mutation ($ids: [ID!]!) { terminateSessions(input: { ids: $ids, dryRun: true }) {
        results { terminated outcome session { __typename status sessionId ... on PoolSession { userId } } }
      } }`,
      { ids: [ids.pool[0], ids.ssm[0], ids.appstream[0], ids.appstream[15], ids.ssm[19]] },
    );
    const there = { terminated: false, outcome: 'WOULD_TERMINATE' };
    const over = { terminated: false, outcome: 'ALREADY_ENDED' };
    expect(data.terminateSessions.results).toMatchObject([
      { ...there, session: { __typename: 'PoolSession', status: 'CONNECTED', userId: expect.any(String) } },
      { ...there, session: { __typename: 'SsmSession', status: 'CONNECTED' } },
      { ...there, session: { __typename: 'AppStreamSession', status: 'CONNECTED' } },
      { ...over, session: { __typename: 'AppStreamSession', status: 'TERMINATED' } },
      { ...over, session: null },
    ]);
    expect(writes()).toEqual([]);
  });

  test('of one session says the same', async () => {
    const { ids } = await start();
    const { data } = await endOne(ids.ssm[0] ?? '', { dryRun: true });
    expect(data.terminateSession).toEqual({
      terminatedSessionId: null,
      outcome: 'WOULD_TERMINATE',
      session: { status: 'CONNECTED' },
      userErrors: [],
    });
    expect(writes()).toEqual([]);
  });
});

describe('What cannot be ended', () => {
  const elsewhere = { accountId: '999999999999', region: 'eu-west-1' };
  const bad = (): readonly (readonly [string, string])[] => [
    ['garbage', 'INVALID_ID'],
    ['', 'INVALID_ID'],
    [encodeId('Fleet', nodeKey({ accountId: testAccountId, region: testRegion }, 'design')), 'NOT_SUPPORTED'],
    [encodeId('User', '["alice"]'), 'NOT_SUPPORTED'],
    [ssmId({ SessionId: 'x'.repeat(97) }), 'INVALID_ID'],
    [ssmId({ SessionId: 'user-1' }, elsewhere), 'NOT_FOUND'],
    [ssmId({ SessionId: 'user-1' }, { accountId: testAccountId, region: 'us-east-1' }), 'NOT_FOUND'],
  ];

  test('is its own userError among many, and the others are ended', async () => {
    const { ids } = await start();
    const [first = '', last = ''] = ids.pool;
    const { results, userErrors } = await end([first, ...bad().map(([id]) => id), last]);
    expect(userErrors).toEqual([]);
    expect(fates(results)).toEqual(['TERMINATED', ...bad().map(([, code]) => code), 'TERMINATED']);
    expect(results[1]?.userErrors[0]?.field).toEqual(['input', 'ids', '1']);
    expect(writes()).toHaveLength(2);
  });

  test('alone is a userError, and no call', async () => {
    await start();
    for (const [id, code] of bad()) {
      const { data, errors } = await endOne(id);
      expect(errors).toBeUndefined();
      expect(data.terminateSession).toMatchObject({
        outcome: null,
        terminatedSessionId: null,
        userErrors: [{ code, field: ['input', 'id'] }],
      });
    }
    expect(calls()).toEqual([]);
  });

  test('for reasons upstream is a GraphQL error of a single one', async () => {
    const { ids } = await start();
    gateway.emulator.faults.push({ operation: 'ExpireSession', kind: 'error', code: 'AccessDeniedException' });
    const { errors } = await endOne(ids.appstream[0] ?? '');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UPSTREAM_ACCESS_DENIED', operation: 'ExpireSession' });
  });

  test('since the pool is being changed is a userError', async () => {
    const { ids } = await start();
    gateway.emulator.faults.push({
      operation: 'TerminateWorkspacesPoolSession',
      kind: 'error',
      code: 'OperationInProgressException',
    });
    expect((await endOne(ids.pool[0] ?? '')).data.terminateSession.userErrors).toMatchObject([
      { code: 'CONCURRENT_MODIFICATION' },
    ]);
    expect(fates((await end(ids.pool.slice(0, 2))).results)).toEqual(Array(2).fill('CONCURRENT_MODIFICATION'));
  });
});

test('No ids are no results and no call', async () => {
  await start();
  expect(await end([])).toEqual({ results: [], userErrors: [] });
  expect(calls()).toEqual([]);
});

test('51 ids are refused as a whole, and nothing is ended', async () => {
  const { ids } = await start();
  const { results, userErrors } = await end([...mixed(ids).slice(0, 50), 'one more']);
  expect(results).toBeNull();
  expect(userErrors).toEqual([
    { code: 'OUT_OF_RANGE', message: '`ids` has 51 entries; it may have 50.', field: ['input', 'ids'] },
  ]);
  expect(calls()).toEqual([]);
});

test('What was read before is read anew after, although answers are kept', async () => {
  const { ids } = await start();
  const document = `query ($ids: [ID!]!) {
    nodes(ids: $ids) { ... on Session { status } }
    fleet(name: "design") { sessions(first: 50) { nodes { id status } } computeCapacityStatus { inUse } }
    ssmSessions { nodes { id } }
    pools { nodes { capacityStatus { activeUserSessions } sessions { nodes { id } } } }
  }`;
  const asked = [ids.appstream[0], ids.ssm[0], ids.pool[0]].filter((id) => id !== undefined);
  const before = (await gateway.query(document, { ids: asked })).data;
  await end(asked);
  const { data: after } = await gateway.query(document, { ids: asked });
  expect(before.nodes.map((node: { status: string }) => node.status)).toEqual(['CONNECTED', 'CONNECTED', 'CONNECTED']);
  expect(after.nodes).toEqual([{ status: 'TERMINATED' }, { status: 'TERMINATED' }, null]);
  expect(after.fleet.computeCapacityStatus.inUse).toBe(before.fleet.computeCapacityStatus.inUse - 1);
  expect(after.ssmSessions.nodes).toHaveLength(before.ssmSessions.nodes.length - 1);
  expect(after.pools.nodes[0].sessions.nodes).toHaveLength(before.pools.nodes[0].sessions.nodes.length - 1);
  expect(after.pools.nodes[0].capacityStatus.activeUserSessions).toBe(
    before.pools.nodes[0].capacityStatus.activeUserSessions - 1,
  );
});

describe('What is kept from before', () => {
  test('does not make a success of the end of a session that has ended since', async () => {
    const { ids, place } = await start();
    await gateway.query('{ ssmSessions { nodes { id } } fleet(name: "design") { sessions { nodes { id } } } }');
    const [session] = place.ssmSessions.values();
    if (session) session.Status = 'Terminated';
    const [streaming] = place.appStreamSessions.values();
    if (streaming) streaming.State = 'EXPIRED';
    const { results } = await end([ids.ssm[0] ?? '', ids.appstream[0] ?? '']);
    expect(fates(results)).toEqual(['ALREADY_ENDED', 'ALREADY_ENDED']);
  });
});

describe('The audit log', () => {
  test('has the intent with its reason and scopes, each attempt before its call, each result, and the end', async () => {
    const { ids } = await start();
    const [live = '', other = ''] = ids.pool;
    await end([live, other, 'garbage', ids.appstream[15] ?? ''], { reason: 'Left the company' });
    const [intent, ...rest] = gateway.audit;
    expect(intent).toMatchObject({
      phase: 'intent',
      operation: 'terminateSessions',
      scopes: [{ accountId: testAccountId, region: testRegion }],
      input: { ids: [live, other, 'garbage', ids.appstream[15]], reason: 'Left the company' },
    });
    const last = rest.at(-1);
    expect(last).toMatchObject({ phase: 'result', outcome: 'done' });
    expect(last?.upstream).toMatchObject(Array(2).fill({ operation: 'TerminateWorkspacesPoolSession', outcome: 'ok' }));
    const attempts = rest.filter(({ attempt }) => attempt !== undefined);
    expect(attempts).toMatchObject([
      { attempt: live, service: 'WORKSPACES', scope: { accountId: testAccountId, region: testRegion } },
      { attempt: other, sessionId: expect.any(String) },
    ]);
    const results = rest.filter(({ result }) => result !== undefined);
    expect(
      Object.fromEntries(results.map(({ result, outcome, userErrors }) => [result, outcome ?? userErrors])),
    ).toMatchObject({
      [live]: 'TERMINATED',
      [other]: 'TERMINATED',
      garbage: [{ code: 'INVALID_ID' }],
      [ids.appstream[15] ?? '']: 'ALREADY_ENDED',
    });
  });
});
