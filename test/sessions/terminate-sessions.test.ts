import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/errors/gateway-error.ts';
import type { TerminationAcknowledgement } from '../../src/services/acknowledge-termination.ts';
import { MutationError } from '../../src/services/mutation-error.ts';
import type { LocationServices, RequestServices } from '../../src/services/services.ts';
import type { SessionKey } from '../../src/sessions/providers.ts';
import { type TerminationOptions, terminateEach } from '../../src/sessions/terminate-sessions.ts';

const SCOPE = { accountId: '123456789012', region: 'eu-west-1' };
const DENIED = new GatewayError(
  'UPSTREAM_ACCESS_DENIED',
  'The gateway is not allowed to call TerminateSession of SSM.',
);

const ssmKey = (sessionId: string): SessionKey => ({ location: SCOPE, service: 'SSM', key: { sessionId } });
const poolKey = (sessionId: string): SessionKey => ({
  location: SCOPE,
  service: 'WORKSPACES',
  key: { poolId: 'wspool-000000001', userId: 'alice', sessionId },
});

type Read = string | null | Error;

/** Statuses of an SSM session before and after the call, and AWS's acknowledgement. */
interface Course {
  readonly reads: readonly [before: Read, after?: Read];
  readonly answer?: TerminationAcknowledgement | Error;
}

/** Creates the services of one location with these SSM sessions, and records the calls. */
function gateway(courses: Record<string, Course>) {
  const asked: string[] = [];
  let round = 0;
  const ssm = {
    refreshSessions() {
      round += 1;
      asked.push('refresh');
    },
    async activeSessionById(sessionId: string) {
      asked.push(`read ${sessionId}`);
      const read = courses[sessionId]?.reads[round - 1] ?? null;
      if (read instanceof Error) throw read;
      return read && { SessionId: sessionId, Status: read, location: SCOPE };
    },
    async terminateSession(sessionId: string, onSend: () => void) {
      onSend();
      asked.push(`terminate ${sessionId}`);
      const answer = courses[sessionId]?.answer ?? 'ALREADY_OVER';
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const workspaces = {
    refreshSessions() {},
    sessionByKey: () => new Promise(() => {}),
  };
  const located = { location: SCOPE, ssm, workspaces, appstream: {} } as unknown as LocationServices;
  const services = {
    find: async ({ accountId }: typeof SCOPE) => (accountId === SCOPE.accountId ? located : null),
  } as unknown as RequestServices;
  const end = (keys: readonly SessionKey[], options: Partial<TerminationOptions> = {}) => {
    const sessions = new Map(keys.map((key) => [key.key.sessionId, key]));
    return terminateEach(services, sessions, { dryRun: false, own: null, onAttempt: () => {}, ...options });
  };
  return { asked, services, end };
}

/** Terminates one session. Returns its outcome, or the code of the error. */
async function outcomeOf(course: Course, options?: Partial<TerminationOptions>): Promise<string> {
  const termination = (await gateway({ s: course }).end([ssmKey('s')], options)).get('s');
  if (termination instanceof GatewayError) return termination.code;
  return termination && 'outcome' in termination ? termination.outcome : String(termination);
}

describe('The outcome follows from the reads before and after and from AWS’s acknowledgement', () => {
  test.each<[string, Course, string]>([
    ['there, accepted, gone', { reads: ['Connected', null], answer: 'ACCEPTED' }, 'TERMINATED'],
    ['there, accepted, listed as Terminated', { reads: ['Connected', 'Terminated'], answer: 'ACCEPTED' }, 'TERMINATED'],
    [
      'there, accepted, listed as Terminating',
      { reads: ['Connected', 'Terminating'], answer: 'ACCEPTED' },
      'TERMINATED',
    ],
    ['Disconnected, accepted, gone', { reads: ['Disconnected', null], answer: 'ACCEPTED' }, 'TERMINATED'],
    ['in an unknown state, accepted, gone', { reads: ['Paused', null], answer: 'ACCEPTED' }, 'TERMINATED'],
    ['there, accepted, still there', { reads: ['Connected', 'Connected'], answer: 'ACCEPTED' }, 'UNCONFIRMED'],
    ['there, accepted, unreadable', { reads: ['Connected', DENIED], answer: 'ACCEPTED' }, 'UNCONFIRMED'],
    ['there, already ended, gone', { reads: ['Connected', null], answer: 'ALREADY_OVER' }, 'ALREADY_ENDED'],
    [
      'there, acknowledged as ended, still there',
      { reads: ['Connected', 'Connected'], answer: 'ALREADY_OVER' },
      'UNCONFIRMED',
    ],
    ['not there, already ended', { reads: [null], answer: 'ALREADY_OVER' }, 'ALREADY_ENDED'],
    ['not there, accepted', { reads: [null], answer: 'ACCEPTED' }, 'ALREADY_ENDED'],
    ['ended', { reads: ['Terminated'] }, 'ALREADY_ENDED'],
    ['terminating, accepted, gone', { reads: ['Terminating', null], answer: 'ACCEPTED' }, 'TERMINATED'],
    [
      'terminating, accepted, still terminating',
      { reads: ['Terminating', 'Terminating'], answer: 'ACCEPTED' },
      'UNCONFIRMED',
    ],
    ['terminating, accepted, unreadable', { reads: ['Terminating', DENIED], answer: 'ACCEPTED' }, 'UNCONFIRMED'],
    [
      'terminating, already ended, terminating',
      { reads: ['Terminating', 'Terminating'], answer: 'ALREADY_OVER' },
      'ALREADY_ENDED',
    ],
    ['terminating, denied', { reads: ['Terminating'], answer: DENIED }, 'UPSTREAM_ACCESS_DENIED'],
    ['failed', { reads: ['Failed'] }, 'ALREADY_ENDED'],
    ['there, denied', { reads: ['Connected'], answer: DENIED }, 'UPSTREAM_ACCESS_DENIED'],
    ['not there, denied', { reads: [null], answer: DENIED }, 'UPSTREAM_ACCESS_DENIED'],
    ['unreadable', { reads: [DENIED] }, 'UPSTREAM_ACCESS_DENIED'],
  ])('%s', async (_title, course, outcome) => {
    expect(await outcomeOf(course)).toBe(outcome);
  });

  test.each<[string, Course, string]>([
    ['there', { reads: ['Connected'] }, 'WOULD_TERMINATE'],
    ['not there', { reads: [null] }, 'ALREADY_ENDED'],
    ['ended', { reads: ['Terminated'] }, 'ALREADY_ENDED'],
    ['terminating', { reads: ['Terminating'] }, 'WOULD_TERMINATE'],
    ['unreadable', { reads: [DENIED] }, 'UPSTREAM_ACCESS_DENIED'],
  ])('of a dry run: %s', async (_title, course, outcome) => {
    expect(await outcomeOf(course, { dryRun: true })).toBe(outcome);
  });
});

const LASTING: Course = { reads: ['Connected', null], answer: 'ACCEPTED' };

test('Sessions are read uncached before the calls, and again only after all calls of their service', async () => {
  const { end, asked } = gateway({ a: LASTING, b: LASTING, c: { reads: ['Connected'], answer: DENIED } });
  await end(['a', 'b', 'c'].map(ssmKey));
  const reads = ['read a', 'read b', 'read c'];
  expect(asked).toEqual([
    'refresh',
    ...reads,
    'terminate a',
    'terminate b',
    'terminate c',
    'refresh',
    'read a',
    'read b',
  ]);
});

test('No call is sent for a session that has ended, nor in a dry run', async () => {
  const { end, asked } = gateway({ a: { reads: ['Terminated'] } });
  await end([ssmKey('a')]);
  await end([ssmKey('a'), ssmKey('gone')], { dryRun: true });
  expect(asked.filter((each) => each.startsWith('terminate'))).toEqual([]);
});

test('`onAttempt` is called before each call is sent, and only for calls that are sent', async () => {
  const { end, asked } = gateway({ a: LASTING, over: { reads: ['Terminated'] }, denied: { reads: [DENIED] } });
  const attempted: string[] = [];
  await end(['a', 'over', 'denied'].map(ssmKey), {
    onAttempt(id) {
      expect(asked).not.toContain(`terminate ${id}`);
      attempted.push(id);
    },
  });
  expect(attempted).toEqual(['a']);
});

test('A failure does not affect other sessions', async () => {
  const { end } = gateway({ a: LASTING, b: { reads: [DENIED] }, c: LASTING });
  const other = { ...ssmKey('d'), location: { ...SCOPE, accountId: '999999999999' } };
  const terminations = await end([other, ...['a', 'b', 'c'].map(ssmKey)]);
  expect(terminations.get('d')).toBeInstanceOf(MutationError);
  expect(terminations.get('b')).toBe(DENIED);
  for (const id of ['a', 'c']) expect(terminations.get(id)).toMatchObject({ outcome: 'TERMINATED' });
});

test('A service that never responds does not block another', async () => {
  const { end, asked } = gateway({ a: LASTING });
  void end([poolKey('p'), ssmKey('a')]);
  await new Promise(setImmediate);
  expect(asked).toEqual(['refresh', 'read a', 'terminate a', 'refresh', 'read a']);
});

test('A location that this gateway does not read is rejected without a call', async () => {
  const { end, asked } = gateway({ a: LASTING });
  const terminations = await end([{ ...ssmKey('a'), location: { ...SCOPE, accountId: '999999999999' } }]);
  expect((terminations.get('a') as MutationError).userErrors[0]?.message).toBe(
    'This gateway does not read account 999999999999, region eu-west-1.',
  );
  expect(asked).toEqual([]);
});

test('No session takes no call', async () => {
  const { end, asked } = gateway({});
  expect(await end([])).toEqual(new Map());
  expect(asked).toEqual([]);
});
