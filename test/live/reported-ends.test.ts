import { describe, expect, test } from 'vitest';
import type { SsmSession } from '../../emulator/world/state.ts';
import type { SessionChange } from '../../src/live/live-session.ts';
import { startLive, type TestLive } from '../support/live.ts';
import { buildWorld } from '../support/world.ts';

const START = Date.parse('2026-11-02T09:00:00Z');
/** End that AWS names: of neither a scan nor a page. */
const ENDED_AT = START + 11_234;

interface Running extends TestLive {
  /** Sessions of the world, the latest first. */
  readonly world: readonly SsmSession[];
  readonly changes: readonly SessionChange[];
  /** Calls since the last `clear`, by the state that they ask for. */
  calls(): { readonly Active: number; readonly History: number };
}

/** Scans SSM sessions, beside ended ones, until they are known. */
async function running({ count = 3, history = 0 } = {}): Promise<Running> {
  const builder = buildWorld().ssmSessions({ count }).ssmSessions({ count: history, state: 'History' });
  const live = await startLive({ world: builder.world });
  live.live.start();
  await live.pass(10_000);
  expect(live.sessions.size).toBe(count);
  const changes: SessionChange[] = [];
  live.live.changes.subscribe((commit) => changes.push(...commit.changes));
  live.emulator.clearCalls();
  return {
    ...live,
    world: [...builder.location.ssmSessions.values()],
    changes,
    calls() {
      const states = live.emulator.calls.filter(({ service }) => service === 'ssm').map(({ input }) => input.State);
      const count = (state: string) => states.filter((each) => each === state).length;
      return { Active: count('Active'), History: count('History') };
    },
  };
}

const end = (session: SsmSession | undefined, members: Partial<SsmSession> = {}) =>
  Object.assign(session as SsmSession, { Status: 'Terminated', EndDate: new Date(ENDED_AT), ...members });

describe('A session that is missing from a complete scan, and that AWS lists as ended', () => {
  test('has ended at the time that AWS names, with the first scan that lacks it', async () => {
    const { pass, world, changes, sessions, calls } = await running({ history: 450 });
    const { SessionId } = end(world[1]);
    await pass(12_000);
    expect(changes).toMatchObject([
      {
        kind: 'ENDED',
        session: { view: { sessionId: SessionId, status: 'TERMINATED', endedAt: new Date(ENDED_AT) } },
        at: { after: ENDED_AT, before: ENDED_AT },
        previousStatus: 'CONNECTED',
        reason: 'REPORTED_BY_AWS',
        isListed: false,
      },
    ]);
    expect(sessions.size).toBe(2);
    expect(calls().History).toBe(1);
  });

  test('takes no second scan at once, so that the call costs nothing more than the scan that it saves', async () => {
    const { pass, world, calls } = await running();
    end(world[0]);
    await pass(4_900);
    const { Active } = calls();
    expect(calls()).toEqual({ Active, History: 1 });
    expect(Active).toBe(1);
  });

  test('has failed where AWS says so', async () => {
    const { pass, world, changes } = await running();
    end(world[0], { Status: 'Failed' });
    await pass(12_000);
    expect(changes).toMatchObject([
      { kind: 'ENDED', reason: 'REPORTED_BY_AWS', session: { view: { status: 'FAILED' } } },
    ]);
  });

  test('has ended between two times where AWS names no end', async () => {
    const { pass, world, changes } = await running();
    end(world[0], { EndDate: undefined });
    await pass(12_000);
    const [change] = changes;
    expect(change).toMatchObject({ kind: 'ENDED', reason: 'REPORTED_BY_AWS' });
    const { after, before } = change && 'at' in change ? change.at : { after: null, before: 0 };
    expect(after).toBeGreaterThanOrEqual(START);
    expect(before).toBeGreaterThan(Number(after));
    expect(before).toBeLessThanOrEqual(START + 22_000);
  });

  test('takes one call, however many have ended at once', async () => {
    const { pass, world, changes, calls, sessions } = await running({ count: 150 });
    for (const session of world.slice(0, 120)) end(session);
    await pass(12_000);
    expect(new Set(changes.map((change) => change.kind === 'ENDED' && change.reason))).toEqual(
      new Set(['REPORTED_BY_AWS']),
    );
    expect([changes.length, sessions.size, calls().History]).toEqual([120, 30, 1]);
  });

  test('reappears if AWS lists it as active again', async () => {
    const { pass, world, changes } = await running();
    const session = end(world[0]);
    await pass(12_000);
    Object.assign(session, { Status: 'Connected', EndDate: undefined });
    await pass(30_000);
    expect(changes.map(({ kind }) => kind)).toEqual(['ENDED', 'REAPPEARED']);
    expect(changes[1]).toMatchObject({ previousStatus: 'TERMINATED', at: { after: ENDED_AT } });
  });
});

describe('A session that is missing, and that AWS does not list as ended', () => {
  test('disappears with the second scan, of a session that AWS has dropped from both lists', async () => {
    const { pass, world, changes, emulator, calls } = await running();
    emulator.world.location('123456789012', 'eu-west-1').ssmSessions.delete(world[0]?.SessionId ?? '');
    await pass(12_000);
    expect(changes).toMatchObject([{ kind: 'ENDED', reason: 'DISAPPEARED', isListed: false }]);
    expect(calls().History).toBe(2);
  });

  test('is waited for where the list of ended ones has it as terminating, and ends at the time that AWS names then', async () => {
    const { pass, world, changes } = await running();
    const session = end(world[0], { Status: 'Terminating', EndDate: undefined });
    await pass(20_000);
    expect(changes).toEqual([]);
    end(session);
    await pass(12_000);
    expect(changes).toMatchObject([
      { kind: 'ENDED', reason: 'REPORTED_BY_AWS', at: { after: ENDED_AT, before: ENDED_AT } },
    ]);
  });

  test('disappears where the list of ended ones has it as terminating for more than a minute', async () => {
    const { pass, world, changes } = await running();
    end(world[0], { Status: 'Terminating', EndDate: undefined });
    await pass(55_000);
    expect(changes).toEqual([]);
    await pass(30_000);
    expect(changes).toMatchObject([
      { kind: 'ENDED', reason: 'DISAPPEARED', session: { view: { status: 'CONNECTED' } } },
    ]);
  });

  test('left its last status between the last scan that had it and its end', async () => {
    const { pass, world, changes } = await running();
    end(world[0]);
    await pass(12_000);
    const [change] = changes;
    expect(change?.kind === 'ENDED' && change.statusUntil).toEqual({ after: expect.any(Number), before: ENDED_AT });
    expect(change?.kind === 'ENDED' && Number(change.statusUntil?.after)).toBeLessThan(ENDED_AT);
  });

  test('is looked for in the five latest pages, whatever AWS keeps of 30 days', async () => {
    const { pass, world, changes, emulator, calls } = await running({ history: 1_500 });
    emulator.world.location('123456789012', 'eu-west-1').ssmSessions.delete(world.at(0)?.SessionId ?? '');
    await pass(12_000);
    expect(changes).toMatchObject([{ kind: 'ENDED', reason: 'DISAPPEARED' }]);
    expect(calls().History).toBe(10);
  });

  test('disappears with the second scan while the list of ended ones is denied, and the source is up to date', async () => {
    const { pass, world, changes, emulator, live } = await running();
    end(world[0]);
    emulator.faults.push({
      kind: 'error',
      code: 'AccessDeniedException',
      operation: 'DescribeSessions',
      inputContains: '"History"',
    });
    await pass(12_000);
    expect(changes).toMatchObject([{ kind: 'ENDED', reason: 'DISAPPEARED' }]);
    expect(live.sources().find(({ service }) => service === 'SSM')).toMatchObject({
      status: 'UP_TO_DATE',
      error: null,
    });
  });
});

test('Nothing that is missing takes no call to the list of ended sessions, whatever else changes', async () => {
  const { pass, world, changes, calls } = await running({ history: 10 });
  Object.assign(world[0] as SsmSession, { Status: 'Disconnected' });
  await pass(120_000, 1_000);
  expect(changes).toMatchObject([{ kind: 'DISCONNECTED' }]);
  expect(calls()).toEqual({ Active: expect.any(Number), History: 0 });
});
