import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AccessScope } from '../../src/schema/access/access.ts';
import { type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { appStreamId, poolSessionId, ssmId } from '../support/session-ids.ts';
import { TOMORROW } from '../support/terminations.ts';
import { buildWorld, testAccountId } from '../support/world.ts';

const OWNER = `arn:aws:sts::${testAccountId}:assumed-role/Ops/bob@example.com`;
const { world, location } = buildWorld()
  .fleet('design', { MaxSessionsPerInstance: 4 })
  .stack('Design')
  .associate('Design', 'design')
  .appStreamSessions({ stack: 'Design', fleet: 'design', count: 3 })
  .ssmSessions({ Owner: OWNER })
  .pool('Ops', { PoolId: 'wspool-aaaaaaaaa' })
  .poolSessions({ pool: 'Ops', ExpirationTime: TOMORROW });
const [stream] = [...location.appStreamSessions.values()].map((one) => appStreamId(one));
const [shell] = [...location.ssmSessions.values()].map((one) => ssmId(one));
const [desktop] = [...location.poolSessions.values()].map((one) => poolSessionId(one));
const ids = [stream, shell, desktop] as string[];

let guarded: Guarded;
beforeAll(async () => {
  guarded = await startGuarded({ world });
});
afterAll(() => guarded.close());

const ALL: readonly AccessScope[] = [
  ...(['sessions:read', 'sessions:terminate', 'fleets:read', 'fleets:write', 'pools:write'] as const),
];
const DASHBOARD = `{
  sessions { nodes { id user { userName } } }
  fleets { nodes { name state stacks { nodes { name } } sessions { nodes { id } } } }
  pools { nodes { poolName state sessions { nodes { id } } } }
  managedNodes { nodes { instanceId } }
  ssmSessions { nodes { id } }
}`;

const change = (field: string) => `mutation { ${field} { userErrors { code } } }`;
const list = JSON.stringify(ids);
/** Mutations without effect: rejected by the gateway, by AWS, or a dry run. */
const CHANGES: Readonly<Record<string, readonly [document: string, scopes: readonly AccessScope[]]>> = {
  'a dry run': [change(`terminateSessions(input: { ids: ${list}, dryRun: true })`), ALL],
  'a dry run of one': [change(`terminateSession(input: { id: "${stream}", dryRun: true })`), ALL],
  'others’ sessions': [
    change(`terminateSessions(input: { ids: ${list} })`),
    ['sessions:terminate', 'sessions:read:own'],
  ],
  'one of others': [change(`terminateSession(input: { id: "${shell}" })`), ['sessions:terminate', 'sessions:read:own']],
  'no location': [change(`stopFleet(input: { name: "design" })`), ['fleets:read']],
  'no id': [change('terminateSession(input: { id: "garbage" })'), ALL],
  'no session of a multi-session fleet': [change(`drainSessionInstance(input: { id: "${desktop}" })`), ALL],
  'no drain of others’': [
    change(`drainSessionInstance(input: { id: "${stream}" })`),
    ['sessions:terminate', 'sessions:read:own', 'fleets:write'],
  ],
  'a running fleet’s instance type': [
    change('updateFleet(input: { name: "design", instanceType: "stream.standard.large" })'),
    ALL,
  ],
  'a fleet that is not there': [change('updateFleet(input: { name: "gone", displayName: "x" })'), ALL],
  'a bad name': [change('startFleet(input: { name: "b a d" })'), ALL],
  'a start that AWS rejects': [change('startFleet(input: { name: "design" })'), ALL],
  'a deletion that AWS rejects': [change('deleteFleet(input: { name: "design" })'), ALL],
  'an association that AWS rejects': [change('associateFleet(input: { fleetName: "gone", stackName: "Gone" })'), ALL],
  'an end of an association that AWS rejects': [
    change('disassociateFleet(input: { fleetName: "gone", stackName: "Gone" })'),
    ALL,
  ],
  'a pool in the wrong state': [change('startPool(input: { poolId: "wspool-aaaaaaaaa" })'), ALL],
  'a pool that is not there': [change('stopPool(input: { poolId: "wspool-zzzzzzzzz" })'), ALL],
};

describe('A mutation that changes nothing invalidates no cached answers', () => {
  test.each(Object.keys(CHANGES))('%s', async (name) => {
    const [document, scopes] = CHANGES[name] as (typeof CHANGES)[string];
    const dashboard = () => guarded.ask(DASHBOARD, { scopes: ALL, user: 'dashboard@example.com' });
    const before = await dashboard();
    expect(before.errors).toBeUndefined();
    const { data, errors = [] } = await guarded.ask(document, { scopes, user: 'alice@example.com' });
    const isDryRun = document.includes('dryRun');
    const [payload] = Object.values((data ?? {}) as Record<string, { userErrors: unknown[] }>);
    const isPerSession = document.includes('terminateSessions');
    if (!isDryRun && !isPerSession) expect([...errors, ...(payload?.userErrors ?? [])]).not.toEqual([]);
    guarded.gateway.emulator.clearCalls();
    expect(await dashboard()).toEqual(before);
    expect(guarded.gateway.calls()).toEqual([]);
  });

  test('and one that changes something invalidates them', async () => {
    await guarded.ask(DASHBOARD, { scopes: ALL });
    await guarded.ask(change(`terminateSessions(input: { ids: ${list} })`), { scopes: ALL });
    const { data } = await guarded.ask('{ sessions { nodes { id status } } }', { scopes: ALL });
    const left = (data.sessions.nodes as { id: string; status: string }[]).filter(({ id }) => ids.includes(id));
    expect(left.map(({ status }) => status)).toEqual(left.map(() => 'TERMINATED'));
    expect(guarded.gateway.calls().length).toBeGreaterThan(0);
  });
});
