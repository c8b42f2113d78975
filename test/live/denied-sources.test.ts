import { describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults/faults.ts';
import { startLive, type TestLive } from '../support/live.ts';
import { buildWorld } from '../support/world.ts';

const DENIED = { kind: 'error', code: 'AccessDeniedException' } as const;
const THROTTLED = { kind: 'error', code: 'ThrottlingException' } as const;

const worldOf = () =>
  buildWorld()
    .fleet('design')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 60 })
    .ssmSessions({ count: 3 })
    .pool('Ops')
    .poolSessions({ pool: 'Ops', count: 25 });

async function running(): Promise<TestLive> {
  const live = await startLive({ world: worldOf().world });
  live.live.start();
  await live.pass(2_000);
  expect(live.sessions.size).toBe(88);
  return live;
}

const statusesOf = ({ live }: TestLive) => new Set(live.sources().map(({ status }) => status));
const kindsSince = ({ live }: TestLive, revision: number) =>
  live.changes.since(revision)?.flatMap(({ changes }) => changes.map(({ kind }) => kind));

describe.each<[string, readonly Fault[]]>([
  ['whole services are denied', [DENIED]],
  ['only lists of sessions are denied', [{ ...DENIED, operation: 'DescribeSessions' }]],
  [
    'sessions and associations are denied, fleets are not',
    [
      { ...DENIED, operation: 'DescribeSessions' },
      { ...DENIED, operation: 'ListAssociatedStacks' },
    ],
  ],
])('While %s for ten minutes', (_title, faults) => {
  test('nothing ends, and when it is over no session that stayed has an event', async () => {
    const running_ = await running();
    const { emulator, live, pass, sessions } = running_;
    const { revision } = live.changes;
    emulator.faults.push(...faults);
    await pass(600_000, 5_000);
    expect(sessions.size).toBe(88);
    expect(live.changes.revision).toBe(revision);
    expect(statusesOf(running_)).toContain('FAILED');
    emulator.clearFaults();
    await pass(70_000, 1_000);
    expect(kindsSince(running_, revision)).toEqual([]);
    expect(statusesOf(running_)).toEqual(new Set(['UP_TO_DATE']));
  });
});

test.each([
  ['throttles', THROTTLED],
  ['does not answer', { kind: 'hang' } as const],
])('While AWS %s nothing ends, and the sources turn stale', async (_title, fault) => {
  const running_ = await running();
  const { emulator, live, passUnanswered, sessions } = running_;
  const { revision } = live.changes;
  emulator.faults.push(fault);
  await passUnanswered(600_000);
  expect(sessions.size).toBe(88);
  expect(live.changes.revision).toBe(revision);
  expect(statusesOf(running_)).toEqual(new Set(['STALE']));
});

describe('A source that is denied', () => {
  test('makes its sessions unverified, and no others', async () => {
    const { emulator, live, pass } = await running();
    emulator.faults.push({ ...DENIED, service: 'ssm' });
    await pass(30_000, 1_000);
    expect(await live.index.count({ unverified: true })).toBe(0);
    await pass(60_000, 1_000);
    expect(await live.index.count({ unverified: true })).toBe(3);
    emulator.clearFaults();
    await pass(60_000, 1_000);
    expect(await live.index.count({ unverified: true })).toBe(0);
  });

  test('says so with its code, and in the log, once when it begins and once when it is over', async () => {
    const { emulator, live, pass, log } = await running();
    emulator.faults.push({ ...DENIED, service: 'ssm' });
    await pass(600_000, 5_000);
    const [source] = live.sources().filter(({ service }) => service === 'SSM');
    expect(source).toMatchObject({ status: 'FAILED', error: { code: 'UPSTREAM_ACCESS_DENIED' } });
    emulator.clearFaults();
    await pass(60_000, 1_000);
    expect(log.filter(({ msg }) => `${msg}`.startsWith('live source')).map(({ level, msg }) => [level, msg])).toEqual([
      ['warn', 'live sources failed: SSM eu-west-1'],
      ['info', 'live sources up to date again: SSM eu-west-1'],
    ]);
  });

  test('is not called stale in the log because no client looked for ten minutes', async () => {
    const live = await startLive({ world: worldOf().world, mode: 'demand' });
    for (let turn = 0; turn < 3; turn += 1) {
      live.look();
      await live.pass(30_000, 1_000);
      await live.pass(600_000, 10_000);
    }
    expect(live.log.filter(({ msg }) => `${msg}`.startsWith('live source'))).toEqual([]);
    expect(live.sessions.size).toBe(88);
  });

  test('is asked ever less often, at most every two thirds of the maximum age', async () => {
    const { emulator, pass } = await running();
    emulator.faults.push({ ...DENIED, service: 'ssm' });
    await pass(120_000, 1_000);
    emulator.clearCalls();
    await pass(400_000, 1_000);
    expect(emulator.count('DescribeSessions', 'ssm')).toBe(10);
  });

  test('has its sessions that expired an hour ago ended, between the last sighting and the expiration', async () => {
    const start = Date.parse('2026-11-02T09:00:00Z');
    const world = buildWorld();
    world.ssmSessions({ count: 2, StartDate: new Date(start), MaxSessionDuration: '10' });
    world.ssmSessions({ count: 1, StartDate: new Date(start), MaxSessionDuration: '600' });
    const { emulator, live, pass, sessions } = await startLive({ world: world.world });
    live.start();
    await pass(1_000);
    emulator.faults.push({ ...DENIED, service: 'ssm' });
    await pass(3_600_000 + 590_000, 60_000);
    expect(sessions.size).toBe(3);
    await pass(20_000, 1_000);
    expect(sessions.size).toBe(1);
    const ends = live.changes.since(3)?.flatMap(({ changes }) => changes);
    expect(ends).toMatchObject([
      { kind: 'ENDED', reason: 'EXPIRED', at: { before: start + 600_000 } },
      { kind: 'ENDED', reason: 'EXPIRED', at: { before: start + 600_000 } },
    ]);
  });
});
