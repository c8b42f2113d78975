import { afterEach, describe, expect, test } from 'vitest';
import { encodeId } from '../../src/schema/ids/node-id.ts';
import { nodeKey } from '../../src/schema/relay/node.ts';
import { ssmId } from '../support/session-ids.ts';
import { calls, end, endOne, fates, gateway, mixed, start, writes } from '../support/terminations.ts';
import { testAccountId, testRegion } from '../support/world.ts';

afterEach(() => gateway.close());

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

test('51 ids are rejected as a whole, and nothing is terminated', async () => {
  const { ids } = await start();
  const { results, userErrors } = await end([...mixed(ids).slice(0, 50), 'one more']);
  expect(results).toBeNull();
  expect(userErrors).toEqual([
    { code: 'OUT_OF_RANGE', message: '`ids` has 51 entries; it may have 50.', field: ['input', 'ids'] },
  ]);
  expect(calls()).toEqual([]);
});

test('Reads after a termination bypass cached answers', async () => {
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

describe('A cached session', () => {
  test('does not make a success of the end of a session that has ended since', async () => {
    const { ids, location } = await start();
    await gateway.query('{ ssmSessions { nodes { id } } fleet(name: "design") { sessions { nodes { id } } } }');
    const [session] = location.ssmSessions.values();
    if (session) session.Status = 'Terminated';
    const [streaming] = location.appStreamSessions.values();
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
      { attempt: live, service: 'WORKSPACES', location: { accountId: testAccountId, region: testRegion } },
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
