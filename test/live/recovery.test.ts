import { describe, expect, test } from 'vitest';
import type { Fault } from '../../emulator/faults/faults.ts';
import { startLive } from '../support/live.ts';
import { buildWorld } from '../support/world.ts';

const DENIED = { kind: 'error', code: 'AccessDeniedException' } as const;

async function running() {
  const builder = buildWorld()
    .fleet('design')
    .stack('Design')
    .stack('Other')
    .associate('Design', 'design')
    .associate('Other', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 60 })
    .appStreamSessions({ stack: 'Other', fleet: 'design', count: 2 })
    .ssmSessions({ count: 3 });
  const live = await startLive({ world: builder.world });
  live.live.start();
  await live.pass(2_000);
  expect(live.sessions.size).toBe(65);
  return { ...live, location: builder.location, revision: live.live.changes.revision };
}

describe.each<[string, Fault]>([
  ['answers half of all calls with an error', { kind: 'error', share: 0.5 }],
  ['resets half of all connections', { kind: 'reset', share: 0.5 }],
  ['throttles some calls', { kind: 'error', code: 'ThrottlingException', times: 5 }],
  ['cuts off half of all answers', { kind: 'truncate', share: 0.5 }],
])('While AWS %s', (_title, fault) => {
  test('nothing ends; then all is up to date again, without an event for what stayed', async () => {
    const { emulator, live, until, sessions, revision } = await running();
    emulator.clearCalls();
    emulator.faults.push(fault);
    await until(() => emulator.count() > 40);
    expect(sessions.size).toBe(65);
    emulator.clearFaults();
    await until(() => live.sources().every(({ status }) => status === 'UP_TO_DATE'));
    expect(live.changes.revision).toBe(revision);
    expect(await live.index.count({ unverified: true })).toBe(0);
  });
});

describe('An association that one listing lacks', () => {
  test('is not gone because the next listing fails, though its sessions cannot be read either', async () => {
    const { emulator, location, pass, sessions, live, revision } = await running();
    // Right after the associations were listed, so that the next listing is the one of the test.
    for (const begun = emulator.count('ListAssociatedStacks'); emulator.count('ListAssociatedStacks') === begun; ) {
      await pass(1_000);
    }
    location.associations.get('Other')?.delete('design');
    emulator.faults.push(
      { ...DENIED, operation: 'ListAssociatedStacks', after: 1 },
      { ...DENIED, service: 'appstream', operation: 'DescribeSessions' },
    );
    await pass(400_000, 2_000);
    expect(sessions.size).toBe(65);
    location.associations.get('Other')?.add('design');
    emulator.clearFaults();
    await pass(130_000, 2_000);
    expect(sessions.size).toBe(65);
    expect(live.changes.revision).toBe(revision);
  });

  test('is gone with its sessions after two listings, where AWS rejects to list them', async () => {
    const { emulator, location, pass, sessions, live } = await running();
    location.associations.get('Other')?.delete('design');
    emulator.faults.push({
      ...DENIED,
      service: 'appstream',
      operation: 'DescribeSessions',
      inputContains: '"Other"',
    });
    await pass(200_000, 2_000);
    expect(sessions.size).toBe(63);
    expect(live.sources().some(({ label }) => label.includes('stack Other'))).toBe(false);
    location.associations.get('Other')?.add('design');
    emulator.clearFaults();
    await pass(130_000, 2_000);
    expect(sessions.size).toBe(65);
    expect(live.sources().some(({ label }) => label.includes('stack Other'))).toBe(true);
  });
});
