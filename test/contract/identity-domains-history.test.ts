import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccessScope } from '../../src/schema/access/access.ts';
import type { Answer } from '../support/gateway.ts';
import { firstScan } from '../support/live-query.ts';
import { ACCOUNTS, fourLocations, SCOPES } from '../support/locations.ts';
import { type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { USAGE, usageOf } from '../support/usage-query.ts';

/** One bare name in both accounts: two users, as the first account has a domain of its own. */
const world = fourLocations((builder, tag) => {
  builder.appStreamSessions({ stack: 'Shared', fleet: 'shared', Id: `alice-${tag}`, UserId: 'Alice' });
  builder.appStreamSessions({ stack: 'Shared', fleet: 'shared', Id: `full-${tag}`, UserId: 'alice@example.com' });
});
const scopes = SCOPES.map((entry) => ({
  ...entry,
  ...(entry.roleArn.includes(ACCOUNTS[0]) && { identityDomain: 'One.example' }),
}));
const WINDOW = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' };
const OF_ONE = ['alice-1-eu', 'alice-1-us'];
const OF_OTHER = ['alice-2-eu', 'alice-2-us', 'full-1-eu', 'full-1-us', 'full-2-eu', 'full-2-us'];

let guarded: Guarded;
beforeAll(async () => {
  guarded = await startGuarded({ world, scopes, identityDomain: 'example.com', services: ['APPSTREAM'] });
  await firstScan(guarded.gateway);
  const { data } = await ask('{ liveSessions(filter: { search: "alice" }) { totalCount } }', ['sessions:read']);
  expect(data.liveSessions.totalCount).toBe(8);
});
afterAll(() => guarded.close());

const ask = (
  document: string,
  held: readonly AccessScope[],
  variables: Record<string, unknown> = {},
  user = 'admin@example.com',
): Promise<Answer> => guarded.ask(document, { scopes: held, variables, user });

const RECORDS = `query ($filter: SessionHistoryFilter!) {
  sessionHistory(filter: $filter, first: 100) { totalCount nodes { sessionId location { accountId } user { userName } session { user { userName } } } } }`;

async function records(
  filter: object,
  held: readonly AccessScope[] = ['history:read', 'sessions:read'],
  user?: string,
) {
  const { data, errors } = await ask(RECORDS, held, { filter: { ...WINDOW, ...filter } }, user);
  expect(errors).toBeUndefined();
  const nodes = data.sessionHistory.nodes as { sessionId: string; user: object; session: { user: object } }[];
  expect(data.sessionHistory.totalCount).toBe(nodes.length);
  for (const each of nodes) expect(each.user).toEqual(each.session.user);
  return nodes
    .map(({ sessionId }) => sessionId)
    .filter((id) => /^(?:alice|full)/.test(id))
    .sort();
}

describe('Where an account has a domain of its own, records of a bare name', () => {
  test.each<[string, readonly string[]]>([
    ['alice@one.example', OF_ONE],
    ['ALICE@ONE.EXAMPLE', OF_ONE],
    ['alice@example.com', OF_OTHER],
    ['Alice', OF_OTHER],
    ['alice@two.example', []],
  ])('are found by the name %s of their account', async (userName, ids) => {
    expect(await records({ userName })).toEqual(ids);
    expect(
      (
        await ask(`{ user(userName: "${userName}") { sessionHistory { totalCount } liveSessions { totalCount } } }`, [
          'history:read',
          'sessions:read',
        ])
      ).data.user,
    ).toEqual({
      sessionHistory: { totalCount: ids.length },
      liveSessions: { totalCount: ids.length },
    });
  });

  test('are found by the beginning of the name as it is shown', async () => {
    expect(await records({ userNamePrefix: 'Alice@o' })).toEqual(OF_ONE);
    expect(await records({ userNamePrefix: 'alice' })).toEqual([...OF_ONE, ...OF_OTHER].sort());
  });

  test('are the own ones of the caller with that name', async () => {
    const own: readonly AccessScope[] = ['history:read:own', 'sessions:read:own'];
    expect(await records({}, own, 'alice@one.example')).toEqual(OF_ONE);
    expect(await records({}, own, 'Alice')).toEqual(OF_OTHER);
    expect(await records({ accountIds: [ACCOUNTS[1]] }, own, 'alice@one.example')).toEqual([]);
  });

  test('are series of two users in usage', async () => {
    const held: readonly AccessScope[] = ['usage:read', 'history:read'];
    const { series } = usageOf(
      await ask(USAGE, held, {
        filter: { ...WINDOW, fleetNames: ['shared'] },
        by: ['USER', 'ACCOUNT'],
        interval: 'MONTH',
      }),
    );
    const sessionsOf = new Map(
      series.map(({ key, total }) => [key.map(({ value }) => value).join(' '), total.peakConcurrent]),
    );
    expect(sessionsOf.get(`alice@one.example ${ACCOUNTS[0]}`)).toBe(2);
    expect(sessionsOf.get(`alice@example.com ${ACCOUNTS[0]}`)).toBe(2);
    expect(sessionsOf.get(`alice@example.com ${ACCOUNTS[1]}`)).toBe(4);
  });

  test('are erased by that name alone, and those of the other user stay', async () => {
    const erase = async (userName: string) =>
      (
        await ask(`mutation { eraseUser(input: { userName: "${userName}" }) { erasedRecords runningSessions } }`, [
          'people:erase',
        ])
      ).data.eraseUser;
    expect(await erase('Alice@One.Example')).toEqual({ erasedRecords: 2, runningSessions: 2 });
    expect(await records({ userName: 'alice@example.com' })).toEqual(OF_OTHER);
    expect(await erase('alice@two.example')).toEqual({ erasedRecords: 0, runningSessions: 0 });
  });
});
