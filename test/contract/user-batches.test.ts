import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventLoopCounts } from '../../src/paging/event-loop.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { buildWorld } from '../support/world.ts';

const PEOPLE = 100;
const SELECTED = `sessions(first: 3) {
  nodes { id user { userName } } pageInfo { hasNextPage endCursor } incomplete sources { label status }
}`;
const BY_REFERENCE = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on User { userName ${SELECTED} } } }`;

function world() {
  const told = buildWorld();
  for (let index = 0; index < 8; index += 1) {
    const at = { stack: `stack-${index}`, fleet: `fleet-${index}` };
    told
      .fleet(at.fleet)
      .stack(at.stack)
      .associate(at.stack, at.fleet)
      .appStreamSessions({
        ...at,
        count: 60,
        each: (number) => ({ UserId: `User-${(index * 60 + number) % PEOPLE}` }),
      });
  }
  return told.ssmSessions({
    count: 450,
    each: (number) => ({ Owner: `arn:aws:iam::1:user/user-${number % PEOPLE}` }),
  }).world;
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ world: world(), cursorSecret: 'secret' });
});
afterAll(() => gateway.close());

const names = Array.from({ length: PEOPLE }, (_, index) => `user-${index}`);
const references = (userNames: readonly string[]) => userNames.map((userName) => ({ __typename: 'User', userName }));

/** Answer, with the numbers of pages and groups that were read for it. */
async function lookedAt(document: string, variables: Record<string, unknown>) {
  const before = eventLoopCounts.steps;
  const { data, errors } = await gateway.query(document, variables);
  expect(errors).toBeUndefined();
  return { data, steps: eventLoopCounts.steps - before };
}

/** A cursor says what was shown, in whichever way that was read. */
const withoutCursor = (user: { sessions: { pageInfo: { endCursor: string } } }) => ({
  ...user,
  sessions: {
    ...user.sessions,
    pageInfo: { ...user.sessions.pageInfo, endCursor: typeof user.sessions.pageInfo.endCursor },
  },
});

test('A hundred users get what each gets alone, from two listings of all sessions', async () => {
  const alone = [];
  let stepsAlone = 0;
  for (const userName of names) {
    const { data, steps } = await lookedAt(
      `query ($userName: String!) { user(userName: $userName) { userName ${SELECTED} } }`,
      { userName },
    );
    alone.push(withoutCursor(data.user));
    stepsAlone += steps;
  }
  const calls = gateway.calls().length;
  const { data, steps } = await lookedAt(BY_REFERENCE, { people: references(names) });
  expect(data._entities.map(withoutCursor)).toEqual(alone);
  expect(steps).toBeLessThan(stepsAlone / 5);
  // Pages are cached; a shared listing may request one ahead that none of them did.
  expect(gateway.calls().length - calls).toBeLessThanOrEqual(1);

  const { data: aliased, steps: ofAliases } = await lookedAt(
    `fragment S on User { userName ${SELECTED} } { ${names
      .slice(0, 90)
      .map((name, index) => `a${index}: user(userName: "${name}") { ...S }`)
      .join(' ')} }`,
    {},
  );
  expect(Object.values(aliased as object).map(withoutCursor)).toEqual(alone.slice(0, 90));
  expect(ofAliases).toBeLessThan(stepsAlone / 5);
});

test('A cursor of a shared listing continues where that user’s page ended', async () => {
  const { data } = await lookedAt(BY_REFERENCE, { people: references(names) });
  for (const { userName, sessions } of data._entities.slice(0, 5)) {
    const { data: all } = await lookedAt(
      `query ($userName: String!, $after: String) { user(userName: $userName) {
        all: sessions(first: 200) { nodes { id } } rest: sessions(first: 200, after: $after) { nodes { id } }
      } }`,
      { userName, after: sessions.pageInfo.endCursor },
    );
    expect([...sessions.nodes.map(({ id }: { id: string }) => ({ id })), ...all.user.rest.nodes]).toEqual(
      all.user.all.nodes,
    );
  }
});

test('Lists with other conditions share a listing, too, each with its own items', async () => {
  const document = `{
    all: sessions(first: 5) { nodes { id } }
    alice: sessions(first: 5, filter: { userName: "user-1" }) { nodes { id user { userName } } }
    none: sessions(first: 5, filter: { targets: ["i-1"], userName: "absent" }) { nodes { id } }
    late: sessions(first: 5, filter: { startedBefore: "2000-01-01T00:00:00Z" }) { nodes { id } }
    states: sessions(first: 5, filter: { statuses: [FAILED] }) { nodes { id } }
  }`;
  const { data } = await lookedAt(document, {});
  expect(data.all.nodes).toHaveLength(5);
  expect(data.alice.nodes).toHaveLength(5);
  expect(data.alice.nodes.every(({ user }: { user: { userName: string } }) => user.userName === 'user-1')).toBe(true);
  expect([data.none.nodes, data.late.nodes, data.states.nodes]).toEqual([[], [], []]);
});
