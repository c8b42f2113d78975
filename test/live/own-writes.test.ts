import { describe, expect, test } from 'vitest';
import { startLive, type TestLive } from '../support/live.ts';
import { buildWorld } from '../support/world.ts';

async function servicesOf({ request }: TestLive) {
  const [location] = request().locations();
  const services = await location?.services();
  if (!services) throw new Error('no location');
  return services;
}

/** Live sessions of two fleets, in whose world nothing has happened for five minutes, so that scans are rare. */
async function quiet() {
  const { world } = buildWorld()
    .fleet('design')
    .fleet('ops')
    .stack('Design')
    .associate('Design', 'design')
    .appStreamSessions({ stack: 'Design', fleet: 'design', count: 2 })
    .appStreamSessions({ stack: 'Design', fleet: 'ops', count: 1 })
    .ssmSessions({ count: 2 });
  const live = await startLive({ world, maxAgeMs: 600_000 });
  live.live.start();
  await live.pass(300_000, 1_000);
  expect(live.sessions.size).toBe(4);
  // Begins just after a list of the sources, and a scan of each source.
  const calls = (operation: string, service?: 'appstream' | 'ssm') => live.emulator.count(operation, service);
  for (const begun = calls('DescribeFleets'); calls('DescribeFleets') === begun; ) await live.pass(100);
  live.emulator.clearCalls();
  const idOf = (service: string) => [...live.sessions.values()].find(({ view }) => view.service === service)?.id ?? '';
  return { ...live, calls, idOf, services: await servicesOf(live) };
}

describe('A write of this gateway', () => {
  test('that changes associations has all of them listed at once, and the new source scanned', async () => {
    const { services, pass, sessions, calls } = await quiet();
    await services.appstream.associateFleet('ops', 'Design');
    await pass(500);
    expect([calls('DescribeFleets'), calls('ListAssociatedStacks')]).toEqual([1, 2]);
    expect(sessions.size).toBe(5);
  });

  test('that changes a fleet has the fleets of its location listed at once, not their associations, nor other services', async () => {
    const { services, pass, calls } = await quiet();
    await services.appstream.stopFleet('ops');
    await pass(500);
    expect([calls('DescribeFleets'), calls('ListAssociatedStacks')]).toEqual([1, 0]);
    expect(calls('DescribeWorkspacesPools')).toBe(0);
  });

  test('that changes sessions alone has no list of sources read: which sources there are is as before', async () => {
    const { services, pass, idOf, sessions, live } = await quiet();
    const { view } = sessions.get(idOf('SSM')) ?? { view: { sessionId: '' } };
    const before = { ...live.counts.scans };
    await services.ssm.terminateSession(view.sessionId, () => {});
    await pass(100);
    expect(live.counts.scans).toEqual(before);
  });
});

describe('A source whose session this gateway has changed', () => {
  test('is scanned at once, and no other', async () => {
    const { live, pass, calls, idOf } = await quiet();
    const ssm = calls('DescribeSessions', 'ssm');
    const appstream = calls('DescribeSessions', 'appstream');
    live.touch(idOf('SSM'));
    await pass(100);
    expect(calls('DescribeSessions', 'ssm')).toBe(ssm + 1);
    expect(calls('DescribeSessions', 'appstream')).toBe(appstream);
  });

  test('is not scanned for a session that is not known', async () => {
    const { live, pass, calls } = await quiet();
    const before = calls('DescribeSessions');
    live.touch('unknown');
    live.ended('unknown', null);
    await pass(100);
    expect(calls('DescribeSessions')).toBe(before);
  });

  test('is scanned once the scan that runs has ended, which may have begun before the change', async () => {
    const { live, pass, calls, idOf } = await quiet();
    const before = calls('DescribeSessions', 'ssm');
    live.touch(idOf('SSM'));
    live.touch(idOf('SSM'));
    live.touch(idOf('SSM'));
    await pass(100);
    expect(calls('DescribeSessions', 'ssm')).toBe(before + 2);
  });
});
