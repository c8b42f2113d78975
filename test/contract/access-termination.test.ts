import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AccessScope } from '../../src/schema/access/access.ts';
import { codesOf, type Guarded, startGuarded } from '../support/protected-gateway.ts';
import { appStreamId, poolSessionId, ssmId } from '../support/session-ids.ts';
import { TOMORROW } from '../support/terminations.ts';
import { buildWorld, testAccountId } from '../support/world.ts';

const OWN: readonly AccessScope[] = ['sessions:terminate', 'sessions:read:own'];
const WRITES = ['ExpireSession', 'TerminateSession', 'TerminateWorkspacesPoolSession', 'DrainSessionInstance'];
const ALICE = { UserId: 'Alice@example.com' };
const BOB = { UserId: 'bob@example.com' };
const owner = ({ UserId }: typeof ALICE) => ({ Owner: `arn:aws:sts::${testAccountId}:assumed-role/Ops/${UserId}` });

let guarded: Guarded;
let ids: Record<'alices' | 'others', string[]>;
let shared: Record<'alices' | 'bobs' | 'gone', string>;
beforeEach(async () => {
  const { world, location } = buildWorld()
    .fleet('design', { MaxSessionsPerInstance: 4 })
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', InstanceDrainStatus: 'ACTIVE', ...ALICE })
    .appStreamSessions({ stack: 'Design', fleet: 'design', InstanceDrainStatus: 'ACTIVE', ...BOB })
    .ssmSessions(owner(ALICE))
    .ssmSessions(owner(BOB))
    .ssmSessions({ Owner: undefined as never })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', ExpirationTime: TOMORROW, ...ALICE })
    .poolSessions({ pool: 'Ops', ExpirationTime: TOMORROW, ...BOB });
  const [streams, shells, desktops] = [location.appStreamSessions, location.ssmSessions, location.poolSessions].map(
    (table) => [...(table as Map<string, never>).values()],
  ) as [never[], never[], never[]];
  const bobsStream = streams[1] as unknown as Parameters<typeof appStreamId>[0];
  const bobsDesktop = desktops[1] as unknown as Parameters<typeof poolSessionId>[0];
  ids = {
    alices: [appStreamId(streams[0] as never), ssmId(shells[0] as never), poolSessionId(desktops[0] as never)],
    others: [
      appStreamId(bobsStream),
      ssmId(shells[1] as never),
      ssmId(shells[2] as never),
      poolSessionId(bobsDesktop),
      // Ids are not secret: a caller can forge one of their own name and another's session.
      appStreamId({ ...bobsStream, ...ALICE }),
      poolSessionId({ ...bobsDesktop, ...ALICE }),
      // What is not there.
      appStreamId({ ...bobsStream, Id: '00000000-0000-0000-0000-000000000000' }),
      ssmId({ SessionId: 'bob-0123456789abcdef0' }),
      poolSessionId({ ...bobsDesktop, SessionId: '00000000-0000-0000-0000-000000000000' }),
    ],
  };
  shared = { alices: ids.alices[0] ?? '', bobs: ids.others[0] ?? '', gone: ids.others[6] ?? '' };
  guarded = await startGuarded({ world });
});
afterEach(() => guarded.close());

const writes = () => guarded.gateway.emulator.calls.filter(({ operation }) => WRITES.includes(operation));

const END = `mutation ($input: TerminateSessionsInput!) {
  terminateSessions(input: $input) { results { id outcome session { sessionId } userErrors { code message } } userErrors { code } }
}`;
const end = async (input: object, scopes = OWN, document = END) => {
  const { data, errors } = await guarded.ask(document, { scopes, variables: { input } });
  expect(errors).toBeUndefined();
  return data.terminateSessions.results as { outcome: string | null; session: object | null; userErrors: object[] }[];
};

const DENIED = [{ code: 'FORBIDDEN', message: 'You have no such session, and may terminate no others.' }];

describe('A caller with sessions:terminate and sessions:read:own', () => {
  test.each([false, true])(
    'terminates their own; others’ are rejected like sessions that do not exist (dry run: %s)',
    async (dryRun) => {
      const results = await end({ ids: [...ids.others, ...ids.alices], dryRun });
      const outcome = dryRun ? 'WOULD_TERMINATE' : 'TERMINATED';
      expect(results.slice(-3).map((result) => result.outcome)).toEqual([outcome, outcome, outcome]);
      for (const result of results.slice(0, -3)) {
        expect(result).toMatchObject({ outcome: null, session: null, userErrors: DENIED });
      }
      expect(results).toHaveLength(12);
      expect(writes()).toHaveLength(dryRun ? 0 : 3);
    },
  );

  test('is denied a single one, too, with an audit record', async () => {
    const ONE = 'mutation ($id: ID!) { terminateSession(input: { id: $id }) { outcome userErrors { code message } } }';
    for (const id of ids.others) {
      const { data } = await guarded.ask(ONE, { scopes: OWN, variables: { id } });
      expect(data.terminateSession).toEqual({ outcome: null, userErrors: DENIED });
    }
    expect(writes()).toEqual([]);
    expect(guarded.gateway.audit.at(-1)).toMatchObject({
      phase: 'result',
      caller: 'alice@example.com',
      outcome: 'rejected',
      userErrors: [{ code: 'FORBIDDEN' }],
    });
  });

  test('drains no instance: others may be on it; with fleets:write that of their own session, and no other', async () => {
    const DRAIN =
      'mutation ($id: ID!) { drainSessionInstance(input: { id: $id }) { session { instanceDrainStatus } userErrors { code message } } }';
    const drain = async (id: string | undefined, scopes: readonly AccessScope[]) =>
      (await guarded.ask(DRAIN, { scopes, variables: { id } })).data.drainSessionInstance;
    const message = 'Others may be on the same instance: Needs `fleets:write`, or `sessions:read`.';
    for (const id of [shared.alices, shared.bobs, shared.gone]) {
      expect(await drain(id, OWN)).toEqual({ session: null, userErrors: [{ code: 'FORBIDDEN', message }] });
    }
    const withFleets = [...OWN, 'fleets:write' as const];
    for (const id of [shared.bobs, shared.gone, ids.others[4]]) {
      expect(await drain(id, withFleets)).toEqual({ session: null, userErrors: DENIED });
    }
    expect(writes()).toEqual([]);
    expect(await drain(shared.alices, withFleets)).toEqual({
      session: { instanceDrainStatus: 'DRAINING' },
      userErrors: [],
    });
  });

  test('without a name ends nothing', async () => {
    const answer = await guarded.ask(END, {
      scopes: OWN,
      user: null,
      variables: { input: { ids: [...ids.alices, ...ids.others] } },
    });
    const results = answer.data.terminateSessions.results as { userErrors: { code: string }[] }[];
    expect(results.flatMap(({ userErrors }) => userErrors.map(({ code }) => code))).toEqual(
      Array(12).fill('FORBIDDEN'),
    );
    expect(writes()).toEqual([]);
  });
});

test('A caller who may read all sessions terminates all', async () => {
  const results = await end({ ids: [...ids.alices, ...ids.others.slice(0, 4)] }, [
    'sessions:terminate',
    'sessions:read',
  ]);
  expect(results.map(({ outcome }) => outcome)).toEqual(Array(7).fill('TERMINATED'));
});

test('A caller who may terminate but not read sessions terminates their own, and sees none', async () => {
  const blind: readonly AccessScope[] = ['sessions:terminate'];
  const document = END.replace('session { sessionId }', '');
  const [own, others] = await end({ ids: [shared.alices, shared.bobs] }, blind, document);
  expect(own).toMatchObject({ outcome: 'TERMINATED' });
  expect(others).toMatchObject({ outcome: null, userErrors: DENIED });
  expect(writes()).toHaveLength(1);
  const seeing = await guarded.ask(END, {
    scopes: blind,
    variables: { input: { ids: [ids.alices[1]], dryRun: true } },
  });
  expect(codesOf(seeing)).toEqual(['FORBIDDEN']);
  expect(seeing.data.terminateSessions.results).toMatchObject([{ outcome: 'WOULD_TERMINATE', session: null }]);
});
