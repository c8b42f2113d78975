import { afterEach, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { appStreamId, poolSessionId } from '../support/session-ids.ts';
import { buildWorld } from '../support/world.ts';

let gateway: TestGateway | Guarded;
afterEach(() => gateway.close());

const design = { stack: 'Design', fleet: 'design' };
const build = () =>
  buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ ...design, Id: 'api', UserId: 'ann' })
    .appStreamSessions({ ...design, Id: 'saml', UserId: 'bob', AuthenticationType: 'SAML' })
    .appStreamSessions({ ...design, Id: 'newer', UserId: 'cem', AuthenticationType: 'OIDC' as never })
    .appStreamSessions({ ...design, Id: 'none', UserId: 'dan', AuthenticationType: undefined as never })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', UserId: 'ann', count: 2 });

const NODES = 'nodes { id sessionId authenticationType }';

describe('A session of a type that this build does not know, or of none', () => {
  test('is in every list that AWS shows it in, and found by its id', async () => {
    const built = build();
    const started = await startGateway({ world: built.world, quirks: { sessionsDefaultToApiUsers: false } });
    gateway = started;
    const { data, errors } = await started.query(
      `{ fleets { nodes { sessions { ${NODES} } } } stacks { nodes { sessions { ${NODES} } } }
         sessions(filter: { services: [APPSTREAM] }) { nodes { id sessionId ... on AppStreamSession { authenticationType } } }
         appStreamSessions(stackName: "Design", fleetName: "design") { ${NODES} } }`,
    );
    expect(errors).toBeUndefined();
    const types = { api: 'API', saml: 'SAML', newer: 'UNKNOWN', none: null };
    const lists = [data.fleets.nodes[0].sessions, data.stacks.nodes[0].sessions, data.sessions, data.appStreamSessions];
    for (const { nodes } of lists as { nodes: { id: string; sessionId: string; authenticationType: string }[] }[]) {
      expect(Object.fromEntries(nodes.map((node) => [node.sessionId, node.authenticationType]))).toEqual(types);
      expect(nodes).toHaveLength(4);
    }
    const ids = data.sessions.nodes.map(({ id }: { id: string }) => id) as string[];
    const found = await started.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(found.errors).toBeUndefined();
    expect(found.data.nodes).toEqual(ids.map((id) => ({ id })));
    for (const id of ids)
      expect((await started.query('query ($id: ID!) { node(id: $id) { id } }', { id })).data.node).toEqual({ id });
  });
});

describe('An id with another authentication type in it', () => {
  const [api, saml] = [...build().location.appStreamSessions.values()] as Parameters<typeof appStreamId>[0][];
  const forged = [
    appStreamId({ ...(saml as never as object), AuthenticationType: 'API' } as never),
    appStreamId({ ...(api as never as object), AuthenticationType: 'SAML' } as never),
    appStreamId({ ...(api as never as object), AuthenticationType: 'NOPE' } as never),
    appStreamId({ ...(saml as never as object), AuthenticationType: 'saml' } as never),
  ];

  test('is INVALID_ID, alone and among others, and ends nothing', async () => {
    const built = build();
    const started = await startGateway({ world: built.world });
    gateway = started;
    for (const id of forged) {
      const { data, errors } = await started.query('query ($id: ID!) { node(id: $id) { id } }', { id });
      expect(data.node).toBeNull();
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['INVALID_ID']);
    }
    const all = await started.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: [...forged, appStreamId(api as never)],
    });
    expect(all.data.nodes).toEqual([null, null, null, null, { id: appStreamId(api as never) }]);
    expect(all.errors?.map(({ extensions }) => extensions.code)).toEqual(Array(4).fill('INVALID_ID'));
    const end = await started.query(
      'mutation ($ids: [ID!]!) { terminateSessions(input: { ids: $ids }) { results { outcome userErrors { code } } } }',
      { ids: forged },
    );
    expect(end.data.terminateSessions.results).toEqual(
      forged.map(() => ({ outcome: null, userErrors: [{ code: 'INVALID_ID' }] })),
    );
    expect(started.emulator.count('ExpireSession')).toBe(0);
  });

  test('is to an own-only caller what an id of a session that is not there is', async () => {
    const guarded = await startGuarded({ world: build().world });
    gateway = guarded;
    const own = { scopes: ['sessions:read:own', 'sessions:terminate'] as const, user: 'zoe' };
    const gone = appStreamId({ ...(api as never as object), Id: 'gone' } as never);
    for (const id of [...forged, gone]) {
      const variables = { id };
      expect(await guarded.ask('query ($id: ID!) { node(id: $id) { id } }', { ...own, variables })).toEqual({
        data: { node: null },
      });
      const END = 'mutation ($id: ID!) { terminateSession(input: { id: $id }) { userErrors { code } } }';
      const { data } = await guarded.ask(END, { ...own, variables });
      expect(data.terminateSession.userErrors).toEqual([{ code: 'FORBIDDEN' }]);
    }
  });

  test('and one with another user in it is no session, alone and among others', async () => {
    const built = build();
    const started = await startGateway({ world: built.world });
    gateway = started;
    const [one, other] = [...built.location.poolSessions.values()] as [Parameters<typeof poolSessionId>[0], never];
    const ids = [
      appStreamId({ ...(api as never as object), UserId: 'zoe' } as never),
      appStreamId({ ...(api as never as object), UserId: 'yan', Id: 'gone' } as never),
      poolSessionId({ ...one, UserId: 'zoe' }),
      poolSessionId(other),
    ];
    for (const id of ids.slice(0, 3)) {
      expect((await started.query('query ($id: ID!) { node(id: $id) { id } }', { id })).data.node).toBeNull();
    }
    const { data } = await started.query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(data.nodes).toEqual([null, null, null, { id: ids[3] }]);
  });
});
