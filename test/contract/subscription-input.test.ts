import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Listening, listen } from '../../src/server/http/listen.ts';
import { startGateway, type TestGateway } from '../support/gateway.ts';
import { driveLive, liveWorld } from '../support/live-subscriptions.ts';
import { STREAMS, type Subscribing } from '../support/stream-results.ts';

const SECRET = 'a secret of this test';
const COUNTS = 'sessionCounts { totalCount }';

let gateway: TestGateway;
let listening: Listening;
beforeAll(async () => {
  gateway = await startGateway({ world: liveWorld(), cursorSecret: SECRET });
  listening = await listen(gateway.handler, { port: 0, host: '127.0.0.1', upgrade: gateway.upgrade });
  await driveLive(gateway).position();
});
afterAll(async () => {
  await gateway.drainStreams(0);
  await listening.drain();
  await gateway.close();
});

/** Documents and variables that no subscription is opened by. */
const REJECTED: Record<string, Subscribing & { readonly code?: string }> = {
  'two root fields': { query: `subscription { ${COUNTS} sessionChanges { to } }` },
  'one root field under two aliases': { query: `subscription { a: ${COUNTS} b: ${COUNTS} }` },
  'a second root field in a fragment': {
    query: `subscription { ${COUNTS} ...F } fragment F on Subscription { x: ${COUNTS} }`,
  },
  'a second root field in an inline fragment': {
    query: `subscription { ... on Subscription { ${COUNTS} } x: ${COUNTS} }`,
  },
  'no root field but `__typename`': { query: 'subscription { __typename }' },
  'a root field that a directive includes': {
    query: `subscription { sessionCounts @include(if: true) { totalCount } }`,
  },
  'a condition in a fragment of a fragment': {
    query: `subscription { ...F } fragment F on Subscription { ... on Subscription { ...G } } fragment G on Subscription { sessionCounts @skip(if: false) { totalCount } }`,
  },
  'a root field that a directive leaves out': {
    query: `subscription { sessionCounts @skip(if: true) { totalCount } }`,
  },
  'a root field that a variable leaves out': {
    query: 'subscription ($isLeft: Boolean!) { sessionCounts @include(if: $isLeft) { totalCount } }',
    variables: { isLeft: false },
  },
  'a fragment that a variable leaves out': {
    query: `subscription ($isLeft: Boolean!) { ... @include(if: $isLeft) { ${COUNTS} } }`,
    variables: { isLeft: false },
  },
  'an unknown field': { query: 'subscription { peopleCounts { totalCount } }' },
  'no end': { query: 'subscription {' },
  'no name of one of two operations': { query: `subscription A { ${COUNTS} } subscription B { ${COUNTS} }` },
  'the name of no operation': { query: `subscription A { ${COUNTS} }`, operationName: 'B' },
  'a number of values below 0': { query: 'subscription { sessionCounts(first: -1) { totalCount } }' },
  'a number of values above 200': { query: 'subscription { sessionCounts(first: 201) { totalCount } }' },
  'a dimension that is null': { query: 'subscription { sessionCounts(by: null) { totalCount } }' },
  'an unknown dimension': { query: 'subscription { sessionCounts(by: SHOE_SIZE) { totalCount } }' },
  'the status UNKNOWN': { query: `subscription { sessionCounts(filter: { statuses: [UNKNOWN] }) { totalCount } }` },
  'an empty user name': { query: 'subscription { sessionCounts(filter: { userName: " " }) { totalCount } }' },
  'an account that is not read': {
    query: 'subscription { sessionCounts(filter: { accountIds: ["1"] }) { totalCount } }',
  },
  'a fleet name that AWS excludes': {
    query: 'subscription { sessionChanges(filter: { fleetNames: ["b a d"] }) { to } }',
  },
  'a variable of another type': {
    query: 'subscription ($after: String) { sessionChanges(after: $after) { to } }',
    variables: { after: { a: 1 } },
  },
  'an empty position': { query: 'subscription { sessionChanges(after: "") { to } }', code: 'INVALID_CURSOR' },
  'a position that is none': {
    query: 'subscription { sessionChanges(after: "r1.0..0..AAAAAAAAAAAAAAAA") { to } }',
    code: 'INVALID_CURSOR',
  },
  'more fields than are allowed': {
    query: `subscription { sessionCounts { ${Array.from({ length: 600 }, (_, at) => `a${at}: totalCount`).join(' ')} } }`,
    code: 'QUERY_TOO_COMPLEX',
  },
};

describe.each(Object.entries(STREAMS))('By %s', (_, open) => {
  const subscribe = (operation: Subscribing) => open(`${listening.url}/graphql`, operation);

  test.each(Object.entries(REJECTED))('a subscription with %s is rejected, and ends', async (_case, rejected) => {
    const { code = 'BAD_USER_INPUT', ...operation } = rejected;
    const stream = await subscribe(operation);
    expect(await stream.codes()).toEqual([code]);
    expect(stream.results().filter(({ data }) => data)).toEqual([]);
    stream.close();
  });

  test.each<[string, Subscribing]>([
    ['under an alias', { query: `subscription { mine: ${COUNTS} }` }],
    ['in a fragment', { query: `subscription { ...F } fragment F on Subscription { ${COUNTS} }` }],
    ['twice with the same arguments', { query: `subscription { ${COUNTS} sessionCounts { asOf } }` }],
    [
      'by the name of its operation',
      { query: `subscription A { ${COUNTS} } subscription B { b: ${COUNTS} }`, operationName: 'B' },
    ],
    ['with a condition below it', { query: `subscription { sessionCounts { totalCount asOf @include(if: false) } }` }],
  ])('one root field %s is sent', async (_case, operation) => {
    const stream = await subscribe(operation);
    await expect.poll(() => stream.results().length).toBeGreaterThan(0);
    const [{ data, errors }] = stream.results();
    expect(errors).toBeUndefined();
    expect(Object.values(data)).toMatchObject([{ totalCount: 5 }]);
    stream.close();
  });

  test('a position of a page of another list, an altered one, and one of another secret are INVALID_CURSOR', async () => {
    const { data } = await gateway.query(
      '{ liveSessions(first: 1) { position pageInfo { endCursor } } sessions(first: 1) { pageInfo { endCursor } } }',
    );
    const { position } = data.liveSessions;
    const altered = `${position.slice(0, -1)}${position.endsWith('A') ? 'B' : 'A'}`;
    const other = await startGateway({ world: liveWorld(), cursorSecret: 'another secret of this test' });
    const foreign = await driveLive(other).position();
    await other.close();
    const query = 'subscription ($after: String) { sessionChanges(after: $after) { to } }';
    for (const after of [data.liveSessions.pageInfo.endCursor, data.sessions.pageInfo.endCursor, altered, foreign]) {
      const stream = await subscribe({ query, variables: { after } });
      expect(await stream.codes()).toEqual(['INVALID_CURSOR']);
      stream.close();
    }
  });
});

test('None of these was an internal error, nor logged as one', () => {
  expect(gateway.log.filter(({ msg }) => msg === 'unexpected error')).toEqual([]);
});
