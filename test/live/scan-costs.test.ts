import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../emulator/call-record.ts';
import { seedWorld } from '../../emulator/world/seed.ts';
import { createWorld } from '../../emulator/world/world.ts';
import { startLive } from '../support/live.ts';
import { buildWorld, testRegion } from '../support/world.ts';

const START = Date.parse('2026-11-02T09:00:00Z');

function defaultWorld() {
  const world = createWorld();
  seedWorld(world, { region: testRegion, seed: 1, clock: { now: () => START } });
  return world;
}

/** Most calls of one service in any second. */
function busiest(calls: readonly CallRecord[], service: string): number {
  const times = calls.filter((call) => call.service === service).map(({ at }) => at);
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));
}

describe('The budget of scans', () => {
  test.each([1, 2, 7])(
    'of %i calls a second is exceeded in no second, the first scan included, and is used',
    async (callsPerSecond) => {
      const { live, pass, emulator, sessions } = await startLive({ world: defaultWorld(), callsPerSecond });
      live.start();
      await pass(60_000, 50);
      for (const service of ['appstream', 'ssm', 'workspaces']) {
        expect(busiest(emulator.calls, service)).toBeLessThanOrEqual(callsPerSecond);
      }
      expect(busiest(emulator.calls, 'appstream')).toBe(callsPerSecond);
      expect(sessions.size).toBeGreaterThan(190);
    },
  );
});

test('Retries count in the budget: AWS gets no more calls while it fails', async () => {
  const { live, until, emulator } = await startLive({ world: defaultWorld(), callsPerSecond: 3 });
  emulator.faults.push({ kind: 'error', share: 0.7 });
  live.start();
  await until(() => emulator.count() > 100, 50);
  for (const service of ['appstream', 'ssm', 'workspaces']) {
    expect(busiest(emulator.calls, service)).toBeLessThanOrEqual(3);
  }
  const inputs = emulator.calls.map(({ operation, input }) => `${operation} ${JSON.stringify(input)}`);
  expect(inputs.length - new Set(inputs).size).toBeGreaterThan(10);
});

describe('Scans of the default world', () => {
  test('cost 46 calls at first, and 34 for all its sessions', async () => {
    const { live, pass, emulator } = await startLive({ world: defaultWorld() });
    live.start();
    await pass(2_000, 50);
    const calls = emulator.calls.map(({ service, operation }) => `${service}:${operation}`);
    expect(
      Object.fromEntries([...Map.groupBy(calls, (name) => name)].map(([name, all]) => [name, all.length])),
    ).toEqual({
      'appstream:DescribeFleets': 1,
      'appstream:ListAssociatedStacks': 10,
      'appstream:DescribeSessions': 28,
      'ssm:DescribeSessions': 1,
      'workspaces:DescribeWorkspacesPools': 1,
      'workspaces:DescribeWorkspacesPoolSessions': 3,
      'workspaces:DescribeWorkspaces': 1,
      'workspaces:DescribeWorkspacesConnectionStatus': 1,
    });
    const costs = live.sources().map(({ label, callsPerScan }) => [label, callsPerScan]);
    expect(costs).toContainEqual(['AppStream eu-west-1', 11]);
    expect(costs).toContainEqual(['AppStream eu-west-1 stack Design / fleet Design-Fleet', 4]);
    expect(costs).toContainEqual(['SSM eu-west-1', 1]);
  });

  test('leave out lists that have long been empty, but not for ten minutes', async () => {
    const builder = buildWorld().fleet('design').stack('Design').associate('Design', 'design');
    const { world } = builder.appStreamSessions({ stack: 'Design', fleet: 'design', count: 3 });
    const { live, pass, emulator } = await startLive({ world });
    live.start();
    const typesIn = async (minutes: number) => {
      emulator.clearCalls();
      await pass(minutes * 60_000, 1_000);
      const calls = emulator.calls.filter(
        ({ service, operation }) => service === 'appstream' && operation === 'DescribeSessions',
      );
      return Map.groupBy(calls, ({ input }) => String(input.AuthenticationType ?? 'API'));
    };
    await typesIn(3);
    const later = await typesIn(20);
    expect(later.get('API')?.length).toBe(30);
    for (const type of ['AWS_AD', 'SAML', 'USERPOOL']) expect(later.get(type)?.length).toBe(3);
    expect(live.sources().every(({ status }) => status === 'UP_TO_DATE')).toBe(true);
  });

  test('read such a list soon when the counters of its fleet say that sessions have come', async () => {
    const builder = buildWorld().fleet('design').stack('Design').associate('Design', 'design');
    builder.appStreamSessions({ stack: 'Design', fleet: 'design', count: 3 });
    const { live, pass, sessions } = await startLive({ world: builder.world });
    live.start();
    await pass(300_000, 1_000);
    builder.appStreamSessions({ stack: 'Design', fleet: 'design', count: 1, AuthenticationType: 'SAML' });
    await pass(16_000, 1_000);
    expect(sessions.size).toBe(4);
  });
});

test('The pages of scans are not cached, and evict none of those of clients', async () => {
  const { live, pass, emulator, request } = await startLive({ world: buildWorld().ssmSessions({ count: 3 }).world });
  const list = async () => {
    const [location] = request().locations();
    const { ssm } = (await location?.services()) ?? {};
    return ssm?.sessions({ State: 'Active' }).listPage(null);
  };
  live.start();
  await pass(500);
  await list();
  await list();
  expect(emulator.count('DescribeSessions', 'ssm')).toBe(2);
  await pass(6_000);
  await list();
  expect(emulator.count('DescribeSessions', 'ssm')).toBe(3);
});
