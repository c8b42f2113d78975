import { describe, expect, test } from 'vitest';
import { describeSessions } from '../../../emulator/ssm/describe-sessions.ts';
import { terminateSession } from '../../../emulator/ssm/terminate-session.ts';
import type { SsmSession } from '../../../emulator/world/state.ts';
import { start } from '../../support/plain-shapes.ts';
import { outcome, rejection, run } from '../../support/run-operation.ts';
import { buildWorld } from '../../support/world.ts';

const minute = 60_000;

function built() {
  return buildWorld()
    .node('i-00000000000000001')
    .ssmSessions({
      count: 4,
      each: (index) => ({
        SessionId: `alice-${index}`,
        Owner: index % 2 === 0 ? 'arn:alice' : 'arn:bob',
        Target: index < 3 ? 'i-00000000000000001' : 'mi-00000000000000002',
        AccessType: index === 3 ? 'JustInTime' : 'Standard',
      }),
    })
    .ssmSessions({ count: 2, state: 'History', each: (index) => ({ SessionId: `old-${index}` }) });
}

function listed(input: Record<string, unknown>, world: ReturnType<typeof buildWorld> = built()): string[] {
  const answer = run(world, describeSessions, { State: 'Active', ...input });
  return (answer.Sessions as SsmSession[]).map((session) => session.SessionId);
}

const iso = (time: number) => new Date(time).toISOString();

describe('DescribeSessions', () => {
  test('lists active sessions, or those that are over, the newest first', () => {
    expect(listed({})).toEqual(['alice-0', 'alice-1', 'alice-2', 'alice-3']);
    expect(listed({ State: 'History' })).toEqual(['old-0', 'old-1']);
  });

  test.each([
    ['Connected', 'Active'],
    ['Connecting', 'Active'],
    ['Disconnected', 'Active'],
    ['Terminating', 'History'],
    ['Terminated', 'History'],
    ['Failed', 'History'],
  ] as const)('counts a session that is %s as %s', (Status, State) => {
    const world = buildWorld().ssmSessions({ Status, SessionId: 'one' });
    expect(listed({ State }, world)).toEqual(['one']);
    expect(listed({ State: State === 'Active' ? 'History' : 'Active' }, world)).toEqual([]);
  });

  test.each([
    ['Target', 'mi-00000000000000002', ['alice-3']],
    ['Owner', 'arn:bob', ['alice-1', 'alice-3']],
    ['Owner', 'arn:carol', []],
    ['Status', 'Connected', ['alice-0', 'alice-1', 'alice-2', 'alice-3']],
    ['Status', 'Disconnected', []],
    ['SessionId', 'alice-2', ['alice-2']],
    ['SessionId', 'old-0', []],
    ['AccessType', 'JustInTime', ['alice-3']],
    // The sessions began ten minutes before the start, each a minute before the last.
    ['InvokedAfter', iso(start - 11 * minute), ['alice-0', 'alice-1']],
    ['InvokedBefore', iso(start - 11 * minute), ['alice-2', 'alice-3']],
  ])('filters by %s %s', (key, value, expected) => {
    expect(listed({ Filters: [{ key, value }] })).toEqual(expected);
  });

  test('wants all filters to hold', () => {
    const Filters = [
      { key: 'Owner', value: 'arn:alice' },
      { key: 'InvokedBefore', value: iso(start - 10 * minute) },
    ];
    expect(listed({ Filters })).toEqual(['alice-2']);
  });

  test('cuts the page first and filters then, so a page may be empty and have a token', () => {
    const Filters = [{ key: 'SessionId', value: 'alice-3' }];
    const first = run(built(), describeSessions, { State: 'Active', MaxResults: 3, Filters });
    expect(first.Sessions).toEqual([]);
    expect(listed({ MaxResults: 3, Filters, NextToken: first.NextToken })).toEqual(['alice-3']);
  });

  test('gives fifty a page by default', () => {
    expect(listed({}, buildWorld().ssmSessions({ count: 60 }))).toHaveLength(50);
    expect(listed({ MaxResults: 200 }, buildWorld().ssmSessions({ count: 60 }))).toHaveLength(60);
  });

  test('rejects an unknown filter, and a token that it did not give', () => {
    const Filters = [{ key: 'Colour', value: 'red' }];
    expect(outcome(built(), describeSessions, { State: 'Active', Filters })).toBe('InvalidFilterKey');
    expect(outcome(built(), describeSessions, { State: 'Active', NextToken: 'nonsense' })).toBe('InvalidNextToken');
  });
});

describe('TerminateSession', () => {
  test('ends a session: it is History at once', () => {
    const world = built();
    expect(run(world, terminateSession, { SessionId: 'alice-1' })).toEqual({ SessionId: 'alice-1' });
    expect(listed({}, world)).toEqual(['alice-0', 'alice-2', 'alice-3']);
    expect(listed({ State: 'History' }, world)).toContain('alice-1');
    expect(world.location.ssmSessions.get('alice-1')).toMatchObject({ Status: 'Terminated', EndDate: new Date(start) });
  });

  test.each(['old-0', 'never-was'])('rejects %s, which is over or never was', (SessionId) => {
    expect(rejection(built(), terminateSession, { SessionId })).toMatchObject({
      code: 'ValidationException',
      message: 'Session is not in a valid state',
    });
  });

  test.each(['old-0', 'never-was'])('takes %s without complaint, by quirk, and changes nothing', (SessionId) => {
    const world = built();
    const before = structuredClone(world.location.ssmSessions.get(SessionId));
    const quirks = { terminatingEndedSessionFails: false };
    expect(run(world, terminateSession, { SessionId }, { quirks, now: start + minute })).toEqual({ SessionId });
    expect(world.location.ssmSessions.get(SessionId)).toEqual(before);
  });
});
