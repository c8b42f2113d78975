import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import type { Live } from '../../../src/live/live-sessions/live.ts';
import { liveMetrics } from '../../../src/server/observability/metrics/live-metrics.ts';
import { startLive } from '../../support/live.ts';
import { parseSamples, samplesOf } from '../../support/metrics.ts';
import { POSTGRES } from '../../support/postgres.ts';
import { startReplicas } from '../../support/replicas.ts';
import { buildWorld } from '../../support/world.ts';

const SSM = '{account="123456789012",region="eu-west-1",service="SSM"}';

async function measured() {
  const { world } = buildWorld().ssmSessions({ count: 3 }).pool('Ops').poolSessions({ pool: 'Ops', count: 60 });
  const live = await startLive({ world });
  return { ...live, read: readerOf(live.live) };
}

/** Makes the function that reads a metric of live sessions. */
function readerOf(live: Live) {
  const registry = new Registry();
  liveMetrics(registry, live);
  return async (name: string) => samplesOf(parseSamples(await registry.metrics()), name);
}

test('Scans, changes and sessions are counted', async () => {
  const { live, pass, read } = await measured();
  expect(await read('gateway_live_scans_total')).toEqual({
    '{outcome="complete"}': 0,
    '{outcome="failed"}': 0,
    '{outcome="stopped"}': 0,
  });
  live.start();
  await pass(1_000);
  // The lists of sources of four services, SSM's list and the pool.
  expect((await read('gateway_live_scans_total'))['{outcome="complete"}']).toBeGreaterThanOrEqual(6);
  expect((await read('gateway_live_changes_total'))['{kind="STARTED"}']).toBe(63);
  expect(await read('gateway_live_sessions')).toEqual({ '': 63 });
  expect(await read('gateway_live_false_ends_prevented_total')).toEqual({
    '{guard="listed_again"}': 0,
    '{guard="list_moved"}': 0,
  });
});

test('Calls of a scan and sources that are not up to date are shown by service and location', async () => {
  const { live, pass, read, emulator } = await measured();
  live.start();
  await pass(1_000);
  expect((await read('gateway_live_scan_calls'))[SSM]).toBe(1);
  expect((await read('gateway_live_scan_calls'))[SSM.replace('SSM', 'WORKSPACES')]).toBe(3);
  expect((await read('gateway_live_sources_unavailable'))[SSM]).toBe(0);
  expect((await read('gateway_live_source_age_seconds'))[SSM]).toBeTypeOf('number');
  emulator.faults.push({ service: 'ssm', kind: 'error', code: 'AccessDeniedException' });
  await pass(10_000);
  expect((await read('gateway_live_sources_unavailable'))[SSM]).toBe(1);
});

const it = test.skipIf(POSTGRES === null);
const reason = POSTGRES === null ? ' (skipped: PostgreSQL is not installed)' : '';

it(`Every replica of a store shows the sessions of all, and counts the changes that it has found itself${reason}`, async () => {
  const { world } = buildWorld().ssmSessions({ count: 3 }).pool('Ops').poolSessions({ pool: 'Ops', count: 4 });
  const replicas = await startReplicas(2, { world });
  const readers = replicas.all.map(({ live }) => readerOf(live));
  await replicas.until(() => replicas.all.every(({ sessions }) => sessions.size === 7));
  await expect
    .poll(() => Promise.all(readers.map((read) => read('gateway_live_sessions'))))
    .toEqual([{ '': 7 }, { '': 7 }]);
  const found = await Promise.all(readers.map((read) => read('gateway_live_changes_total')));
  expect(found.reduce((sum, each) => sum + (each['{kind="STARTED"}'] ?? 0), 0)).toBe(7);
});
