import { describe, expect, test } from 'vitest';
import { seedWorld } from '../../emulator/world/seed.ts';
import { createWorld } from '../../emulator/world/world.ts';
import { iterateSources } from '../../src/paging/composite/iterate-sources.ts';
import { nodeIdOf } from '../../src/schema/sessions/session-node.ts';
import { sessionSources } from '../../src/sessions/sources.ts';
import { startLive, type TestLive } from '../support/live.ts';
import { buildWorld, testRegion } from '../support/world.ts';

/** Ids and statuses of what `sessions` lists, in any order. */
async function listed({ request }: TestLive): Promise<readonly string[]> {
  const locations = request().locations();
  const sources = sessionSources(locations, locations, { includeHistory: false });
  const iterator = iterateSources(sources, { deadline: performance.now() + 60_000 });
  const found: string[] = [];
  for (let step = await iterator.next(); step !== null; step = await iterator.next()) {
    found.push(`${nodeIdOf(step.item)} ${step.item.view.status}`);
  }
  return found.sort();
}

const mirrored = ({ sessions }: TestLive) =>
  [...sessions.values()].map(({ id, view }) => `${id} ${view.status}`).sort();

describe('Live sessions', () => {
  test('are the sessions that `sessions` lists, ended ones that AWS lists included', async () => {
    const world = createWorld();
    seedWorld(world, { region: testRegion, seed: 3, clock: { now: () => Date.parse('2026-11-02T09:00:00Z') } });
    const live = await startLive({ world });
    live.live.start();
    await live.pass(3_000);
    expect(mirrored(live)).toEqual(await listed(live));
    expect(live.live.index.size).toBe(live.sessions.size);
    expect(await live.live.index.count({})).toBe(live.sessions.size);
    expect(mirrored(live).some((line) => line.endsWith('TERMINATED'))).toBe(true);
  });

  test('scan nothing before they are started', async () => {
    const live = await startLive({ world: buildWorld().ssmSessions({ count: 3 }).world });
    await live.pass(120_000, 10_000);
    expect(live.emulator.count()).toBe(0);
    live.live.start();
    await live.pass(1_000);
    expect(live.sessions.size).toBe(3);
  });

  test.each([1, 10, 100])('cost AWS the same calls for %i viewers', async (viewers) => {
    const { world } = buildWorld().ssmSessions({ count: 3 }).pool('Ops').poolSessions({ pool: 'Ops', count: 60 });
    const live = await startLive({ world, mode: 'demand' });
    for (let second = 0; second < 60; second += 1) {
      for (let viewer = 0; viewer < viewers; viewer += 1) live.look();
      await live.pass(1_000, 500);
    }
    expect(live.emulator.count('DescribeSessions', 'ssm')).toBe(5);
    expect(live.emulator.count('DescribeWorkspacesPoolSessions')).toBe(10);
    expect(live.emulator.count('DescribeWorkspacesPools')).toBe(5);
  });

  test('cost AWS no call from 60 s after the last look, and are scanned at once by the next', async () => {
    const live = await startLive({ world: buildWorld().ssmSessions({ count: 3 }).world, mode: 'demand' });
    live.look();
    await live.pass(59_000, 500);
    const before = live.emulator.count();
    expect(before).toBeGreaterThan(3);
    await live.pass(2_000, 500);
    const after = live.emulator.count();
    await live.pass(3_600_000, 60_000);
    expect(live.emulator.count()).toBe(after);
    live.look();
    await live.pass(500);
    expect(live.emulator.count()).toBeGreaterThan(after);
  });

  test('stop in the middle of a long list when no client looks any more', async () => {
    const { world } = buildWorld().pool('Ops').poolSessions({ pool: 'Ops', count: 4_000 });
    const live = await startLive({ world, mode: 'demand', callsPerSecond: 1 });
    live.look();
    await live.pass(62_000, 500);
    const after = live.emulator.count('DescribeWorkspacesPoolSessions');
    expect(after).toBeGreaterThan(30);
    await live.pass(600_000, 10_000);
    expect(live.emulator.count('DescribeWorkspacesPoolSessions')).toBe(after);
    expect([...live.live.sources()].find(({ label }) => label.includes('Ops'))).toMatchObject({ asOf: null });
  });
});

describe('A reader', () => {
  const deadline = () => ({ endsAt: performance.now() + 10_000, signal: new AbortController().signal });

  test('waits for the first scan', async () => {
    const live = await startLive({ world: buildWorld().ssmSessions({ count: 3 }).world, mode: 'demand' });
    const looking = live.live.look(deadline()).then(() => live.sessions.size);
    await live.pass(1_000);
    expect(await looking).toBe(3);
  });

  test('gets what is there when its deadline nears', async () => {
    const { world } = buildWorld().pool('Ops').poolSessions({ pool: 'Ops', count: 1_000 });
    const live = await startLive({ world, mode: 'demand', callsPerSecond: 1 });
    const looking = live.live.look(deadline()).then(() => live.sessions.size);
    await live.pass(9_000);
    const size = await looking;
    expect(size).toBeGreaterThan(0);
    expect(size).toBeLessThan(1_000);
  });

  test('does not wait for sources that it does not select', async () => {
    const { world } = buildWorld().ssmSessions({ count: 3 }).pool('Ops').poolSessions({ pool: 'Ops', count: 1_000 });
    const live = await startLive({ world, mode: 'demand', callsPerSecond: 1 });
    const looking = live.live.look(deadline(), ({ service }) => service === 'SSM').then(() => live.clock.now());
    await live.pass(9_000);
    expect(await looking).toBeLessThan(2_000);
  });

  test('does not wait for a source that fails', async () => {
    const live = await startLive({ world: buildWorld().ssmSessions({ count: 3 }).world, mode: 'demand' });
    live.emulator.faults.push({ service: 'ssm', kind: 'error', code: 'AccessDeniedException' });
    const looking = live.live.look(deadline()).then(() => live.clock.now());
    await live.pass(2_000);
    expect(await looking).toBeLessThan(1_000);
  });

  test('that has left is not held up', async () => {
    const live = await startLive({ world: buildWorld().ssmSessions({ count: 3 }).world, mode: 'demand' });
    const gone = new AbortController();
    gone.abort();
    await live.live.look({ ...deadline(), signal: gone.signal });
    await live.live.close();
  });
});
