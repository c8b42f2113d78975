import { afterEach, describe, expect, test } from 'vitest';
import { ssmId } from '../support/session-ids.ts';
import { end, endOne, fates, gateway, start, writes } from '../support/terminations.ts';

afterEach(() => gateway.close());

describe('A session that has ended', () => {
  test.each([
    ['rejects, as since 2026', true, 'ValidationException'],
    ['succeeds, as before', false, 'ok'],
  ])('is ALREADY_ENDED where SSM %s', async (_title, terminatingEndedSessionFails, outcome) => {
    const { ids } = await start({ quirks: { terminatingEndedSessionFails } });
    const { data, errors } = await endOne(ids.ssm.at(-1) ?? '');
    expect(errors).toBeUndefined();
    expect(data.terminateSession).toEqual({
      terminatedSessionId: null,
      outcome: 'ALREADY_ENDED',
      session: null,
      userErrors: [],
    });
    expect(writes()).toMatchObject([{ operation: 'TerminateSession', outcome }]);
  });

  test('between read and termination is not reported as terminated by the gateway', async () => {
    const { ids, location } = await start();
    // What is read is true when AWS is asked, and no longer when it answers.
    gateway.emulator.faults.push({ operation: 'DescribeSessions', kind: 'delay', delay: 1_000, times: 1 });
    const ending = endOne(ids.ssm[0] ?? '');
    await expect.poll(() => gateway.emulator.count('DescribeSessions')).toBe(1);
    const [session] = location.ssmSessions.values();
    if (session) session.Status = 'Terminated';
    expect((await ending).data.terminateSession).toMatchObject({ outcome: 'ALREADY_ENDED', terminatedSessionId: null });
    expect(writes()).toMatchObject([{ operation: 'TerminateSession', outcome: 'ValidationException' }]);
  });

  test.each(['Session is not in a valid state', 'La sesión no es válida', ''])(
    'is known by its list, not by the words of SSM: %j',
    async (message) => {
      const { ids, location } = await start();
      gateway.emulator.faults.push({
        operation: 'TerminateSession',
        kind: 'error',
        code: 'ValidationException',
        message,
      });
      // The first is there, the last is not, and the second ends meanwhile.
      const [there = '', meanwhile = '', gone = ''] = [ids.ssm[0], ids.ssm[1], ids.ssm.at(-1)];
      gateway.emulator.faults.push({ operation: 'DescribeSessions', kind: 'delay', delay: 1_000, times: 1 });
      const ending = end([there, meanwhile, gone]);
      await expect.poll(() => gateway.emulator.count('DescribeSessions')).toBe(1);
      const session = [...location.ssmSessions.values()][1];
      if (session) session.Status = 'Terminated';
      expect(fates((await ending).results)).toEqual(['INVALID_PARAMETER', 'ALREADY_ENDED', 'ALREADY_ENDED']);
    },
  );

  test.each([
    ['ValidationException', 'Session is not in a valid state', 'ALREADY_ENDED'],
    ['DoesNotExistException', 'Session does not exist', 'ALREADY_ENDED'],
    ['ValidationException', "Value at 'sessionId' failed to satisfy constraint", 'ALREADY_ENDED'],
    ['SomethingNewException', 'Session is over', 'ALREADY_ENDED'],
    ['AccessDeniedException', 'Session is not in a valid state', 'UPSTREAM_ACCESS_DENIED'],
    ['InternalServerError', 'oops', 'UPSTREAM_UNAVAILABLE'],
  ])('of SSM that is rejected with %s, %s, is %s', async (code, message, fate) => {
    const { ids } = await start();
    gateway.emulator.faults.push({ operation: 'TerminateSession', kind: 'error', code, message });
    expect(fates((await end([ids.ssm.at(-1) ?? ''])).results)).toEqual([fate]);
  });

  test('is no more than rejected where its list cannot be read again', async () => {
    const { ids } = await start();
    gateway.emulator.faults.push({ operation: 'TerminateSession', kind: 'error', code: 'ValidationException' });
    gateway.emulator.faults.push({
      operation: 'DescribeSessions',
      after: 1,
      kind: 'error',
      code: 'AccessDeniedException',
    });
    expect(fates((await end([ids.ssm[0] ?? ''])).results)).toEqual(['INVALID_PARAMETER']);
  });

  test('of AppStream and of a pool is not ended again where a list says so', async () => {
    const { ids } = await start();
    const { results } = await end(ids.appstream.slice(14));
    expect(fates(results)).toEqual(['ALREADY_ENDED', 'ALREADY_ENDED']);
    expect(writes()).toEqual([]);
  });

  test('with its fleet or pool, is ALREADY_ENDED', async () => {
    const { ids, location } = await start();
    for (const session of location.appStreamSessions.values()) location.appStreamSessions.delete(session.Id);
    location.fleets.clear();
    location.pools.clear();
    for (const session of location.poolSessions.values()) location.poolSessions.delete(session.SessionId);
    const { results } = await end([ids.appstream[0] ?? '', ids.pool[0] ?? '']);
    expect(fates(results)).toEqual(['ALREADY_ENDED', 'ALREADY_ENDED']);
  });

  test('that is unknown is ALREADY_ENDED: an id issued by the gateway was a session once', async () => {
    await start();
    const { results } = await end([ssmId({ SessionId: 'absent-0123456789abcdef0' })]);
    expect(fates(results)).toEqual(['ALREADY_ENDED']);
  });
});

describe('Repeated', () => {
  test('an end is harmless, and says so', async () => {
    const { ids } = await start();
    const asked = [ids.appstream[0], ids.ssm[0], ids.pool[0]].filter((id) => id !== undefined);
    expect(fates((await end(asked)).results)).toEqual(Array(3).fill('TERMINATED'));
    expect(fates((await end(asked)).results)).toEqual(Array(3).fill('ALREADY_ENDED'));
    expect(fates((await end(asked)).results)).toEqual(Array(3).fill('ALREADY_ENDED'));
  });

  test('an id in one request is ended once, and answered as often as it was asked', async () => {
    const { ids } = await start();
    const [one = '', other = ''] = ids.pool;
    const { results } = await end([one, other, one, one]);
    expect(results.map(({ id }) => id)).toEqual([one, other, one, one]);
    expect(fates(results)).toEqual(Array(4).fill('TERMINATED'));
    expect(writes()).toHaveLength(2);
  });

  test('by two requests at once, a session is terminated, and both results say so', async () => {
    const { ids } = await start();
    const asked = [ids.appstream[0], ids.ssm[0], ids.pool[0]].filter((id) => id !== undefined);
    const both = await Promise.all([end(asked), end(asked)]);
    const told = both.flatMap(({ results }) => fates(results));
    expect(told.filter((fate) => fate !== 'TERMINATED' && fate !== 'ALREADY_ENDED')).toEqual([]);
    expect(fates((await end(asked)).results)).toEqual(Array(3).fill('ALREADY_ENDED'));
  });
});

describe('A session of SSM that stays TERMINATING', () => {
  test.each([
    [3_600_000, 'UNCONFIRMED'],
    [0, 'TERMINATED'],
  ])('can be ended again, as often as it takes (AWS takes %s ms)', async (terminationDelay, fate) => {
    const { ids, location } = await start({ quirks: { terminatingIsActive: true, terminationDelay } });
    const [session] = location.ssmSessions.values();
    if (session) session.Status = 'Terminating';
    const stuck = [ids.ssm[0] ?? ''];
    expect(fates((await end(stuck, { dryRun: true })).results)).toEqual(['WOULD_TERMINATE']);
    expect(writes()).toEqual([]);
    expect(fates((await end(stuck)).results)).toEqual([fate]);
    expect(writes()).toMatchObject([{ operation: 'TerminateSession', outcome: 'ok' }]);
    if (terminationDelay > 0) expect(fates((await end(stuck)).results)).toEqual([fate]);
    gateway.emulator.quirks.terminationDelay = 0;
    await end(stuck);
    expect(fates((await end(stuck)).results)).toEqual(['ALREADY_ENDED']);
  });
});

describe('An end that AWS accepts and does not show yet', () => {
  test('is UNCONFIRMED, and once it shows, ALREADY_ENDED', async () => {
    const { ids } = await start({ quirks: { terminationDelay: 3_600_000 } });
    const asked = [ids.appstream[0], ids.ssm[0], ids.pool[0]].filter((id) => id !== undefined);
    const { results } = await end(asked);
    expect(fates(results)).toEqual(Array(3).fill('UNCONFIRMED'));
    expect(results.map(({ terminated }) => terminated)).toEqual([false, false, false]);
    gateway.emulator.quirks.terminationDelay = 0;
    expect(fates((await end(asked)).results)).toEqual(Array(3).fill('TERMINATED'));
  });

  test('is UNCONFIRMED, too, where it cannot be read again', async () => {
    const { ids } = await start();
    gateway.emulator.faults.push({
      operation: 'DescribeWorkspacesPoolSessions',
      after: 1,
      kind: 'error',
      code: 'AccessDeniedException',
    });
    expect((await endOne(ids.pool[0] ?? '')).data.terminateSession.outcome).toBe('UNCONFIRMED');
  });
});

describe('A dry run', () => {
  test('says what would be terminated and whose it is, and changes nothing', async () => {
    const { ids } = await start();
    const { data } = await gateway.query(
      `mutation ($ids: [ID!]!) { terminateSessions(input: { ids: $ids, dryRun: true }) {
        results { terminated outcome session { __typename status sessionId ... on PoolSession { userId } } }
      } }`,
      { ids: [ids.pool[0], ids.ssm[0], ids.appstream[0], ids.appstream[15], ids.ssm[19]] },
    );
    const there = { terminated: false, outcome: 'WOULD_TERMINATE' };
    const over = { terminated: false, outcome: 'ALREADY_ENDED' };
    expect(data.terminateSessions.results).toMatchObject([
      { ...there, session: { __typename: 'PoolSession', status: 'CONNECTED', userId: expect.any(String) } },
      { ...there, session: { __typename: 'SsmSession', status: 'CONNECTED' } },
      { ...there, session: { __typename: 'AppStreamSession', status: 'CONNECTED' } },
      { ...over, session: { __typename: 'AppStreamSession', status: 'TERMINATED' } },
      { ...over, session: null },
    ]);
    expect(writes()).toEqual([]);
  });

  test('of one session says the same', async () => {
    const { ids } = await start();
    const { data } = await endOne(ids.ssm[0] ?? '', { dryRun: true });
    expect(data.terminateSession).toEqual({
      terminatedSessionId: null,
      outcome: 'WOULD_TERMINATE',
      session: { status: 'CONNECTED' },
      userErrors: [],
    });
    expect(writes()).toEqual([]);
  });
});
