import { afterEach, expect, test } from 'vitest';
import { person, startCompany, type TestCompany } from '../support/company.ts';
import { ssmId } from '../support/session-ids.ts';
import { buildWorld } from '../support/world.ts';

let company: TestCompany;
afterEach(() => company.close());

const people = [person('alice', 'Design')];

test('A mutation through the router is done once, and on record with who asked by its request id', async () => {
  const builder = buildWorld().ssmSessions({ Owner: 'arn:aws:iam::1:user/alice', count: 2 });
  company = await startCompany({ people }, { world: builder.world });
  const [first] = [...builder.location.ssmSessions.values()];
  const id = ssmId({ SessionId: first?.SessionId ?? '' });
  const { data, errors } = await company.query(
    'mutation ($id: ID!) { terminateSession(input: { id: $id }) { terminatedSessionId outcome userErrors { code } } }',
    { id },
    { 'x-request-id': 'request-of-a-client' },
  );
  expect(errors).toBeUndefined();
  expect(data.terminateSession).toEqual({ terminatedSessionId: id, outcome: 'TERMINATED', userErrors: [] });
  expect(company.calls()).toMatchObject({ 'ssm TerminateSession': 1 });
  expect(company.requests).toEqual({ sessions: 1, directory: 0 });
  expect(new Set(company.gateway.audit.map(({ clientRequestId }) => clientRequestId))).toEqual(
    new Set(['request-of-a-client']),
  );

  const after = await company.query('{ people { sessions { nodes { sessionId } } } }');
  expect(after.data.people[0].sessions.nodes).toHaveLength(1);
});

test('Cursors pass unchanged: the pages through the router are those of the gateway, and joined they are the list', async () => {
  const builder = buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 30 })
    .ssmSessions({ count: 7 });
  company = await startCompany({ people }, { world: builder.world });
  const PAGE = `query ($after: String) { sessions(first: 5, after: $after) {
    edges { cursor node { sessionId } } pageInfo { hasNextPage endCursor }
  } }`;
  const pages: { edges: { node: { sessionId: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } }[] =
    [];
  do {
    const after = pages.at(-1)?.pageInfo.endCursor ?? null;
    const { data } = await company.query(PAGE, { after });
    expect(data).toEqual((await company.gateway.query(PAGE, { after })).data);
    pages.push(data.sessions);
  } while (pages.at(-1)?.pageInfo.hasNextPage);
  const seen = pages.flatMap(({ edges }) => edges.map(({ node }) => node.sessionId));
  const { location } = builder;
  expect(seen.toSorted()).toEqual(
    [...[...location.appStreamSessions.values()].map(({ Id }) => Id), ...location.ssmSessions.keys()].toSorted(),
  );
});

test("A person's sessions page by page, each page a request for an entity, are all of them", async () => {
  const builder = buildWorld().ssmSessions({ count: 7, Owner: 'arn:aws:iam::1:user/alice' });
  company = await startCompany({ people }, { world: builder.world });
  const PAGE = `query ($after: String) { person(userName: "alice@example.com") { sessions(first: 3, after: $after) {
    nodes { sessionId } pageInfo { hasNextPage endCursor }
  } } }`;
  const seen: string[] = [];
  let after: string | null = null;
  for (const length of [3, 3, 1]) {
    const { data, errors } = await company.query(PAGE, { after });
    expect(errors).toBeUndefined();
    expect(data.person.sessions.nodes).toHaveLength(length);
    seen.push(...data.person.sessions.nodes.map(({ sessionId }: { sessionId: string }) => sessionId));
    after = data.person.sessions.pageInfo.endCursor;
  }
  expect(seen).toEqual([...builder.location.ssmSessions.keys()]);
  expect(company.calls()).toMatchObject({ 'ssm DescribeSessions': 1 });
});

test("What would cost too many AWS calls is rejected by the router's demand control, and asks nothing of AWS", async () => {
  company = await startCompany({ people }, { world: buildWorld().fleets(3).world });
  const { data, errors } = await company.query(
    '{ fleets(first: 200) { nodes { name sessions(first: 200) { nodes { id } } } } people { displayName } }',
  );
  expect(errors?.[0]?.extensions.code).toBe('COST_ESTIMATED_TOO_EXPENSIVE');
  expect(data?.fleets ?? null).toBeNull();
  expect(company.calls()).toEqual({});
});

test('Who asks is told to the gateway, and to no other subgraph', async () => {
  company = await startCompany({ people }, { world: buildWorld().world });
  const authorization = 'Bearer of.a.client';
  await company.query('{ people { sessions(services: [SSM]) { incomplete } } }', {}, { authorization });
  expect(company.headers.sessions.authorization).toBe(authorization);
  expect(company.headers.directory.authorization).toBeUndefined();
});
