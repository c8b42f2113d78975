import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeId } from '../../src/schema/ids/node-id.ts';
import type { Answer } from '../support/gateway.ts';
import { type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { ALICE, alices, bobs, OWN, ownWorld } from '../support/self-scoped-world.ts';
import { appStreamId, poolSessionId, ssmId } from '../support/session-ids.ts';

let guarded: Guarded;
beforeAll(async () => {
  guarded = await startGuarded({ world: ownWorld, traceAlways: true });
});
beforeEach(() => guarded.gateway.emulator.clearCalls());
afterAll(() => guarded.close());

const ask = (document: string, variables: Record<string, unknown> = {}, scopes = OWN) =>
  guarded.ask(document, { scopes, variables });

describe('A caller with sessions:read:own', () => {
  test('with sessions:read, too, reads all', async () => {
    const { data } = await ask('{ ssmSessions(first: 200) { nodes { owner } pageInfo { hasNextPage } } }', {}, [
      'sessions:read:own',
      'sessions:read',
    ]);
    expect(data.ssmSessions.nodes).toHaveLength(200);
  });

  test('sees one source per service and location, however many lists it has', async () => {
    const SOURCES = '{ sessions(first: 1) { sources { service label status error { code } } incomplete } }';
    const { data } = await ask(SOURCES);
    const labels: string[] = data.sessions.sources.map(({ label }: { label: string }) => label);
    expect(labels).toEqual([
      'AppStream eu-west-1',
      'SSM eu-west-1',
      'WorkSpaces Pools eu-west-1',
      'WorkSpaces Personal eu-west-1',
    ]);
    // The same for a caller who has nothing anywhere.
    const stranger = await guarded.ask(SOURCES, { scopes: OWN, user: 'absent@example.com' });
    expect(
      stranger.data.sessions.sources.map(({ label, status }: Record<string, string>) => `${label}: ${status}`),
    ).toEqual(labels.map((label) => `${label}: COMPLETE`));
  });

  test('gets the same answer for a fleet, stack or pool whether it exists or not', async () => {
    const filters = [
      { fleetNames: ['beta-others-only'] },
      { fleetNames: ['gone'] },
      { stackNames: ['Others-Only'] },
      { stackNames: ['Gone'] },
    ];
    const answers = await Promise.all(
      filters.map((filter) =>
        ask(
          'query ($filter: SessionFilter) { sessions(filter: $filter) { nodes { id } sources { label status } incomplete pageInfo { hasNextPage endCursor } } }',
          { filter },
        ),
      ),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);

    const LIST = '{ nodes { id } pageInfo { hasNextPage endCursor } }';
    const pairs = [
      [
        'appStreamSessions(stackName: "Others-Only", fleetName: "beta-others-only")',
        'appStreamSessions(stackName: "Gone", fleetName: "gone")',
      ],
      ['poolSessions(poolId: "wspool-aaaaaaaaa")', 'poolSessions(poolId: "wspool-zzzzzzzzz")'],
    ] as const;
    for (const [there, gone] of pairs) {
      expect(await ask(`{ list: ${gone} ${LIST} }`)).toEqual(await ask(`{ list: ${there} ${LIST} }`));
    }
  });

  test('finds no other user: neither by filter nor as `user`', async () => {
    const document = `query ($filter: SessionFilter) {
      sessions(filter: $filter) { edges { cursor } sources { label } incomplete pageInfo { hasNextPage endCursor } }
      user(userName: "bob@example.com") { userName sessions { edges { cursor } incomplete } }
    }`;
    const { data, errors } = await ask(document, { filter: { userName: 'bob@example.com' } });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      sessions: { edges: [], sources: [], incomplete: false, pageInfo: { hasNextPage: false, endCursor: null } },
      user: { userName: 'bob@example.com', sessions: { edges: [], incomplete: false } },
    });
    expect(guarded.gateway.emulator.count()).toBe(0);
    const spelled = await ask('{ sessions(filter: { userName: "ALICE@EXAMPLE.COM" }, first: 1) { nodes { id } } }');
    expect(spelled.data.sessions.nodes).toHaveLength(1);
  });

  const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
  test('looks up their own by id; others’ are null like sessions that do not exist', async () => {
    const ids = [
      appStreamId(alices.appstream[0] as never),
      ssmId(alices.ssm[0] as never),
      poolSessionId(alices.pool[0] as never),
      appStreamId(bobs.appstream),
      ssmId(bobs.ssm),
      ssmId(bobs.nobodys),
      poolSessionId(bobs.pool),
      ssmId({ SessionId: 'gone-0123456789abcdef0' }),
      // An id of one's own name and another's session.
      appStreamId({ ...bobs.appstream, UserId: ALICE }),
      poolSessionId({ ...bobs.pool, UserId: ALICE }),
    ];
    const { data, errors } = await ask(NODES, { ids });
    expect(errors).toBeUndefined();
    expect(data.nodes.map((node: { id: string } | null) => node?.id ?? null)).toEqual([
      ...ids.slice(0, 3),
      ...ids.slice(3).map(() => null),
    ]);
    const user = encodeId('User', JSON.stringify(['bob@example.com']));
    const found = await ask(`{ node(id: "${user}") { ... on User { sessions { nodes { id } } } } }`);
    expect(found.data.node.sessions.nodes).toEqual([]);
  });

  test('gets no cost: it would reveal the number of lists', async () => {
    const own = (await ask('{ sessions { nodes { id } } }')) as Answer & { extensions?: object };
    expect(own.extensions).toBeUndefined();
    const full = (await ask('{ sessions { nodes { id } } }', {}, ['sessions:read'])) as Answer & {
      extensions?: object;
    };
    expect(full.extensions).toHaveProperty('upstream');
  });

  test('without a name has no sessions, not even those without a user', async () => {
    const everywhere = '{ sessions { nodes { id } } ssmSessions(first: 200) { nodes { id } } }';
    const answer = await guarded.ask(everywhere, { scopes: OWN, user: null });
    expect(answer).toMatchObject({ data: { sessions: { nodes: [] }, ssmSessions: { nodes: [] } } });
  });

  test('does not share the answer of another caller of the same query', async () => {
    const document = '{ ssmSessions(state: HISTORY) { nodes { owner } } }';
    guarded.gateway.emulator.faults.push({ service: 'ssm', kind: 'delay', delay: 300, times: 1 });
    const [alice, other, full] = await Promise.all([
      guarded.ask(document, { scopes: OWN }),
      guarded.ask(document, { scopes: OWN, user: 'other-4@example.com' }),
      guarded.ask(document, { scopes: ['sessions:read'] }),
    ]);
    expect([alice, other, full].map(({ data }) => data.ssmSessions.nodes.length)).toEqual([2, 1, 10]);
  });
});
