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

/** What an SSM session is read as, at first and again, and what AWS says to its end. */
interface Course {
  readonly reads: readonly [before: Read, after?: Read];
  readonly answer?: TerminationAcknowledgement | Error;
}

/** A gateway that reads one location, whose SSM sessions go the courses that are given, and which notes what it is asked. */
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
      asked.push(`end ${sessionId}`);
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

/** What becomes of one session: its outcome, or the code of the error. */
async function outcomeOf(course: Course, options?: Partial<TerminationOptions>): Promise<string> {
  const ending = (await gateway({ s: course }).end([ssmKey('s')], options)).get('s');
  if (ending instanceof GatewayError) return ending.code;
  return ending && 'outcome' in ending ? ending.outcome : String(ending);
}

describe('What is read before and after, and what AWS says, tell what became of a session', () => {
  test.each<[string, Course, string]>([
    ['there, accepted, gone', { reads: ['Connected', null], answer: 'ACCEPTED' }, 'TERMINATED'],
    ['there, accepted, shown as ended', { reads: ['Connected', 'Terminated'], answer: 'ACCEPTED' }, 'TERMINATED'],
    ['there, accepted, shown as ending', { reads: ['Connected', 'Terminating'], answer: 'ACCEPTED' }, 'TERMINATED'],
    ['without its user, accepted, gone', { reads: ['Disconnected', null], answer: 'ACCEPTED' }, 'TERMINATED'],
    ['in a state that is new, accepted, gone', { reads: ['Paused', null], answer: 'ACCEPTED' }, 'TERMINATED'],
    ['there, accepted, still there', { reads: ['Connected', 'Connected'], answer: 'ACCEPTED' }, 'UNCONFIRMED'],
    ['there, accepted, unreadable', { reads: ['Connected', DENIED], answer: 'ACCEPTED' }, 'UNCONFIRMED'],
    ['there, over by then, gone', { reads: ['Connected', null], answer: 'ALREADY_OVER' }, 'ALREADY_ENDED'],
    [
      'there, said to be over, still there',
      { reads: ['Connected', 'Connected'], answer: 'ALREADY_OVER' },
      'UNCONFIRMED',
    ],
    ['not there, refused', { reads: [null], answer: 'ALREADY_OVER' }, 'ALREADY_ENDED'],
    ['not there, accepted all the same', { reads: [null], answer: 'ACCEPTED' }, 'ALREADY_ENDED'],
    ['ended', { reads: ['Terminated'] }, 'ALREADY_ENDED'],
    ['ending, accepted, gone', { reads: ['Terminating', null], answer: 'ACCEPTED' }, 'TERMINATED'],
    ['ending, accepted, still ending', { reads: ['Terminating', 'Terminating'], answer: 'ACCEPTED' }, 'UNCONFIRMED'],
    ['ending, accepted, unreadable', { reads: ['Terminating', DENIED], answer: 'ACCEPTED' }, 'UNCONFIRMED'],
    ['ending, over, ending', { reads: ['Terminating', 'Terminating'], answer: 'ALREADY_OVER' }, 'ALREADY_ENDED'],
    ['ending, denied', { reads: ['Terminating'], answer: DENIED }, 'UPSTREAM_ACCESS_DENIED'],
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
    ['ending', { reads: ['Terminating'] }, 'WOULD_TERMINATE'],
    ['unreadable', { reads: [DENIED] }, 'UPSTREAM_ACCESS_DENIED'],
  ])('of a dry run, too: %s', async (_title, course, outcome) => {
    expect(await outcomeOf(course, { dryRun: true })).toBe(outcome);
  });
});

const LASTING: Course = { reads: ['Connected', null], answer: 'ACCEPTED' };

test('Every session is read anew before, and again only when all of its service have been told', async () => {
  const { end, asked } = gateway({ a: LASTING, b: LASTING, c: { reads: ['Connected'], answer: DENIED } });
  await end(['a', 'b', 'c'].map(ssmKey));
  const reads = ['read a', 'read b', 'read c'];
  expect(asked).toEqual(['refresh', ...reads, 'end a', 'end b', 'end c', 'refresh', 'read a', 'read b']);
});

test('What has ended is not ended again, and a dry run ends nothing', async () => {
  const { end, asked } = gateway({ a: { reads: ['Terminated'] } });
  await end([ssmKey('a')]);
  await end([ssmKey('a'), ssmKey('gone')], { dryRun: true });
  expect(asked.filter((each) => each.startsWith('end'))).toEqual([]);
});

test('An attempt is told before AWS is, and only of what AWS is told of', async () => {
  const { end, asked } = gateway({ a: LASTING, over: { reads: ['Terminated'] }, denied: { reads: [DENIED] } });
  const told: string[] = [];
  await end(['a', 'over', 'denied'].map(ssmKey), {
    onAttempt(id) {
      expect(asked).not.toContain(`end ${id}`);
      told.push(id);
    },
  });
  expect(told).toEqual(['a']);
});

test('One that fails leaves the others alone', async () => {
  const { end } = gateway({ a: LASTING, b: { reads: [DENIED] }, c: LASTING });
  const other = { ...ssmKey('d'), location: { ...SCOPE, accountId: '999999999999' } };
  const endings = await end([other, ...['a', 'b', 'c'].map(ssmKey)]);
  expect(endings.get('d')).toBeInstanceOf(MutationError);
  expect(endings.get('b')).toBe(DENIED);
  for (const id of ['a', 'c']) expect(endings.get(id)).toMatchObject({ outcome: 'TERMINATED' });
});

test('A service that never answers does not keep another from being told and read again', async () => {
  const { end, asked } = gateway({ a: LASTING });
  void end([poolKey('p'), ssmKey('a')]);
  await new Promise(setImmediate);
  expect(asked).toEqual(['refresh', 'read a', 'end a', 'refresh', 'read a']);
});

test('A location that this gateway does not read is refused, and nothing is asked of any other', async () => {
  const { end, asked } = gateway({ a: LASTING });
  const endings = await end([{ ...ssmKey('a'), location: { ...SCOPE, accountId: '999999999999' } }]);
  expect((endings.get('a') as MutationError).userErrors[0]?.message).toBe(
    'This gateway does not read account 999999999999, region eu-west-1.',
  );
  expect(asked).toEqual([]);
});

test('No session is no call', async () => {
  const { end, asked } = gateway({});
  expect(await end([])).toEqual(new Map());
  expect(asked).toEqual([]);
});
