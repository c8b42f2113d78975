import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AccessScope } from '../../src/schema/access/access.ts';
import { person, startCompany, type TestCompany } from '../support/company.ts';
import { type Issuer, type Key, newKey, sign, startIssuer } from '../support/issuer.ts';
import { buildWorld } from '../support/world.ts';

const PEOPLE = '{ people { displayName sessions { nodes { __typename } } } }';

let key: Key;
let issuer: Issuer;
let company: TestCompany;
beforeEach(async () => {
  key = await newKey('first');
  issuer = await startIssuer(key);
  const { world } = buildWorld()
    .ssmSessions({ Owner: 'arn:aws:iam::1:user/alice@example.com', count: 2 })
    .ssmSessions({ Owner: 'arn:aws:iam::1:user/bob@example.com', count: 3 });
  const people = [person('alice', 'Design'), person('bob', 'Ops')];
  company = await startCompany({ people }, { world, authenticator: () => issuer.trusted() });
});
afterEach(async () => {
  await company.close();
  await issuer.close();
});

async function ask(document: string, scopes: readonly AccessScope[]) {
  const authorization = `Bearer ${await sign(key, { scope: scopes.join(' '), sub: 'alice@example.com' })}`;
  return company.query(document, {}, { authorization });
}

test('Through the router all sessions are shown to the callers that may see them', async () => {
  const { data, errors } = await ask(PEOPLE, ['sessions:read']);
  expect(errors).toBeUndefined();
  const counts = data.people.map(({ sessions }: { sessions: { nodes: object[] } }) => sessions.nodes.length);
  expect(counts).toEqual([2, 3]);
});

test('Who sees their own sessions only sees other people without', async () => {
  const { data, errors } = await ask(PEOPLE, ['sessions:read:own']);
  expect(errors).toBeUndefined();
  const counts = data.people.map(({ sessions }: { sessions: { nodes: object[] } }) => sessions.nodes.length);
  expect(counts).toEqual([2, 0]);
});

test.each([
  ['may see none', 'FORBIDDEN', () => ask(PEOPLE, ['fleets:read'])],
  ['brings no token', 'UNAUTHENTICATED', () => company.query(PEOPLE)],
])('Who %s is told so by the gateway through the router, and AWS is not asked', async (_title, code, answer) => {
  const { data, errors } = await answer();
  const failure = { path: ['people', 'sessions'], extensions: { code } };
  expect(errors).toMatchObject([failure, failure]);
  expect(data.people).toEqual([
    { displayName: 'ALICE', sessions: null },
    { displayName: 'BOB', sessions: null },
  ]);
  expect(company.calls()).toEqual({});
});
