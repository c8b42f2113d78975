import { afterEach, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../../support/gateway.ts';

let gateway: TestGateway;
afterEach(() => gateway.close());

const ALL = (variables: string, first: string) =>
  `query Q${variables} { fleets(first: ${first}) { nodes { name arn } } nodes(ids: ["a"]) { id } }`;

test('Values are estimated from variables and their defaults as from literals', async () => {
  gateway = await startGateway({ limits: { maxAnswerValues: 1 } });
  const estimates: unknown[] = [];
  for (const [document, variables] of [
    [ALL('', '200'), {}],
    [ALL('($n: Int = 20)', '$n'), { n: 200 }],
    [ALL('($n: Int = 200)', '$n'), {}],
  ] as const) {
    const { data, errors } = await gateway.query(document, variables);
    expect(data).toBeUndefined();
    estimates.push(errors?.[0]?.extensions);
  }
  expect(estimates[1]).toEqual(estimates[0]);
  expect(estimates[2]).toEqual(estimates[0]);
});

test('A default list is valid for a non-null argument', async () => {
  gateway = await startGateway();
  const answer = await gateway.query('query ($ids: [ID!] = []) { nodes(ids: $ids) { id } }');
  expect(answer).toEqual({ data: { nodes: [] } });
});

test.each([
  [
    'an enum value',
    '$given: SsmSessionState = ACTIVE',
    'ssmSessions(first: 0, state: $given) { edges { cursor } }',
    'HISTORY',
  ],
  [
    'an instant',
    '$given: DateTime',
    'sessions(first: 0, filter: { startedAfter: $given }) { edges { cursor } }',
    '2026-01-01T00:00:00Z',
  ],
])(
  'Variables are coerced once: %s leaves the default of another variable alone',
  async (_what, definition, field, given) => {
    gateway = await startGateway();
    const document = `query ($ids: [ID!]! = [], ${definition}) { nodes(ids: $ids) { id } list: ${field} }`;
    expect(await gateway.query(document, { given })).toEqual({ data: { nodes: [], list: { edges: [] } } });
  },
);
