import { afterEach, describe, expect, test } from 'vitest';
import { ACCOUNTS, fourLocations, SCOPES } from '../support/locations.ts';
import { type Guarded, startGuarded } from '../support/protected-gateway.ts';

let guarded: Guarded;
afterEach(() => guarded.close());

/** One bare name in both accounts, and the users of one with the names that tricks would make of others. */
const world = () =>
  fourLocations((builder, tag) => {
    builder.appStreamSessions({ stack: 'Shared', fleet: 'shared', Id: `alice-${tag}`, UserId: 'Alice' });
    builder.appStreamSessions({ stack: 'Shared', fleet: 'shared', Id: `kim-${tag}`, UserId: 'kim' });
  });
const scopes = SCOPES.map((entry) => ({
  ...entry,
  ...(entry.roleArn.includes(ACCOUNTS[0]) && { identityDomain: 'One.example' }),
}));
const start = async () => {
  guarded = await startGuarded({ world: world(), scopes, identityDomain: 'example.com' });
};

const idsOf = (nodes: readonly { sessionId: string }[]) => nodes.map(({ sessionId }) => sessionId).sort();

describe('An account with a domain of its own', () => {
  test('has its own users: a bare name is not a user of another account', async () => {
    await start();
    const people = async (userName: string) => {
      const { data } = await guarded.ask(
        'query ($name: String!) { sessions(filter: { userName: $name }) { nodes { sessionId user { userName } } } user(userName: $name) { sessions { nodes { sessionId } } } }',
        { scopes: ['sessions:read'], variables: { name: userName } },
      );
      expect(idsOf(data.user.sessions.nodes)).toEqual(idsOf(data.sessions.nodes));
      for (const { user } of data.sessions.nodes) expect(user.userName).toBe(userName);
      return idsOf(data.sessions.nodes);
    };
    expect(await people('alice@one.example')).toEqual(['alice-1-eu', 'alice-1-us']);
    expect(await people('alice@example.com')).toEqual(['alice-2-eu', 'alice-2-us']);
  });

  test.each<[claim: string, ids: string[]]>([
    ['alice@one.example', ['alice-1-eu', 'alice-1-us']],
    ['ALICE@One.Example', ['alice-1-eu', 'alice-1-us']],
    ['Alice', ['alice-2-eu', 'alice-2-us']],
    ['kim', ['kim-2-eu', 'kim-2-us']],
    ['\u212aim', []],
    ['\u212aim@example.com', []],
    ['kim\u00a0', []],
    ['\tkim', []],
    ['\ufeffkim@example.com', []],
    ['kim@example.com ', []],
    ['\uff4bim', []],
    ['k\u0131m', []],
    ['ki\u0301m', []],
    ['arn:aws:sts::222222222222:assumed-role/Ops/kim', []],
    ['arn:aws:iam::222222222222:user/kim@example.com', []],
    ['alice@one.example@example.com', []],
  ])('shows the caller %j, by a token, their own sessions', async (user, ids) => {
    await start();
    const own = { scopes: ['sessions:read:own', 'sessions:terminate'] as const, user };
    const { data } = await guarded.ask(
      '{ sessions { nodes { id sessionId } } appStreamSessions(stackName: "Shared", fleetName: "shared", region: "eu-west-1", accountId: "222222222222") { nodes { sessionId } } }',
      own,
    );
    expect(idsOf(data.sessions.nodes)).toEqual(ids);
    expect(idsOf(data.appStreamSessions.nodes)).toEqual(ids.filter((id) => id.endsWith('2-eu')));
    const all = await guarded.ask('{ sessions { nodes { id } } }', { scopes: ['sessions:read'] });
    const everybodys = (all.data.sessions.nodes as { id: string }[]).map(({ id }) => id);
    const end = await guarded.ask(
      'mutation ($ids: [ID!]!) { terminateSessions(input: { ids: $ids, dryRun: true }) { results { outcome } } }',
      { ...own, variables: { ids: everybodys } },
    );
    const outcomes = (end.data.terminateSessions.results as { outcome: string | null }[]).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome !== null)).toEqual(ids.map(() => 'WOULD_TERMINATE'));
  });
});
