import { describe, expect, test } from 'vitest';
import { describeSessions } from '../../../emulator/appstream/describe-sessions.ts';
import type { Quirks } from '../../../emulator/quirks/quirks.ts';
import type { AppStreamSession } from '../../../emulator/world/state.ts';
import { hexId } from '../../support/plain-shapes.ts';
import { outcome, run } from '../../support/run-operation.ts';
import { buildWorld } from '../../support/world.ts';

const types = ['API', 'SAML', 'USERPOOL', 'AWS_AD'] as const;
const pair = { StackName: 'S', FleetName: 'f' };

function built(count: number) {
  return buildWorld()
    .fleets(1)
    .fleet('f')
    .stack('S')
    .associate('S', 'f')
    .appStreamSessions({ stack: 'S', fleet: 'f', count })
    .appStreamSessions({ stack: 'S', fleet: 'fleet-1', count: 2 });
}

function mixed() {
  return buildWorld()
    .fleet('f')
    .stack('S')
    .appStreamSessions({
      stack: 'S',
      fleet: 'f',
      count: 8,
      each: (index) => ({ AuthenticationType: types[index % 4] ?? 'API', UserId: `user-${index % 2}` }),
    });
}

function listed(
  world: ReturnType<typeof buildWorld>,
  input: Record<string, unknown>,
  quirks: Partial<Quirks> = {},
): AppStreamSession[] {
  return run(world, describeSessions, { ...pair, ...input }, { quirks }).Sessions as AppStreamSession[];
}

describe('DescribeSessions', () => {
  test('gives twenty a page by default', () => {
    const answer = run(built(45), describeSessions, pair);
    expect(answer.Sessions).toHaveLength(20);
    expect(answer.NextToken).toBeDefined();
  });

  test('gives as many as Limit says', () => {
    expect(listed(built(60), { Limit: 50 })).toHaveLength(50);
    expect(listed(built(60), { Limit: 1 })).toHaveLength(1);
  });

  test('lists the sessions of one stack and fleet only', () => {
    const sessions = listed(built(3), {});
    expect(new Set(sessions.map((session) => `${session.StackName} ${session.FleetName}`))).toEqual(new Set(['S f']));
    expect(sessions).toHaveLength(3);
  });

  test('continues where its token says, to the end, each session once', () => {
    const world = built(45);
    const ids: string[] = [];
    let token: unknown;
    do {
      const answer = run(world, describeSessions, { ...pair, Limit: 7, NextToken: token });
      ids.push(...(answer.Sessions as AppStreamSession[]).map((session) => session.Id));
      token = answer.NextToken;
    } while (token !== undefined);
    expect(ids).toHaveLength(45);
    expect(new Set(ids).size).toBe(45);
  });

  test.each(types)('lists the sessions of authentication type %s', (AuthenticationType) => {
    const sessions = listed(mixed(), { AuthenticationType });
    expect(sessions.map((session) => session.AuthenticationType)).toEqual([AuthenticationType, AuthenticationType]);
  });

  test('without AuthenticationType lists API users only, as its documentation says', () => {
    expect(listed(mixed(), {}).map((session) => session.AuthenticationType)).toEqual(['API', 'API']);
  });

  test('without AuthenticationType lists all users, as public tools seem to see it, by quirk', () => {
    expect(listed(mixed(), {}, { sessionsDefaultToApiUsers: false })).toHaveLength(8);
  });

  test('lists the sessions of one user of one authentication type', () => {
    expect(listed(mixed(), { UserId: 'user-0', AuthenticationType: 'API' })).toHaveLength(2);
    expect(listed(mixed(), { UserId: 'user-1', AuthenticationType: 'API' })).toHaveLength(0);
  });

  test('rejects a UserId without an AuthenticationType', () => {
    expect(outcome(mixed(), describeSessions, { ...pair, UserId: 'user-0' })).toBe(
      'InvalidParameterCombinationException',
    );
  });

  test('lists the sessions of one instance', () => {
    expect(listed(built(5), { InstanceId: hexId('i', 3) }).map((session) => session.InstanceId)).toEqual([
      hexId('i', 3),
    ]);
    expect(listed(built(5), { InstanceId: hexId('i', 99) })).toEqual([]);
  });

  test('lists nothing for an unknown stack or fleet: AWS declares no error for it', () => {
    expect(run(built(1), describeSessions, { ...pair, StackName: 'gone' }).Sessions).toEqual([]);
    expect(run(built(1), describeSessions, { ...pair, FleetName: 'gone' }).Sessions).toEqual([]);
  });

  test('rejects a token that it did not give', () => {
    expect(outcome(built(1), describeSessions, { ...pair, NextToken: 'nonsense' })).toBe('ValidationException');
  });
});
